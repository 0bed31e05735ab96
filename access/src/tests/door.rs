//! Signing in: what fits, what waits, what is used once.

use super::house::{House, PASSWORD, minutes, plain};
use crate::acts::SuspendAccount;
use crate::{Typed, browser_to_keep, enrol, enrolment, enter, second_factor_of};
use store::testing::on_both;

#[test]
fn name_and_password_fit_or_the_answer_is_the_same() {
    on_both(|home| {
        let house = House::open(home, false);
        let account = house.investigator();
        let now = minutes(0);
        assert!(house.signs_in(&plain("fictional", PASSWORD), now));
        assert!(!house.signs_in(&plain("fictional", "another password"), now));
        assert!(!house.signs_in(&plain("nobody", PASSWORD), now));
        let (_, overseer) = house.keepers();
        enter(&house.node, &SuspendAccount { account: account.id }, overseer).unwrap();
        assert!(!house.signs_in(&plain("fictional", PASSWORD), now), "suspended: nobody's");
    });
}

#[test]
fn five_wrong_in_a_row_wait_and_a_known_browser_is_counted_apart() {
    on_both(|home| {
        let house = House::open(home, false);
        house.investigator();
        let browser = browser_to_keep(&house.node, "fictional").unwrap();
        let known = Typed { browser: &browser, ..plain("fictional", PASSWORD) };
        let now = minutes(0);
        for _ in 0..5 {
            assert!(!house.signs_in(&plain("fictional", "a wrong password"), now));
        }
        assert!(!house.signs_in(&plain("fictional", PASSWORD), now), "it waits");
        assert!(house.signs_in(&known, now), "whoever knows a name keeps nobody out");
        // What is kept for one name is nothing for another, and nobody makes it up.
        let other = browser_to_keep(&house.node, "another").unwrap();
        for made_up in [other.as_str(), &"0".repeat(64), "x"] {
            assert!(!house.signs_in(&Typed { browser: made_up, ..plain("fictional", PASSWORD) }, now));
        }
        for _ in 0..5 {
            assert!(!house.signs_in(&Typed { password: "a wrong password", ..known }, now));
        }
        assert!(!house.signs_in(&known, now), "a known browser waits, too");
        assert!(house.signs_in(&known, minutes(16)));
        assert!(house.signs_in(&plain("fictional", PASSWORD), minutes(16)));
    });
}

#[test]
fn four_wrong_ones_are_forgotten_after_a_right_one() {
    on_both(|home| {
        let house = House::open(home, false);
        house.investigator();
        let now = minutes(0);
        for _ in 0..3 {
            for _ in 0..4 {
                assert!(!house.signs_in(&plain("fictional", "a wrong password"), now));
            }
            assert!(house.signs_in(&plain("fictional", PASSWORD), now));
        }
    });
}

#[test]
fn a_second_factor_is_wanted_once_it_is_enrolled_and_no_code_works_twice() {
    on_both(|home| {
        let house = House::open(home, false);
        let account = house.investigator();
        let now = minutes(0);
        let offered = enrolment(&house.node, account.id).unwrap();
        let wrong = enrol(&house.node, account.id, &plain("fictional", PASSWORD), "000000", now);
        assert!(matches!(wrong, Err(crate::AccountFault::SecondFactor)), "{wrong:?}");
        assert!(house.signs_in(&plain("fictional", PASSWORD), now), "nothing was enrolled");
        let code = offered.code_at(now);
        let codes = enrol(&house.node, account.id, &plain("fictional", PASSWORD), &code, now).unwrap();
        assert_eq!((codes.len(), second_factor_of(&house.node, account.id).unwrap()), (10, (true, 10)));
        assert!(!house.signs_in(&plain("fictional", PASSWORD), now));
        let with = |code: &str, at| house.signs_in(&Typed { code, ..plain("fictional", PASSWORD) }, at);
        assert!(!with(&code, now), "the code that enrolled it was used");
        let (later, next) = (minutes(2), offered.code_at(minutes(2)));
        assert!(!house.signs_in(&Typed { code: &next, ..plain("fictional", "a wrong password") }, later));
        assert!(with(&next, later), "a wrong password uses no code up");
        assert!(!with(&next, later));
        assert!(
            with(&codes[3].to_uppercase().replace('-', " "), later),
            "a recovery code, as people type it"
        );
        assert!(!with(&codes[3], later));
        assert_eq!(second_factor_of(&house.node, account.id).unwrap(), (true, 9));
        // Enrolled anew, the device before is nothing and neither are its recovery codes.
        let again = enrolment(&house.node, account.id).unwrap();
        assert_ne!(again.secret, offered.secret);
        let proof = Typed { code: &codes[4], ..plain("fictional", PASSWORD) };
        enrol(&house.node, account.id, &proof, &again.code_at(later), later).unwrap();
        assert!(!with(&codes[5], later) && !with(&offered.code_at(minutes(4)), minutes(4)));
        assert!(with(&again.code_at(minutes(4)), minutes(4)));
    });
}

#[test]
fn where_a_second_factor_is_required_nobody_comes_in_without() {
    on_both(|home| {
        let house = House::open(home, true);
        house.investigator();
        assert!(!house.signs_in(&plain("fictional", PASSWORD), minutes(0)));
    });
}
