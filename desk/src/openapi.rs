//! OpenAPI 3.1, generated from the acts and lists that the rooms declare.

use crate::acts::{ActAnswer, ActDoor};
use crate::caller::PURPOSE_HEADER;
use crate::listing::{BETWEEN, FORMATS, LAST_PAGE, Listing, MOST_PER_PAGE};
use crate::many::{MOST_ACTS, ManyAnswer};
use crate::room::Desk;
use crate::routes::{Line, Routes};
use access::is_grave;
use axum::Json;
use axum::extract::State;
use face::described;
use kernel::{CodeList, Purpose};
use serde_json::{Map, Value as Json_, json};
use utoipa::{OpenApi, PartialSchema, ToSchema as _};

fn act_operation(door: &ActDoor, schemas: &mut Map<String, Json_>) -> Json_ {
    let (schema, others) = (door.schema)();
    let mut schema = json!(schema);
    if let (Some((told, _)), Some(required)) = (door.tells, schema["required"].as_array_mut()) {
        required.retain(|name| name != told);
    }
    for (name, other) in others {
        schemas.insert(name, json!(other));
    }
    let slots: Map<String, Json_> = door
        .slots
        .iter()
        .map(|slot| {
            let text =
                json!({ "type": "string", "minLength": 1, "maxLength": 20_000, "description": "sealed" });
            (slot.slot.to_string(), text)
        })
        .collect();
    let required: Vec<String> =
        door.slots.iter().filter(|slot| slot.required).map(|slot| slot.slot.to_string()).collect();
    let wanted: &[&str] = if required.is_empty() { &["act"] } else { &["act", "sealed"] };
    let roles: Vec<&str> = door.kind.roles.iter().map(|role| role.code()).collect();
    json!({
        "operationId": door.kind.name,
        "summary": door.kind.about,
        "description": format!("{:?}. Roles: {}.", door.kind.nature, roles.join(", ")),
        "tags": [door.kind.name.split('.').next()],
        "requestBody": { "required": true, "content": { "application/json": { "schema": {
            "type": "object",
            "required": wanted,
            "additionalProperties": false,
            "properties": {
                "id": {
                    "oneOf": [{ "type": "null" }, { "$ref": "#/components/schemas/Id" }],
                    "description": "Chosen by the sender: the same id twice is one entry and the same answer.",
                },
                "purpose": { "oneOf": [{ "type": "null" }, { "$ref": "#/components/schemas/Purpose" }] },
                "act": schema,
                "sealed": { "type": "object", "properties": slots, "required": required, "additionalProperties": false },
            },
        } } } },
        "responses": {
            "200": done(json!({ "application/json": { "schema": { "$ref": "#/components/schemas/ActAnswer" } } })),
            "409": { "description": "The act id was used for another content." },
            "422": { "description": "A rights rule refuses (type /problems/rule/NAME), or a field is wrong (type /problems/input)." },
        },
    })
}

/// Many acts of one kind at once: told once for all of them, since each is sent as it would be by itself.
fn many_operation(acts: &[ActDoor]) -> Json_ {
    let names: Vec<&str> = acts.iter().map(|door| door.kind.name).filter(|name| !is_grave(name)).collect();
    let id = json!({ "oneOf": [{ "type": "null" }, { "$ref": "#/components/schemas/Id" }] });
    let one = json!({
        "type": "object",
        "required": ["act"],
        "additionalProperties": false,
        "properties": {
            "id": id,
            "purpose": { "oneOf": [{ "type": "null" }, { "$ref": "#/components/schemas/Purpose" }] },
            "act": { "type": "object", "description": "the act's fields, as its own address describes them" },
            "sealed": { "type": "object", "patternProperties": { "^[0-9]{1,4}$": { "type": "string" } }, "additionalProperties": false },
        },
    });
    let content = json!({ "application/json": { "schema": { "$ref": "#/components/schemas/ManyAnswer" } } });
    json!({
        "operationId": "journal.many-acts",
        "summary": "Up to 500 acts of one kind, entered one after another, each through the gate by itself and answered by itself",
        "description": "Acts without an id of their own get theirs from the id of the whole and their place, so that the same body sent \
            again enters nothing twice. What is grave is entered one by one.",
        "tags": ["journal"],
        "parameters": [{ "name": "name", "in": "path", "required": true, "description": "the act", "schema": { "enum": names } }],
        "requestBody": { "required": true, "content": { "application/json": { "schema": {
            "type": "object",
            "required": ["acts"],
            "additionalProperties": false,
            "properties": {
                "id": id,
                "acts": { "type": "array", "minItems": 1, "maxItems": MOST_ACTS, "items": one },
            },
        } } } },
        "responses": {
            "200": { "description": "What became of each, in the order sent: some may have been refused.", "content": content },
            "422": { "description": "No act is sent, too many are, or they are grave." },
        },
    })
}

