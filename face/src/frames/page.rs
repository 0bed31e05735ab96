//! A whole page as an answer.

use askama::Template;
use axum::{
    http::StatusCode,
    response::{Html, IntoResponse, Response},
};

use super::{
    link::{LanguageForm, LanguageLink},
    staff::StaffFrame,
    visit::Visit,
};
use crate::headers::Leave;
use crate::{ErrorStatus, Problem, Texts, headers};

/// A page: a room's template inside the public or the staff frame. Rendering faults answer as an internal problem.
#[must_use]
#[derive(Debug)]
pub struct Page {
    status: StatusCode,
    html: Result<String, askama::Error>,
    leave: Leave,
}

#[derive(Template)]
#[template(path = "frames/public.html")]
struct Public<'a> {
    t: &'a Texts,
    visit: &'a Visit,
    title: &'a str,
    languages: Vec<LanguageLink>,
    language_form: Option<LanguageForm>,
    body: String,
    /// Its end comes much later than all that must work on it.
    goes_on: bool,
}

#[derive(Template)]
#[template(path = "frames/staff.html")]
struct Staff<'a> {
    t: &'a Texts,
    frame: &'a StaffFrame,
    title: &'a str,
    languages: Vec<LanguageLink>,
    body: String,
}

impl Page {
    /// A public page. Its window title is the same neutral word on every page, for the browser's history.
    pub fn public(visit: &Visit, body: &impl Template) -> Self {
        Self::public_titled(visit, &visit.texts().t("window-title"), body)
    }

    /// A public page with a title of its own: only where nobody needs to hide the visit, such as statistics.
    pub fn public_titled(visit: &Visit, title: &str, body: &impl Template) -> Self {
        Self::in_public_frame(visit, title, body, false)
    }

    /// A public page to which something is added while it is read: [`Page::going_on`] sends it. Its body says where, by the
    /// comment `<!-- here -->`.
    pub fn public_going_on(visit: &Visit, body: &impl Template) -> Self {
        Self::in_public_frame(visit, &visit.texts().t("window-title"), body, true)
    }

    fn in_public_frame(visit: &Visit, title: &str, body: &impl Template, goes_on: bool) -> Self {
        let framed = |body| {
            let (languages, language_form) = (visit.languages(), visit.language_form());
            Public { t: visit.texts(), visit, title, languages, language_form, body, goes_on }.render()
        };
        Self { status: StatusCode::OK, html: body.render().and_then(framed), leave: Leave::Nothing }
    }

    /// A staff page; its window title is `title` and the name.
    pub fn staff(frame: &StaffFrame, title: &str, body: &impl Template) -> Self {
        let framed = |body| {
            let languages = frame.languages();
            Staff { t: &frame.texts, frame, title, languages, body }.render()
        };
        Self { status: StatusCode::OK, html: body.render().and_then(framed), leave: Leave::Nothing }
    }

    /// The same page with another status, such as 422 for a form shown again.
    pub fn with_status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    /// The same page, and it may do this beside what every page may.
    pub fn with_leave(mut self, leave: Leave) -> Self {
        self.leave = leave;
        self
    }

    pub(super) fn status(&self) -> StatusCode {
        self.status
    }

    /// The HTML, for samples and tests; empty if the template failed, which every check of a page refuses.
    #[must_use]
    pub fn into_html(self) -> String {
        self.html.unwrap_or_default()
    }
}

impl IntoResponse for Page {
    fn into_response(self) -> Response {
        let Ok(html) = self.html else {
            return Problem::new(ErrorStatus::INTERNAL, "a page could not be drawn").into_response();
        };
        let mut response = (self.status, Html(html)).into_response();
        self.leave.give(response.headers_mut());
        headers::secure(response.headers_mut());
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Catalogue, Language};

    #[derive(Template)]
    #[template(source = "<h1>{{ word }}</h1>", ext = "html")]
    struct Body<'a> {
        word: &'a str,
    }

    #[test]
    fn a_page_carries_the_strict_headers_and_escapes() {
        let visit = Visit::sample(&Catalogue::new(&[]).unwrap().texts(Language::English));
        let page = Page::public(&visit, &Body { word: "<script>" });
        let response = page.with_status(StatusCode::UNPROCESSABLE_ENTITY).into_response();
        assert_eq!(response.status(), 422);
        assert_eq!(response.headers()["content-security-policy"], headers::CONTENT_SECURITY_POLICY);
        assert_eq!(response.headers()["cache-control"], "no-store");
        assert_eq!(response.headers()["content-type"], "text/html; charset=utf-8");
        let html = Page::public(&visit, &Body { word: "<script>" }).into_html();
        assert!(html.contains("&#60;script&#62;") && !html.contains("<h1><script>"));
    }

    #[test]
    fn a_page_that_answers_a_form_switches_its_language_by_that_form() {
        let visit = Visit::sample(&Catalogue::new(&[]).unwrap().texts(Language::English));
        let html = |visit: &Visit| Page::public(visit, &Body { word: "x" }).into_html();
        assert!(html(&visit).contains(r#"href="/sample?lang=ar""#));
        let by_form = html(&visit.switching_by_form("tell", "/tell"));
        assert!(by_form.contains(r#"form="tell" formaction="/tell?lang=ar""#));
        assert!(!by_form.contains("/sample?lang="));
        // Of the buttons of a form, the first is what the Enter key presses: it must not be a language.
        assert!(by_form.find("<h1>").unwrap() < by_form.find("formaction").unwrap());
        let none = html(&visit.not_switching());
        assert!(!none.contains("lang=ar"));
    }
}
