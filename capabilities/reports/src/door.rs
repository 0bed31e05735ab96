//! The public door: pages without cookies, scripts or memory. What was typed rides in the form, never in an address.
//!
//! `/` are you safe now -> `/who` who tells -> `/what` what it is about -> `/tell` what is told: one word, one choice or one picture is enough -> `/report` filed, then the receipt.
//! `/card` draws the receipt as a list of words to learn; `/gone` takes fingerprints of pictures that somebody wants gone, never the pictures; `/official` is the form of those who must report, with a number for their file; `/help` names others who can help; `/sign` shows the operator's film in sign language; `/worry` is for people who fear themselves, and keeps nothing.
//! `/thread` opens replies by receipt; a report that was put aside gets a second look from there, and `/thread/live` is the same thread as a chat. `/opinion` asks three questions. `/api/...` is the same for machines; `/gateway/...` takes in what comes from telephones.

mod api;
mod ask;
mod card;
mod described;
mod gateway;
mod gone;
mod help;
mod intake;
mod live;
mod new_receipt;
mod official;
mod once;
mod opinion;
mod pace;
mod pages;
mod reading;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
mod thread;
mod voice;

pub use ask::{Asking, Door, Film, Films};
pub use gateway::{Phones, PhonesFault};
pub use help::{CHECKED_FOR_DAYS, Help, HelpFault, Number, Unconfirmed};
pub use pace::{Figures, Limits, Pace};

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};

/// The largest body of a report that is read to its end, in bytes: what is too large in it is thrown away while it comes,
/// so that the answer says what was too large. A connection closed while a browser still sends shows no page at all.
const MOST_BODY: usize = 256 * 1024 * 1024;
/// The largest body without pictures, in bytes: a text of 1 MB in any alphabet, as forms encode it.
const MOST_TEXT_BODY: usize = 4 * 1024 * 1024;

/// The door's routes. The caller lays `face::dressed` over them and `Extension(face::Looks)` over that.
pub fn routes(door: Door) -> Router {
    let with_pictures = Router::new()
        .route("/report", get(pages::to_the_start).post(intake::report))
        .route("/api/reports", post(api::report))
        .layer(DefaultBodyLimit::max(MOST_BODY));
    Router::new()
        .route("/", get(pages::safe))
        .route("/who", get(pages::to_the_start).post(pages::who))
        .route("/what", get(pages::to_the_start).post(pages::what))
        .route("/worry", get(pages::worry))
        .route("/help", get(pages::others))
        .route("/gone", get(gone::show).post(gone::show_again))
        .route("/gone/send", get(pages::to_the_start).post(gone::send))
        .route("/official", get(official::show).post(official::show_again))
        .route("/official/send", get(pages::to_the_start).post(official::send))
        .route("/sign", get(pages::sign))
        .route("/card", get(pages::to_the_start).post(card::show))
        .route("/tell", get(pages::to_the_start).post(pages::tell))
        .route("/kept", get(pages::kept))
        .route("/not-kept", get(pages::not_kept))
        .route("/thread", get(thread::ask).post(thread::open))
        .route("/thread/message", get(pages::to_the_start).post(thread::further))
        .route("/thread/live", get(pages::to_the_start).post(live::show))
        .route("/thread/live/message", get(pages::to_the_start).post(live::message))
        .route("/thread/second-look", get(pages::to_the_start).post(thread::second_look))
        .route("/thread/receipt", get(pages::to_the_start).post(new_receipt::new_receipt))
        .route("/opinion", get(opinion::ask).post(opinion::next))
        .route("/api/thread", post(api::thread))
        .route("/api/thread/live", post(live::for_programs))
        .route("/api/thread/messages", post(api::further))
        .route("/api/thread/second-look", post(api::second_look))
        .route("/api/thread/receipt", post(api::new_receipt))
        .route("/api/opinions", post(api::opinion))
        .route("/openapi.json", get(described::serve))
        .layer(DefaultBodyLimit::max(MOST_TEXT_BODY))
        .merge(with_pictures)
        // Each bounds what it reads by itself.
        .merge(gateway::routes())
        .fallback(pages::nothing_here)
        .with_state(door)
}
