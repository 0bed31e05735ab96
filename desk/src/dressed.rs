//! Errors that nobody drew (a framework's plain refusal, an empty answer, a timeout), put into words: a page in the
//! caller's language, and problem details at addresses for programs.

use crate::caller::{Caller, language};
use crate::room::Desk;
use crate::sign_in::outside;
use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, header};
use axum::middleware::{Next, from_fn_with_state, map_response};
use axum::response::{IntoResponse, Response};
use face::{ErrorStatus, Problem};

/// Whether a program asks, and not a person.
pub(crate) fn is_for_programs(path: &str) -> bool {
    path == "/api" || path.starts_with("/api/") || path == "/openapi.json"
}

fn is_of(headers: &HeaderMap, media: &str) -> bool {
    let told = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    told.is_some_and(|told| told.starts_with(media))
}

async fn in_words(State(desk): State<Desk>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let asked = parts.clone();
    let response = next.run(Request::from_parts(asked, body)).await;
    let Ok(status) = ErrorStatus::try_from(response.status()) else { return response };
    let for_programs = is_for_programs(parts.uri.path());
    let wanted = if for_programs { "application/problem+json" } else { "text/html" };
    if is_of(response.headers(), wanted) {
        return response;
    }
    let texts = desk.looks().catalogue().texts(language(&parts));
    let told = response.extensions().get::<Problem>().cloned();
    let problem = told.unwrap_or_else(|| Problem::of(&texts, status));
    let mut drawn = if for_programs {
        problem.into_response()
    } else {
        let caller = Caller::recognised(&mut parts, &desk).await;
        let frame = caller.map_or_else(|_| outside(&texts), |caller| caller.frame(&desk));
        problem.staff_page(&frame).into_response()
    };
    for name in [header::ALLOW, header::RETRY_AFTER, header::SET_COOKIE] {
        for value in response.headers().get_all(&name) {
            drawn.headers_mut().append(name.clone(), value.clone());
        }
    }
    drawn
}

/// Lays words under every error of these routes, and the strict headers over every answer. What lies around the routes and
/// can refuse too (a time limit) goes in first.
pub fn dressed(desk: &Desk, routes: Router) -> Router {
    routes.layer(from_fn_with_state(desk.clone(), in_words)).layer(map_response(face::headers::secured))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Answer, House, catalogue};
    use axum::http::StatusCode;
    use axum::routing::get;
    use face::{Language, check};

    async fn plain() -> (StatusCode, &'static str) {
        (StatusCode::BAD_REQUEST, "a library's own words")
    }

    /// The staff door with a route that refuses in a library's words, and one that is late.
    fn house() -> House {
        let late = || async { StatusCode::SERVICE_UNAVAILABLE };
        let own = Router::new().route("/plain", get(plain)).route("/api/plain", get(plain));
        House::open().with(own.route("/late", get(late)).route("/fine", get(|| async { "fine" })))
    }

    fn media(answer: &Answer) -> &str {
        answer.headers[header::CONTENT_TYPE].to_str().unwrap()
    }

    #[test]
    fn every_error_is_a_page_in_the_callers_language_or_a_problem() {
        let house = house();
        let pages = [("/plain", 400), ("/late", 503), ("/nothing-here", 404), ("/sign-out", 405)];
        for (path, status) in pages {
            for &language in Language::STAFF {
                let answer = house.get(&format!("{path}?lang={}", language.code()));
                assert_eq!(answer.status.as_u16(), status, "{path}");
                let texts = catalogue().texts(language);
                assert_eq!(check::page(&answer.body, &texts), Vec::<String>::new(), "{path}");
                assert!(!answer.body.contains("library"), "{}", answer.body);
                assert!(answer.body.contains("fictional"), "the reader is still signed in: {}", answer.body);
            }
        }
        for (path, status) in [("/api/plain", 400), ("/api/nothing", 404), ("/api/sign-in", 405)] {
            let answer = house.get(path);
            assert_eq!((answer.status.as_u16(), media(&answer)), (status, "application/problem+json"));
        }
        assert_eq!(house.get("/api/sign-in").headers[header::ALLOW], "POST");
        let form = house.post_as("/acts/test.try", "text/plain", "no form");
        assert_eq!((form.status.is_client_error(), media(&form)), (true, "text/html; charset=utf-8"));
        let token = house.post_as("/api/sign-in", "application/json", "{");
        assert_eq!((token.status.as_u16(), media(&token)), (400, "application/problem+json"));
    }

    #[test]
    fn an_address_without_a_line_of_policy_answers_nobody_who_must_be_known() {
        async fn tells(caller: Caller) -> String {
            caller.user
        }
        let house = House::open();
        let more = Router::new().route("/api/forgotten", get(tells)).with_state(house.desk.clone());
        assert_eq!(house.with(more).get("/api/forgotten").status, StatusCode::INTERNAL_SERVER_ERROR);
    }

    #[test]
    fn every_answer_has_the_strict_headers() {
        let house = house();
        for path in ["/fine", "/plain", "/purpose", "/openapi.json", "/api/lists/journal/rules", "/nothing"] {
            let answer = house.get(path);
            assert_eq!(answer.headers["cache-control"], "no-store", "{path}");
            assert_eq!(answer.headers["strict-transport-security"], face::headers::TRANSPORT, "{path}");
            assert_eq!(
                answer.headers["content-security-policy"],
                face::headers::CONTENT_SECURITY_POLICY,
                "{path}"
            );
        }
        assert_eq!(house.get("/fine").body, "fine");
    }
}
