//! Answers that nobody drew (a framework's plain refusal, an empty one, a timeout), put into words.

use axum::{
    extract::Request,
    http::{HeaderMap, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use crate::{ErrorStatus, Problem, Visit, headers};

/// Whether a program asks, and not a person: then problems are told as JSON.
fn is_for_programs(path: &str) -> bool {
    path.starts_with("/api/") || path.starts_with("/gateway/") || path.ends_with(".json")
}

fn is_of(headers: &HeaderMap, media: &str) -> bool {
    let told = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    told.is_some_and(|told| told.starts_with(media))
}

/// Makes of every error a page in the visitor's language, with the exit on it, and at addresses for programs problem
/// details. Pages and problems that stand there already are kept. Lay it inside of `Extension(Looks)` and around
/// everything that can refuse: `router.layer(axum::middleware::from_fn(face::dressed))`.
pub async fn dressed(visit: Visit, request: Request, next: Next) -> Response {
    let for_programs = is_for_programs(request.uri().path());
    let response = next.run(request).await;
    let Ok(status) = ErrorStatus::try_from(response.status()) else { return response };
    let wanted = if for_programs { "application/problem+json" } else { "text/html" };
    if is_of(response.headers(), wanted) {
        return response;
    }
    let problem = Problem::of(visit.texts(), status);
    let mut dressed = if for_programs {
        problem.into_response()
    } else {
        // What was asked for may have been a form: the same address cannot be asked for again by a link.
        problem.public_page(&visit.not_switching()).into_response()
    };
    for name in [header::ALLOW, header::RETRY_AFTER] {
        if let Some(value) = response.headers().get(&name) {
            dressed.headers_mut().insert(name, value.clone());
        }
    }
    headers::secure(dressed.headers_mut());
    dressed
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Catalogue, Looks};
    use axum::{Extension, Router, body::Body, http::StatusCode, routing::post};
    use tower::ServiceExt;

    async fn refused() -> (StatusCode, &'static str) {
        (StatusCode::BAD_REQUEST, "Invalid `boundary`")
    }

    async fn own_page(visit: Visit) -> Response {
        Problem::new(ErrorStatus::REFUSED, "Words of its own").public_page(&visit).into_response()
    }

    fn answer(method: &str, path: &str) -> (StatusCode, HeaderMap, String) {
        let routes = Router::new()
            .route("/form", post(refused))
            .route("/own", post(own_page))
            .route("/late", post(|| async { StatusCode::SERVICE_UNAVAILABLE }))
            .route("/fine", post(|| async { "fine" }))
            .route("/api/form", post(refused))
            .layer(axum::middleware::from_fn(dressed))
            .layer(Extension(Looks::new(Catalogue::new(&[]).unwrap(), "https://weather.example/")));
        let request = Request::builder().method(method).uri(path).body(Body::empty()).unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let response = routes.oneshot(request).await.unwrap();
            let (parts, body) = response.into_parts();
            let bytes = axum::body::to_bytes(body, 1 << 20).await.unwrap();
            (parts.status, parts.headers, String::from_utf8(bytes.to_vec()).unwrap())
        })
    }

    #[test]
    fn a_person_gets_a_page_in_the_own_language_with_the_exit() {
        for (method, path, status) in
            [("POST", "/form?lang=ar", 400), ("POST", "/late?lang=ar", 503), ("GET", "/form?lang=ar", 405)]
        {
            let (told, headers, body) = answer(method, path);
            assert_eq!(
                (told.as_u16(), &headers["content-type"].to_str().unwrap()[..9]),
                (status, "text/html")
            );
            assert!(body.contains(r#"dir="rtl""#) && body.contains("https://weather.example/"), "{path}");
            assert!(!body.contains("boundary"), "{path}");
            assert_eq!(headers.contains_key("allow"), status == 405);
        }
    }

    #[test]
    fn a_program_gets_problem_details_and_what_has_words_keeps_them() {
        for (method, path, status) in [("POST", "/api/form", 400), ("GET", "/api/form", 405)] {
            let (told, headers, body) = answer(method, path);
            assert_eq!(
                (told.as_u16(), &headers["content-type"]),
                (status, &"application/problem+json".parse().unwrap())
            );
            assert!(body.contains(&format!(r#""status":{status}"#)), "{body}");
        }
        assert!(answer("POST", "/own").2.contains("Words of its own"));
        assert_eq!(answer("POST", "/fine").2, "fine");
    }
}