fn done(content: Json_) -> Json_ {
    json!({ "description": "Done, durably.", "content": content })
}

/// A parameter of a list, in the address. An empty one asks for nothing, as a form that was left blank does.
fn asked(name: &str, about: &str, schema: &Json_) -> Json_ {
    let schema = json!({ "anyOf": [schema, { "const": "" }] });
    json!({ "name": name, "in": "query", "description": about, "schema": schema })
}

fn list_operation(listing: &Listing) -> Json_ {
    let text = json!({ "type": "string" });
    let filter = |name: &&str| {
        let column = listing.table.columns.iter().find(|column| column.name == *name)?;
        let codes = |list: kernel::codes::Listing| json!({ "enum": list.codes.iter().map(|one| one.code).collect::<Vec<_>>() });
        let schema = (column.codes)().map_or_else(|| text.clone(), codes);
        Some(asked(name, "filters by this column", &schema))
    };
    let mut parameters: Vec<Json_> = listing.filters.iter().filter_map(filter).collect();
    if !listing.when.is_empty() {
        let about = format!("a day, a month or a year of {}", listing.when);
        let days = json!({ "$ref": "#/components/schemas/Span" });
        parameters.extend(BETWEEN.map(|name| asked(name, &about, &days)));
    }
    let shown = listing.shown();
    let orders: Vec<String> =
        shown.iter().flat_map(|(_, column)| [column.name.to_owned(), format!("-{}", column.name)]).collect();
    let whole = |most: u64| json!({ "type": "integer", "minimum": 1, "maximum": most });
    parameters.extend([
        asked("sort", "a column; - before it for the largest first", &json!({ "enum": orders })),
        asked("page", "from 1", &whole(LAST_PAGE)),
        asked("per_page", "1 to 500", &whole(MOST_PER_PAGE)),
        asked("format", "csv for an export", &json!({ "enum": FORMATS })),
        json!({ "name": "if-none-match", "in": "header", "schema": text, "description": "the ETag of what one has already" }),
    ]);
    let columns: Map<String, Json_> = shown
        .into_iter()
        .map(|(_, column)| {
            let schema = json!({ "type": ["string", "integer"], "description": column.comment.trim() });
            (column.name.to_owned(), schema)
        })
        .collect();
    let row =
        json!({ "type": "object", "required": columns.keys().collect::<Vec<_>>(), "properties": columns });
    let required = ["total", "has_more", "page", "per_page", "rows"];
    let page = json!({ "type": "object", "required": required, "properties": {
        "total": { "type": "integer", "description": "all rows, as far as they were counted" },
        "has_more": { "type": "boolean", "description": "there are more than were counted" },
        "page": { "type": "integer" }, "per_page": { "type": "integer" },
        "rows": { "type": "array", "items": row },
    } });
    json!({
        "operationId": format!("{}.list-{}", listing.room, listing.name),
        "summary": listing.table.comment.trim(),
        "tags": [listing.room],
        "parameters": parameters,
        "responses": {
            "200": done(json!({ "application/json": { "schema": page }, "text/csv": { "schema": text } })),
            "304": { "description": "What one has already is what there is." },
        },
    })
}

/// The purpose that one request states, told once and referred to by every operation that is not open to everybody.
fn stated_purpose() -> Json_ {
    json!({
        "name": PURPOSE_HEADER, "in": "header", "schema": { "$ref": "#/components/schemas/Purpose" },
        "description": "why, if other than the session's or token's",
    })
}

/// What every operation can be told and can answer that is not open to everybody.
fn signed_in(operation: &mut Json_) {
    let purpose = json!({ "$ref": "#/components/parameters/Purpose" });
    match operation["parameters"].as_array_mut() {
        Some(parameters) => parameters.push(purpose),
        None => operation["parameters"] = json!([purpose]),
    }
    let also = [
        ("400", "What was sent cannot be read."),
        ("401", "No session or token."),
        ("403", "The policy refuses."),
    ];
    let Some(answers) = operation["responses"].as_object_mut() else { return };
    for (status, about) in also {
        answers.entry(status).or_insert_with(|| json!({ "description": about }));
    }
}

/// Every operation of all paths, told in full.
fn complete(paths: &mut Map<String, Json_>) {
    let operations = paths.values_mut().filter_map(Json_::as_object_mut).flat_map(Map::values_mut);
    for operation in operations.filter(|operation| operation.get("responses").is_some()) {
        if operation["security"].as_array().is_none_or(|ways| ways.iter().any(|way| *way != json!({}))) {
            signed_in(operation);
        }
        described::complete(operation);
    }
}

