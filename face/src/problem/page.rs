//! The page that shows a problem to a person.

use askama::Template;

use super::Problem;
use crate::{Page, StaffFrame, Texts, Visit};

#[derive(Template)]
#[template(path = "problem.html")]
struct Body<'a> {
    t: &'a Texts,
    title: &'a str,
    detail: Option<&'a str>,
    instance: Option<&'a str>,
    lines: Vec<String>,
    home: String,
}

impl Problem {
    /// The problem as a public page.
    pub fn public_page(&self, visit: &Visit) -> Page {
        Page::public(visit, &self.body(visit.texts(), visit.link("/"))).with_status(self.status.code())
    }

    /// The problem as a staff page.
    pub fn staff_page(&self, frame: &StaffFrame) -> Page {
        Page::staff(frame, &self.title, &self.body(&frame.texts, "/".into())).with_status(self.status.code())
    }

    fn body<'a>(&'a self, t: &'a Texts, home: String) -> Body<'a> {
        Body {
            t,
            title: &self.title,
            detail: self.detail.as_deref(),
            instance: self.instance.as_deref(),
            lines: self.errors.iter().map(|error| error.line(t)).collect(),
            home,
        }
    }
}
