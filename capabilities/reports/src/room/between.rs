//! Lists of what goes from one unit to another: reports that were referred, and what one asks another about a report of its own.

use super::{listing, waits};
use crate::tables::consultation::Consultation;
use crate::tables::referral::{AgreementFigure, Referral};
use crate::{READ_ASKED, READ_FIGURES};
use desk::{Guard, Listing, Waits};
use kernel::Record as _;

/// What came to the reader's unit, or to another by way of it, as long as the unit knows of the report.
pub(super) static REFERRALS: Listing = Listing {
    filters: &["report", "referral_state", "to_unit", "from_unit", "agreement", "overridden"],
    ..listing("referrals", Referral::TABLE, "referral_state,answer_by")
};
/// What the reader's unit gave to others, and what came of it: not the report, which is not theirs any more.
pub(super) static REFERRALS_SENT: Listing = Listing {
    columns: &[
        "report",
        "to_unit",
        "referred_at",
        "answer_by",
        "referral_state",
        "return_reason",
        "decided_at",
    ],
    filters: &["referral_state", "to_unit"],
    guard: Guard::Unit("from_unit", "report"),
    href: "",
    ..listing("referrals-sent", Referral::TABLE, "referral_state,answer_by")
};
/// How many reports went to other units, by what their reporters said to it.
pub(super) static AGREEMENTS: Listing = Listing {
    read: &READ_FIGURES,
    guard: Guard::Open,
    filters: &["in_month", "from_unit", "agreement", "overridden"],
    href: "",
    ..listing("agreements", AgreementFigure::TABLE, "-in_month,from_unit")
};
/// What other units ask the reader's: no number of a report, and nothing of what is over.
pub(super) static ASKED: Listing = Listing {
    columns: &["consultation", "asking_unit", "asked_at", "until"],
    filters: &["asking_unit"],
    read: &READ_ASKED,
    guard: Guard::UnitUntil("open_to", "report", "until"),
    href: "/consultations/{}",
    ..listing("asked", Consultation::TABLE, "until")
};
/// What other units were asked about reports, as those read it who have the report.
pub(super) static CONSULTATIONS: Listing = Listing {
    columns: &[
        "consultation",
        "report",
        "asked_unit",
        "asked_by",
        "asked_at",
        "consultation_state",
        "until",
        "shows_circumstances",
        "shows_words",
        "shows_thread",
        "view_by",
        "view_at",
    ],
    filters: &["report", "consultation_state", "asked_unit"],
    href: "",
    ..listing("consultations", Consultation::TABLE, "consultation_state,-asked_at")
};
pub(super) static WAITS_REFERRALS: Waits = Waits {
    listing: &REFERRALS,
    due: "answer_by",
    ..waits("waits-referrals", &[("referral_state", "waiting")])
};
pub(super) static WAITS_ASKED: Waits = Waits { listing: &ASKED, due: "until", ..waits("waits-asked", &[]) };
