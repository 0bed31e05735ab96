//! The room's own rules: what may be asked on what basis and by whom, of whom nothing is asked as of a suspect, and when a day is over
//! (¶52, 63, 69, 82(f)).

use crate::codes::{AskedAbout, Asks, Danger, OrderOf};
use facts::Standing;
use kernel::{Instant, Problem, Role};

/// An emergency is looked at by a second person within so many hours.
pub const LOOK_HOURS: i64 = 24;
/// An hour, in milliseconds.
const HOUR_MS: i64 = 3_600_000;

/// What stands on the scales when a letter is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    /// What it asks for.
    pub asks: Asks,
    /// Whether its basis is in force and allows that.
    pub allowed: bool,
    /// Whose order it rests on.
    pub order: OrderOf,
    /// Whose order its basis wants at least.
    pub wanted: OrderOf,
    /// The danger that is said.
    pub danger: Danger,
}

/// Who must have seen a letter before it leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signing {
    /// One person signs.
    Alone,
    /// Another person than who drafted it signs.
    AfterAnother,
    /// One person signs, and another looks at it afterwards.
    AtOnce,
}

/// Why a letter does not go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bar {
    /// Its basis does not carry it.
    Basis,
    /// A disclosure rests on no order, or on a lesser one than its basis wants.
    Order,
    /// An emergency without a danger, or a danger that is said where nothing goes at once.
    Danger,
    /// Whoever signs may not sign that.
    Signer,
}

/// ¶52, 63, 69: preservation takes nothing from anybody, so one person asks for it. What is disclosed takes from whoever the data are
/// about, so it rests on an order and two people; where a life or a child is in danger it goes at once, and the second looks afterwards.
///
/// # Errors
/// [`Bar`]: what stands in the way.
pub fn signing(asked: &Asked, signer: Role) -> Result<Signing, Bar> {
    if !asked.allowed {
        return Err(Bar::Basis);
    }
    if (asked.asks == Asks::Emergency) != (asked.danger != Danger::Nobody) {
        return Err(Bar::Danger);
    }
    if asked.asks.preserves() {
        return Ok(Signing::Alone);
    }
    if asked.asks == Asks::Emergency {
        return Ok(Signing::AtOnce);
    }
    if asked.order == OrderOf::Nobody || asked.order < asked.wanted {
        return Err(Bar::Order);
    }
    match signer {
        Role::Investigator | Role::Prosecutor => Ok(Signing::AfterAnother),
        _ => Err(Bar::Signer),
    }
}

impl From<Bar> for Problem {
    fn from(bar: Bar) -> Problem {
        let (field, wrong, right) = match bar {
            Bar::Basis => {
                ("legal_basis", "does not allow what is asked (¶63)", "a legal basis in force that allows it")
            }
            Bar::Order => (
                "order",
                "is none, or a lesser one than the law wants (¶52, 63)",
                "the order that the legal basis names, or a higher one",
            ),
            Bar::Danger => (
                "in_danger",
                "does not fit: only an emergency goes at once, and only where a life or a child is in danger",
                "a danger with an emergency, and with nothing else",
            ),
            Bar::Signer => (
                "letter",
                "asks for a disclosure, which an analyst does not sign (¶52, 69)",
                "an investigator or a prosecutor signs it",
            ),
        };
        Problem::new(field, wrong, right)
    }
}

/// ¶82(f): nobody who is recorded as a victim is asked about as if they were a suspect, and only who was named as one in a case is: that
/// naming passed the rules. Of whom nothing is known nothing is said.
///
/// # Errors
/// What is wrong, at its field.
pub fn no_victim_as_suspect(about: AskedAbout, person: Option<&Standing>) -> Result<(), Problem> {
    let right = "ask about whoever used it, or about a victim for their own sake";
    match (about, person) {
        (AskedAbout::Suspect, Some(standing)) if standing.victim => Err(Problem::new(
            "person",
            "is recorded as a victim, and not to be asked about as a suspect (¶82(f))",
            right,
        )),
        (AskedAbout::Suspect, Some(standing)) if standing.suspected => Ok(()),
        (AskedAbout::Suspect, _) => {
            Err(Problem::new("person", "was named as a suspect in no case (¶82(f))", right))
        }
        (AskedAbout::Unknown | AskedAbout::Victim, None) => Ok(()),
        (AskedAbout::Unknown | AskedAbout::Victim, Some(_)) => Err(Problem::new(
            "person",
            "names somebody, though nobody is asked about as a suspect",
            "nothing",
        )),
    }
}