/// The whole document.
#[must_use]
pub fn document(desk: &Desk) -> Json_ {
    let mut schemas = Map::new();
    schemas.insert("ActAnswer".into(), json!(ActAnswer::schema()));
    schemas.insert("Id".into(), json!(kernel::Id::schema()));
    schemas.insert("Span".into(), json!(kernel::Span::schema()));
    schemas.insert("Purpose".into(), json!(Purpose::schema()));
    schemas.insert("Problem".into(), described::schema());
    let mut paths = Map::new();
    for door in desk.acts() {
        paths.insert(
            format!("/api/acts/{}", door.kind.name),
            json!({ "post": act_operation(door, &mut schemas) }),
        );
    }
    schemas.insert("ManyAnswer".into(), json!(ManyAnswer::schema()));
    let mut of_many = Vec::new();
    ManyAnswer::schemas(&mut of_many);
    schemas.extend(of_many.into_iter().map(|(name, schema)| (name, json!(schema))));
    paths.insert("/api/acts/{name}/many".into(), json!({ "post": many_operation(desk.acts()) }));
    for listing in desk.listings() {
        paths.insert(
            format!("/api/lists/{}/{}", listing.room, listing.name),
            json!({ "get": list_operation(listing) }),
        );
    }
    let own = [
        crate::login::Described::openapi(),
        crate::again::Described::openapi(),
        crate::begin::Described::openapi(),
        crate::second_factor::Described::openapi(),
        crate::sessions::Described::openapi(),
        crate::search::Described::openapi(),
        crate::ways::Described::openapi(),
        crate::password::Described::openapi(),
        crate::tokens::Described::openapi(),
        crate::machine::Described::openapi(),
        crate::views::Described::openapi(),
        crate::habits::Described::openapi(),
    ];
    for described in desk.described().iter().chain(&own) {
        let described = json!(described);
        let own =
            |part: &str| described.pointer(part).and_then(Json_::as_object).cloned().unwrap_or_default();
        paths.extend(own("/paths"));
        schemas.extend(own("/components/schemas"));
    }
    complete(&mut paths);
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Tutela", "version": env!("CARGO_PKG_VERSION"), "license": { "name": "MIT OR Apache-2.0" } },
        "paths": paths,
        "components": {
            "schemas": schemas,
            "parameters": { "Purpose": stated_purpose() },
            "securitySchemes": { "token": { "type": "http", "scheme": "bearer" } },
        },
        "security": [{ "token": [] }],
    })
}

async fn serve(State(desk): State<Desk>) -> Json<Json_> {
    Json(document(&desk))
}

/// `GET /openapi.json`: open to all, it holds nothing secret.
pub(crate) fn routes() -> Routes {
    Routes::new().get("/openapi.json", Line::Open, serve)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::House;

    #[test]
    fn an_act_is_described_with_what_must_be_sent_and_signing_in_stands_there_too() {
        let document = document(&House::open().desk);
        let body = "/paths/~1api~1acts~1test.try/post/requestBody/content/application~1json/schema";
        let act = document.pointer(body).map(|schema| &schema["properties"]["act"]).unwrap();
        assert_eq!(act["required"], json!(["matter", "how", "sure", "deed"]));
        assert!(act["properties"]["told"].is_object(), "it may be sent");
        assert!(document.pointer("/paths/~1api~1sign-in/post").is_some());
        assert!(document.pointer("/components/schemas/ForToken").is_some());
    }

    #[test]
    fn every_operation_tells_every_answer_and_what_stands_in_it() {
        let document = document(&House::open().desk);
        let paths = document["paths"].as_object().unwrap();
        for (path, operation) in
            paths.iter().flat_map(|(path, all)| all.as_object().unwrap().values().map(move |one| (path, one)))
        {
            let answers = operation["responses"].as_object().unwrap();
            for (status, answer) in answers.iter().filter(|(status, _)| status.starts_with(['4', '5'])) {
                assert!(answer["content"]["application/problem+json"].is_object(), "{path}: {status}");
            }
            let is_open = operation["security"] == json!([{}]);
            assert_eq!(answers.contains_key("403"), !is_open, "{path}");
            assert_eq!(answers.contains_key("415"), operation["requestBody"].is_object(), "{path}");
            assert!(answers.contains_key("503"), "{path}");
        }
        let list = &document["paths"]["/api/lists/journal/exports"]["get"];
        assert!(list["responses"]["200"]["content"]["text/csv"].is_object());
        let parameters = list["parameters"].as_array().unwrap();
        assert!(parameters.iter().any(|one| one["name"] == "from"));
        assert!(parameters.contains(&json!({ "$ref": "#/components/parameters/Purpose" })));
    }
}
