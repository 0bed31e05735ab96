//! Acts as links that fill their forms: only those that the reader's role may do and whose room is built.

use desk::{Caller, Desk};
use face::Texts;
use kernel::{Ask, Role};

/// A link to the form of an act.
pub(super) struct Link {
    pub(super) label: String,
    pub(super) href: String,
}

/// Links under one heading.
pub(super) struct Group {
    pub(super) title: String,
    pub(super) links: Vec<Link>,
}

/// Which acts are open to the reader.
pub(super) struct Doors {
    open: Vec<&'static str>,
}

impl Doors {
    pub(super) fn of(desk: &Desk, caller: &Caller) -> Doors {
        Doors::open(desk.acts(), caller.actor.role)
    }

    pub(super) fn open(acts: &[desk::ActDoor], role: Role) -> Doors {
        let may = acts.iter().filter(|door| Ask::Act(door.kind).is_for(role));
        Doors { open: may.map(|door| door.kind.name).collect() }
    }

    pub(super) fn may(&self, act: &str) -> bool {
        self.open.contains(&act)
    }

    /// The form of an act, filled with `query`; whoever has sent it comes back to `next`.
    pub(super) fn link(&self, t: &Texts, act: &str, query: &str, next: &str) -> Option<Link> {
        self.may(act).then(|| Link {
            label: t.t(&format!("act-{}", act.replace('.', "-"))),
            href: format!("/acts/{act}?{query}&next={next}"),
        })
    }

    /// A heading with those of these acts that are open; none when none is.
    pub(super) fn group(&self, t: &Texts, title: &str, acts: &[(&str, String)], next: &str) -> Option<Group> {
        let links = acts.iter().filter_map(|(act, query)| self.link(t, act, query, next));
        Group::of(t, title, links.collect())
    }
}

impl Group {
    pub(super) fn of(t: &Texts, title: &str, links: Vec<Link>) -> Option<Group> {
        (!links.is_empty()).then(|| Group { title: t.t(title), links })
    }
}
