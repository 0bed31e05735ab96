//! What every room's doors share: who asks, entering acts, lists, forms of acts.
//!
//! A room declares its [`Listing`]s and [`ActDoor`]s; here they become JSON routes with OpenAPI, pages, CSV and commands, so
//! that everything in the pages is in the API and the CLI. Rooms write by hand only what is their own.
//!
//! | file | what it does |
//! |---|---|
//! | `room` | what a room shows: texts, navigation, lists, acts, pages, workers |
//! | `routes` | addresses, each with the line of policy that says to whom it is open |
//! | `caller` | who asks: session or token, role, unit, purpose, language |
//! | `sign_in`, `login`, `again` | signing in at the door and from the command line; proving it once more |
//! | `staff` | units and accounts: lists, acts, who hands over what |
//! | `provider` | a visit to the provider of identities, and back |
//! | `passkey` | the button that asks a browser for a passkey |
//! | `machine` | whose system sends at the machine door, and the keys for it |
//! | `beside` | threads beside the writer that reach out, and go on after a defect: letters leave, hosts are looked at |
//! | `begin`, `ways`, `password`, `second_factor`, `sessions`, `tokens` | what everybody does for themselves: choose, enrol, end, withdraw |
//! | `acts` | an act as JSON: read, sealed, entered, answered |
//! | `act_form` | an act as a form: shown, sent, shown again |
//! | `act_fields` | the fields of an act, read from its schema, and what was typed |
//! | `act_page` | the form as a page, and what stands above it after a refusal |
//! | `many`, `many_page` | one act for many rows of a list, each through the gate by itself |
//! | `views` | a list's filters and order, kept under a name |
//! | `news` | what is new on a list that is open, asked by the page itself |
//! | `habits`, `work` | how somebody likes to work, and when it is time for a break: theirs alone |
//! | `known` | need to know: what a unit does not hold is answered like what never was |
//! | `listing` | a declared table as a list: filter, sort, page, export |
//! | `summary` | one row on a page of its own |
//! | `waits` | what waits for whoever comes, on the first page |
//! | `search` | one search box: numbers, and what rooms find by words of their own |
//! | `export` | the trace of a list that is taken out |
//! | `dressed` | errors that nobody drew, put into words; strict headers |
//! | `answers` | outcomes and faults as problem details |

mod act_fields;
mod act_form;
mod act_page;
mod acts;
mod again;
mod answers;
mod begin;
mod beside;
mod caller;
mod cookies;
#[cfg(test)]
mod doors_tests;
mod dressed;
mod entrusted;
mod export;
mod habits;
mod known;
mod listing;
mod listing_page;
mod login;
mod machine;
mod many;
mod many_page;
mod news;
mod offers;
mod openapi;
mod passkey;
mod password;
mod provider;
mod quota;
mod room;
mod routes;
mod search;
mod second_factor;
mod sessions;
mod sign_in;
mod staff;
mod summary;
#[cfg(test)]
mod testing;
pub mod texts;
mod tokens;
mod views;
mod waits;
mod ways;
mod work;

pub use access::codes::Fold;
pub use access::{
    Account, AccountFault, GroupRule, Local, NewAccount, NoSite, Provider, ProviderFault, Said, Site, Visit,
    add_account, add_token, charter,
};
pub use act_fields::act_of_pairs;
pub use acts::{ActAnswer, ActDoor, ActEnvelope, Slot, Unprepared};
pub use answers::{
    answered, problem_of_database, problem_of_deed, problem_of_look, problem_of_policy, refusal_problem,
    unread_body,
};
pub use beside::{
    Attempt, Beside, Leaving, Round, RoundFault, Turns, post, tried, unless_it_panics, until_it_ends,
};
pub use caller::{Caller, from_elsewhere};
pub use dressed::dressed;
pub use entrusted::{Entrusted, GoesOn};
pub use export::noted as note_export;
pub use known::{Conflicted, Guard, is_known};
pub use listing::{ListQuery, Listed, Listing, Rows, Shown, csv_cell, format_of, wrong_query};
pub use machine::{MachineCaller, NoMachine};
pub use offers::{Offer, Offered, offered};
pub use openapi::document;
pub use quota::{Over, Quota, Spent, spend, spent};
pub use room::{Desk, Nav, Room, Worker};
pub use routes::{Address, Line, Routes};
pub use search::{Finder, PageOf};
pub use sign_in::{door, routes as own_routes};
pub use staff::room as staff_room;
pub use summary::{in_words, summary};
pub use waits::{Pressing, Waiting, Waits, WaitsNow, waiting, waiting_table};
