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
    /// The act's name; its fields are none.
    pub act: &'static str,
    /// Where it leads: the record's page, its number in the place of the field's name.
    pub next: &'static str,
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

/// What is offered to a caller: above a list, or on the first page where no list is named.
///
/// # Errors
/// When the node draws no number for the act.
pub fn offered(desk: &Desk, caller: &Caller, listing: Option<&Listing>) -> Result<Vec<Offered>, Problem> {
    let is_here = |offer: &&&Offer| {
        listing.is_none_or(|one| (one.room, one.name) == (offer.listing.room, offer.listing.name))
    };
    let may = |offer: &&&Offer| {
        let door = desk.act(offer.act);
        door.is_some_and(|door| allow(&caller.actor, Ask::Act(door.kind), caller.purpose).is_ok())
    };
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
