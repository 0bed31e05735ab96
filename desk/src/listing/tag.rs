//! A list as JSON with its tag (RFC 9110, ETag): who asks again with the tag of what they have is told that nothing changed.

use axum::Json;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::Value;
use store::Node;

/// Digits of a tag.
const DIGITS: usize = 32;

/// The list, or 304 where the reader has it already. The tag is keyed, so it tells nothing of what it stands for.
pub(super) fn tagged(node: &Node, asked: &HeaderMap, body: Value) -> Response {
    let mac = node.secret("tags of lists").mac(&[body.to_string().as_bytes()]);
    let digits: String = mac.iter().map(|byte| format!("{byte:02x}")).collect();
    let tag = format!("\"{}\"", &digits[..DIGITS]);
    let known = asked.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    let is_known =
        known.flat_map(|text| text.split(',')).any(|one| one.trim().trim_start_matches("W/") == tag);
    let mut response =
        if is_known { StatusCode::NOT_MODIFIED.into_response() } else { Json(body).into_response() };
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response
}

#[cfg(test)]
mod tests {
    use crate::testing::{Answer, House};
    use access::add_unit;
    use axum::http::{Request, header};
    use facts::unit::UnitKind;
    use kernel::Id;

    #[test]
    fn who_has_the_list_is_told_that_nothing_changed_until_something_does() {
        let house = House::open();
        let asks = |known: &str| -> (u16, String, bool) {
            let request = Request::get("/api/lists/access/units").header(header::IF_NONE_MATCH, known);
            let Answer { status, headers, body, .. } = house.ask(request, "");
            (status.as_u16(), headers[header::ETAG].to_str().unwrap().to_owned(), body.is_empty())
        };
        let (status, tag, _) = asks("\"none\"");
        assert_eq!(status, 200);
        for known in [tag.clone(), format!("W/{tag}"), format!("\"other\", {tag}")] {
            assert_eq!(asks(&known), (304, tag.clone(), true), "{known}");
        }
        add_unit(&house.node, Id([50; 16]), "another", UnitKind::Police).unwrap();
        let (status, newer, is_empty) = asks(&tag);
        assert!(status == 200 && newer != tag && !is_empty);
    }
}
