//! The story's case: who is in it, and how a court's deeds are written.

use crate::demo::people::unit;
use kernel::Id;
use kernel::act::made;
use serde_json::{Value, json};

/// The numbers of the story's case and persons.
#[derive(Clone, Debug)]
pub(crate) struct Cast {
    pub(crate) case: Id,
    pub(crate) child: Id,
    pub(crate) adult: Id,
}

impl Cast {
    /// The same in every run.
    pub(crate) fn new() -> Cast {
        let number = |label, field| made(Cast::act(label), field);
        let (child, adult) = (number("child", "person"), number("adult", "person"));
        Cast { case: number("case", "case"), child, adult }
    }

    /// The act by which each of them is entered: their numbers follow from it.
    pub(crate) fn act(label: &str) -> Id {
        Id(*b"fictional story!").derive(label, 0)
    }
}

/// A deed of the fictional court, with its document.
pub(crate) fn court_deed(cast: &Cast, person: Id, happened: &str) -> Value {
    let document = cast.case.derive(happened, 1);
    let deed = json!({ "case": cast.case, "person": person, "authority": unit("court"), "happened": happened, "document": document });
    json!({ "deed": deed, "accusation": { "conduct": null, "when": ".." } })
}
