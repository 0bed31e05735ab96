//! What every kind of field has in common with the others.

use crate::{Typed, html::Markup};

/// What a field's control needs to know of the question around it.
#[derive(Clone, Debug)]
pub struct Ask<'a> {
    pub(super) typed: &'a Typed,
    /// The field's name, and its element's id.
    pub(super) name: String,
    /// The ids of hint and error, for `aria-describedby`.
    pub(super) described_by: String,
    /// Whether what was typed is wrong.
    pub(super) wrong: bool,
}

impl Ask<'_> {
    /// What was typed.
    pub(super) fn value(&self) -> &str {
        self.typed.exact(&self.name)
    }

    /// The attributes by which a control is tied to its hint and error.
    pub(super) fn ties(&self) -> Markup {
        let mut ties = String::new();
        if !self.described_by.is_empty() {
            ties.push_str(&format!(" aria-describedby=\"{}\"", Markup::escape(&self.described_by)));
        }
        if self.wrong {
            ties.push_str(" aria-invalid=\"true\"");
        }
        Markup::of_safe(ties)
    }
}

/// A kind of field: how its question stands around it, and how it draws its control.
pub trait Control {
    /// Whether the control is a group (choices, parts of a date), which takes a legend, or one element, which takes a label.
    const IS_GROUP: bool;

    /// The control's HTML.
    fn draw(&self, ask: &Ask<'_>) -> Markup;
}