/// The first moment after so many days from that one, UTC.
#[must_use]
pub fn after_days(from: Instant, days: i64) -> Instant {
    from.plus_days(days.saturating_add(1)).day().start()
}

/// From when on a preservation that was asked for at that moment holds no more; an extension counts on from what it extends.
#[must_use]
pub fn lapses(sent: Instant, days: i64, extended: Option<Instant>) -> Instant {
    extended.map_or_else(|| after_days(sent, days), |before| before.plus_days(days))
}

/// By when a second person looks at an emergency.
#[must_use]
pub fn look_by(signed: Instant) -> Instant {
    Instant(signed.0.saturating_add(LOOK_HOURS * HOUR_MS))
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::{CodeList as _, Id};
    use proptest::prelude::*;

    const ROLES: [Role; 3] = [Role::Analyst, Role::Investigator, Role::Prosecutor];

    prop_compose! {
        fn anything()(
            asks in 0_usize..6, allowed: bool, order in 0_usize..4, wanted in 0_usize..4, danger in 0_usize..3,
        ) -> Asked {
            Asked {
                asks: Asks::all()[asks],
                allowed,
                order: OrderOf::all()[order],
                wanted: OrderOf::all()[wanted],
                danger: Danger::all()[danger],
            }
        }
    }

    proptest! {
        #[test]
        fn nothing_is_disclosed_by_one_person_but_in_danger(asked in anything(), role in 0_usize..3) {
            let signer = ROLES[role];
            let goes = signing(&asked, signer);
            let is_danger = asked.danger != Danger::Nobody;
            if goes == Ok(Signing::Alone) {
                prop_assert!(matches!(asked.asks, Asks::Preserve | Asks::Extend));
            }
            if goes == Ok(Signing::AtOnce) {
                prop_assert!(asked.asks == Asks::Emergency && is_danger);
            }
            if goes == Ok(Signing::AfterAnother) {
                prop_assert!(asked.order != OrderOf::Nobody && asked.order.number() >= asked.wanted.number());
                prop_assert!(signer != Role::Analyst);
            }
            prop_assert_eq!(goes == Err(Bar::Basis), !asked.allowed);
            let is_fit = (asked.asks == Asks::Emergency) == is_danger;
            prop_assert_eq!(goes == Err(Bar::Danger), asked.allowed && !is_fit);
            if asked.allowed && is_fit && !asked.asks.discloses() {
                prop_assert!(goes.is_ok(), "who may draft it may sign it: {:?}", goes);
            }
        }

        #[test]
        fn no_victim_is_ever_asked_about_as_a_suspect(about in 0_usize..3, known: bool, victim: bool, suspected: bool) {
            let standing = Standing { victim, suspected, ..Standing::unknown(Id([1; 16])) };
            let about = AskedAbout::all()[about];
            let goes = no_victim_as_suspect(about, known.then_some(&standing)).is_ok();
            let as_suspect = about == AskedAbout::Suspect;
            prop_assert_eq!(goes, if as_suspect { known && suspected && !victim } else { !known });
        }

        #[test]
        fn a_preservation_holds_through_its_last_day_and_an_extension_never_shortens_it(
            sent in 0_i64..4_000_000_000_000, days in 1_i64..400, more in 0_i64..400,
        ) {
            let sent = Instant(sent);
            let end = lapses(sent, days, None);
            prop_assert!(end > sent.plus_days(days) && end <= sent.plus_days(days + 1));
            prop_assert_eq!(end, end.day().start());
            let extended = lapses(sent, more, Some(end));
            prop_assert!(extended >= end && extended == end.plus_days(more));
        }
    }

    #[test]
    fn a_second_person_looks_within_a_day() {
        assert_eq!(look_by(Instant(5)), Instant(5 + 86_400_000));
    }
}
