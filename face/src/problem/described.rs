//! How OpenAPI describes a problem, the same at every door.

use serde_json::{Value, json};

/// The schema of a problem in JSON.
#[must_use]
pub fn schema() -> Value {
    let text = json!({ "type": "string" });
    json!({
        "type": "object", "description": "RFC 9457", "required": ["type", "title", "status"],
        "properties": {
            "type": text, "title": text, "detail": text, "instance": text,
            "status": { "type": "integer", "minimum": 400, "maximum": 599 },
            "errors": { "type": "array", "items": {
                "type": "object", "required": ["field", "wrong", "right"],
                "properties": { "field": text, "wrong": text, "right": text },
            } },
        },
    })
}

/// What an answer that is a problem holds; the document keeps [`schema`] as the component `Problem`.
#[must_use]
pub fn content() -> Value {
    json!({ "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } })
}

/// Puts in what every answer with an error holds, and the answers that an operation can give without saying so itself: the
/// body or the address cannot be read, and not now.
pub fn complete(operation: &mut Value) {
    let takes_body = operation.get("requestBody").is_some();
    let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
    let is_in = |place: &str| parameters.iter().any(|one| one["in"] == place);
    let mut also = vec![("503", "Nothing was taken in; try again.")];
    if takes_body || is_in("query") {
        also.push(("400", "What was sent cannot be read."));
    }
    if takes_body {
        also.push(("413", "More bytes than this address takes."));
        also.push(("415", "Another media type than this address takes."));
        also.push(("422", "A field is wrong; nothing was entered."));
    }
    if is_in("path") {
        also.push(("404", "Nothing is here, or nothing that the asker may know of."));
    }
    let Some(answers) = operation["responses"].as_object_mut() else { return };
    for (status, about) in also {
        answers.entry(status).or_insert_with(|| json!({ "description": about }));
    }
    if let Some(later) = answers.get_mut("503") {
        let seconds = json!({ "type": "integer", "minimum": 0 });
        later["headers"]["Retry-After"] =
            json!({ "required": true, "description": "seconds", "schema": seconds });
    }
    answers.iter_mut().filter(|(status, _)| status.starts_with(['4', '5'])).for_each(|(_, answer)| {
        if let Some(answer) = answer.as_object_mut().filter(|answer| !answer.contains_key("content")) {
            answer.insert("content".into(), content());
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_operation_tells_what_it_can_answer_besides_what_it_says_itself() {
        let mut operation = json!({
            "requestBody": {}, "parameters": [{ "in": "path", "name": "report" }],
            "responses": { "200": { "description": "Done." }, "422": { "description": "Its own words." } },
        });
        complete(&mut operation);
        let answers = operation["responses"].as_object().unwrap();
        assert_eq!(answers.keys().collect::<Vec<_>>(), ["200", "400", "404", "413", "415", "422", "503"]);
        assert_eq!(answers["422"]["description"], "Its own words.");
        assert!(answers["200"].get("content").is_none() && answers["422"]["content"] == content());
        let mut bare = json!({ "responses": {} });
        complete(&mut bare);
        assert_eq!(bare["responses"].as_object().unwrap().keys().collect::<Vec<_>>(), ["503"]);
    }
}
