//! What every room needs to show itself: pages, languages, forms, problem details. It knows no room.
//!
//! - [`Catalogue`], [`Texts`]: languages. A room brings its texts with [`resources!`].
//! - [`Page`], [`Visit`], [`StaffFrame`]: whole pages, in the public or in the staff frame.
//! - [`Form`], [`Typed`], [`FieldError`]: forms that keep what was typed.
//! - [`Table`], [`Filter`], [`BarChart`], [`Timeline`] and the other blocks: each is shown by a template with `{{ … }}`.
//! - [`Problem`]: what went wrong, as JSON or as a page.
//! - [`check`]: what must hold of every page; each room's tests draw its [`Sample`]s through it.
//! - [`assets`], [`headers`]: what doors lay under all routes.
//!
//! A page of a room, its template beside it (here written into the source):
//!
//! ```
//! use askama::Template;
//! use axum::{Extension, Router, http::StatusCode, routing::get};
//! use face::{Catalogue, FieldError, Form, Looks, Page, Texts, Typed, Visit, assets};
//!
//! #[derive(Template)]
//! #[template(ext = "html", source = r#"
//! {{ form.summary() }}
//! <h1 class="govuk-heading-l">{{ t.t("receipt-label") }}</h1>
//! <form method="post" action="{{ visit.link("/thread") }}">
//!   {{ form.line("receipt", "receipt-label").hint("receipt-keep").code().width(20) }}
//!   {{ form.button("continue") }}
//! </form>"#)]
//! struct Open<'a> {
//!     t: &'a Texts,
//!     visit: &'a Visit,
//!     form: Form<'a>,
//! }
//!
//! async fn ask(visit: Visit) -> Page {
//!     let t = visit.texts();
//!     Page::public(&visit, &Open { t, visit: &visit, form: Form::new(t) })
//! }
//!
//! async fn open(visit: Visit, typed: Typed) -> Page {
//!     let t = visit.texts();
//!     let errors = [FieldError::new(t, "receipt", "problem-not-found-title", "problem-not-found-detail")];
//!     let body = Open { t, visit: &visit, form: Form::again(t, &typed, &errors) };
//!     Page::public(&visit, &body).with_status(StatusCode::UNPROCESSABLE_ENTITY)
//! }
//!
//! let looks = Looks::new(Catalogue::new(&[])?, "about:blank");
//! let door: Router = Router::new()
//!     .route("/thread", get(ask).post(open))
//!     .merge(assets::router())
//!     .layer(Extension(looks))
//!     .layer(axum::middleware::map_response(face::headers::secured));
//! # Ok::<(), face::CatalogueFault>(())
//! ```

#[macro_use]
mod i18n;
pub mod assets;
mod blocks;
pub mod check;
pub mod form;
mod frames;
pub mod headers;
mod html;
mod lists;
mod looks;
mod problem;
pub mod spelling;

pub use blocks::{
    BackLink, Banner, Cards, Cell, Meanwhile, Moment, Receipt, SummaryList, Tag, Timeline, Tone, Uttered,
    Warning,
};
pub use check::Sample;
pub use form::{Button, Choice, Field, Form, Typed};
pub use frames::{Lighter, NavItem, Page, Reminder, StaffFrame, Visit, unbuffered};
pub use html::Markup;
pub use i18n::{
    Catalogue, CatalogueFault, Direction, Language, MOST_LETTERS, Replacement, Resource, Texts, ToValue,
    Value, WordsFault, pseudo,
};
pub use lists::{Asked, BarChart, Column, Filter, Order, Pages, Table};
pub use looks::Looks;
pub use problem::{ErrorStatus, FieldError, NotAnError, Problem, described, dressed};
