//! OpenAPI 3.1, generated from the acts and lists that the rooms declare.

use crate::acts::{ActAnswer, ActDoor};
use crate::listing::Listing;
use crate::room::Desk;
use crate::routes::{Line, Routes};
use axum::Json;
use axum::extract::State;
use serde_json::{Map, Value as Json_, json};
use utoipa::{OpenApi, PartialSchema};

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
            (slot.slot.to_string(), json!({ "type": "string", "maxLength": 20_000, "description": "sealed" }))
        })
        .collect();
    let required: Vec<String> =
        door.slots.iter().filter(|slot| slot.required).map(|slot| slot.slot.to_string()).collect();
    let roles: Vec<&str> = door.kind.roles.iter().map(|role| kernel::CodeList::code(*role)).collect();
    json!({
        "operationId": door.kind.name,
        "summary": door.kind.about,
        "description": format!("{:?}. Roles: {}.", door.kind.nature, roles.join(", ")),
        "tags": [door.kind.name.split('.').next()],
        "requestBody": { "required": true, "content": { "application/json": { "schema": {
            "type": "object",
            "required": ["act"],
            "additionalProperties": false,
            "properties": {
                "id": { "type": "string", "description": "Chosen by the sender: the same id twice is one entry and the same answer." },
                "purpose": { "type": "string" },
                "act": schema,
                "sealed": { "type": "object", "properties": slots, "required": required, "additionalProperties": false },
            },
        } } } },
        "responses": answers(json!({ "$ref": "#/components/schemas/ActAnswer" })),
    })
}

fn answers(ok: Json_) -> Json_ {
    let problem = |about: &str| json!({ "description": about, "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } } });
    json!({
        "200": { "description": "Done, durably.", "content": { "application/json": { "schema": ok } } },
        "400": problem("What was sent cannot be read."),
        "401": problem("No session or token."),
        "403": problem("The policy refuses."),
        "409": problem("The act id was used for another content."),
        "422": problem("A rights rule refuses (type /problems/rule/NAME), or a field is wrong (type /problems/input)."),
        "503": problem("Nothing was entered; try again."),
    })
}

fn list_operation(listing: &Listing) -> Json_ {
    let parameter = |name: &str, about: &str| json!({ "name": name, "in": "query", "description": about, "schema": { "type": "string" } });
    let mut parameters: Vec<Json_> =
        listing.filters.iter().map(|name| parameter(name, "filters by this column")).collect();
    parameters.push(parameter("sort", "a column; - before it for the largest first"));
    parameters.push(parameter("page", "from 1"));
    parameters.push(parameter("per_page", "1 to 500"));
    parameters.push(parameter("format", "csv for an export"));
    let columns: Map<String, Json_> = listing
        .shown()
        .into_iter()
        .map(|(_, column)| (column.name.to_owned(), json!({ "description": column.comment.trim() })))
        .collect();
    let row = json!({ "type": "object", "properties": columns });
    let page = json!({ "type": "object", "properties": {
        "total": { "type": "integer" }, "page": { "type": "integer" }, "per_page": { "type": "integer" },
        "rows": { "type": "array", "items": row },
    } });
    json!({
        "operationId": format!("{}.list-{}", listing.room, listing.name),
        "summary": listing.table.comment.trim(),
        "tags": [listing.room],
        "parameters": parameters,
        "responses": answers(page),
    })
}

/// The whole document.
#[must_use]
pub fn document(desk: &Desk) -> Json_ {
    let mut schemas = Map::new();
    schemas.insert("ActAnswer".into(), json!(ActAnswer::schema()));
    schemas.insert("Id".into(), json!(kernel::Id::schema()));
    schemas.insert(
        "Problem".into(),
        json!({ "type": "object", "description": "RFC 9457", "properties": {
            "type": { "type": "string" }, "title": { "type": "string" }, "status": { "type": "integer" }, "detail": { "type": "string" },
            "errors": { "type": "array", "items": { "type": "object", "properties": {
                "field": { "type": "string" }, "wrong": { "type": "string" }, "right": { "type": "string" } } } },
        } }),
    );
    let mut paths = Map::new();
    for door in desk.acts() {
        paths.insert(
            format!("/api/acts/{}", door.kind.name),
            json!({ "post": act_operation(door, &mut schemas) }),
        );
    }
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
        crate::ways::Described::openapi(),
        crate::password::Described::openapi(),
        crate::tokens::Described::openapi(),
    ];
    for described in desk.described().iter().chain(&own) {
        let described = json!(described);
        let own =
            |part: &str| described.pointer(part).and_then(Json_::as_object).cloned().unwrap_or_default();
        paths.extend(own("/paths"));
        schemas.extend(own("/components/schemas"));
    }
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Tutela", "version": env!("CARGO_PKG_VERSION"), "license": { "name": "MIT OR Apache-2.0" } },
        "paths": paths,
        "components": {
            "schemas": schemas,
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
}
