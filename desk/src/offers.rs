//! An act that a list offers by one button, such as "give me the next one": it finds its record itself, and leads there.

use crate::answers::problem_of_deed;
use crate::caller::Caller;
use crate::listing::Listing;
use crate::room::Desk;
use askama::Template;
use face::{Button, Problem};
use kernel::{Ask, allow};

/// An act that a list offers.
#[derive(Debug)]
pub struct Offer {
    /// The list above which it stands.
    pub listing: &'static Listing,
    /// The act's name; no field of it is required.
    pub act: &'static str,
    /// Where it leads: the record's page, its number in the place of the field's name.
    pub next: &'static str,
    /// Its yes-or-no field that asks for something lighter; empty where it has none.
    pub lighter: &'static str,
}

/// One button, ready to be sent once.
#[derive(Template)]
#[template(path = "offer.html")]
pub struct Offered {
    act: &'static str,
    id: String,
    next: &'static str,
    button: Button,
}

fn may(desk: &Desk, caller: &Caller, offer: &Offer) -> bool {
    let door = desk.act(offer.act);
    door.is_some_and(|door| allow(&caller.actor, Ask::Act(door.kind), caller.purpose).is_ok())
}

/// What somebody may ask for who has read much that weighs on them; nothing where no act offers it, or no number is drawn: the page
/// that they came for is shown all the same.
pub(crate) fn lighter(desk: &Desk, caller: &Caller) -> Option<face::Lighter> {
    let offer = desk.offers().iter().find(|offer| !offer.lighter.is_empty() && may(desk, caller, offer))?;
    let id = desk.node().new_id().ok()?;
    Some(face::Lighter {
        label: caller.texts.t("break-lighter"),
        href: format!("/acts/{}", offer.act),
        id: id.to_string(),
        field: offer.lighter,
        next: offer.next,
    })
}

/// What is offered to a caller: above a list, or on the first page where no list is named.
///
/// # Errors
/// When the node draws no number for the act.
pub fn offered(desk: &Desk, caller: &Caller, listing: Option<&Listing>) -> Result<Vec<Offered>, Problem> {
    let is_here = |offer: &&&Offer| {
        listing.is_none_or(|one| (one.room, one.name) == (offer.listing.room, offer.listing.name))
    };
    let may = |offer: &&&Offer| may(desk, caller, offer);
    let button = |offer: &&'static Offer| {
        let id = desk.node().new_id().map_err(|fault| problem_of_deed(&caller.texts, &fault))?;
        let label = caller.texts.t(&format!("act-{}", offer.act.replace('.', "-")));
        Ok(Offered {
            act: offer.act,
            id: id.to_string(),
            next: offer.next,
            button: Button::new(label).secondary(),
        })
    };
    desk.offers().iter().filter(is_here).filter(may).map(button).collect()
}
