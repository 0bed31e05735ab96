//! One-time links: two halves, one use, one day.

use super::house::{House, PASSWORD, minutes, plain};
use crate::acts::{ApproveRecovery, ProposeRecovery, SuspendAccount};
use crate::{
    AccountFault, Chosen, Half, Typed, begin, console, enrolment_by_link, enter, founder_link, half,
    open_session, session_of,
};
use kernel::{Id, Purpose};
use store::testing::on_both;

/// Link and code of an account, from the two who know them.
fn halves(house: &House, account: Id) -> (String, String) {
    let (administrator, overseer) = house.keepers();
    let Some(Half::Link(link, _)) = half(&house.node, account, overseer.id).unwrap() else {
        panic!("no link")
    };
    let Some(Half::Code(code)) = half(&house.node, account, administrator.id).unwrap() else {
        panic!("no code")
    };
    (link, code)
}

fn chosen<'a>(link_code: &'a str, code: &'a str) -> Chosen<'a> {
    Chosen { link_code, user: "fictional", password: PASSWORD, code, passkey: None }
}

#[test]
fn two_halves_open_it_once_and_neither_alone() {
    on_both(|home| {
        let house = House::open(home, false);
        let (account, _) = house.opened(20);
        let (link, code) = halves(&house, account);
        assert_eq!(half(&house.node, account, account).unwrap(), None);
        assert_eq!(half(&house.node, account, Id::NONE).unwrap(), None);
        let now = minutes(0);
        let is_closed = |link: &str, chosen: &Chosen<'_>, at| {
            matches!(begin(&house.node, link, chosen, at), Err(AccountFault::Link))
        };
        assert!(is_closed(&link, &chosen("", ""), now), "the link without the code");
        assert!(is_closed("", &chosen(&code, ""), now), "the code without a link");
        let other = if link.starts_with("00") { "11" } else { "00" };
        assert!(is_closed(&format!("{other}{}", &link[2..]), &chosen(&code, ""), now), "another link");
        assert!(is_closed(&link, &chosen(&code, ""), minutes(24 * 60 + 1)), "a day later");
        let fault = begin(&house.node, &link, &Chosen { user: "x", ..chosen(&code, "") }, now);
        assert!(matches!(fault, Err(AccountFault::User(_))));
        let fault = begin(&house.node, &link, &Chosen { password: "short", ..chosen(&code, "") }, now);
        assert!(matches!(fault, Err(AccountFault::Password)));
        let chosen_as = |password| Chosen { password, ..chosen(&code, "") };
        let fault = begin(&house.node, &link, &chosen_as("Password1234"), now);
        assert!(matches!(fault, Err(AccountFault::Common)));
        for says in ["a fictional password", "my Tutela words"] {
            let fault = begin(&house.node, &link, &chosen_as(says), now);
            assert!(matches!(fault, Err(AccountFault::SaysWhere)), "{says}");
        }
        let (who, codes) = begin(&house.node, &link, &chosen(&code, ""), now).unwrap();
        assert_eq!((who.id, who.user.as_str(), codes.len()), (account, "fictional", 0));
        assert!(house.signs_in(&plain("fictional", PASSWORD), now));
        assert!(is_closed(&link, &Chosen { user: "another", ..chosen(&code, "") }, now), "used");
        let (administrator, overseer) = house.keepers();
        for keeper in [administrator.id, overseer.id] {
            assert_eq!(half(&house.node, account, keeper).unwrap(), None, "nothing is left to hand over");
        }
    });
}

#[test]
fn a_code_cannot_be_tried_out() {
    on_both(|home| {
        let house = House::open(home, false);
        let (account, _) = house.opened(20);
        let (link, code) = halves(&house, account);
        for _ in 0..5 {
            assert!(begin(&house.node, &link, &chosen("00000000", ""), minutes(0)).is_err());
        }
        assert!(matches!(begin(&house.node, &link, &chosen(&code, ""), minutes(0)), Err(AccountFault::Link)));
        assert!(begin(&house.node, &link, &chosen(&code, ""), minutes(16)).is_ok());
    });
}

#[test]
fn the_first_two_choose_by_links_of_the_console_and_must_enrol() {
    on_both(|home| {
        let house = House::open(home, true);
        let now = minutes(0);
        for (keeper, user) in [(house.keepers().0, "first"), (house.keepers().1, "second")] {
            let (link, ends) = founder_link(&house.node, keeper.id, now).unwrap();
            assert_eq!(ends.0 - now.0, crate::LINK_HOLDS_MS);
            let (leave, offered) = enrolment_by_link(&house.node, &link, now).unwrap();
            assert!(!leave.needs_code && offered.is_required);
            let without = begin(&house.node, &link, &Chosen { user, ..chosen("", "") }, now);
            assert!(matches!(without, Err(AccountFault::SecondFactor)));
            let code = offered.code_at(now);
            let (_, codes) = begin(&house.node, &link, &Chosen { user, ..chosen("", &code) }, now).unwrap();
            assert_eq!(codes.len(), 10);
            assert!(!house.signs_in(&plain(user, PASSWORD), now));
            assert!(house.signs_in(&Typed { code: &codes[0], ..plain(user, PASSWORD) }, now));
            assert!(matches!(founder_link(&house.node, keeper.id, now), Err(AccountFault::Link)), "once");
        }
    });
}

#[test]
fn a_recovery_takes_name_password_sessions_and_second_factor_away() {
    on_both(|home| {
        let house = House::open(home, false);
        let account = house.investigator();
        let now = minutes(0);
        let session = open_session(&house.node, account.id, Purpose::Triage, now).unwrap();
        let (administrator, overseer) = house.keepers();
        let account = account.id;
        let proposal = enter(&house.node, &ProposeRecovery { account }, administrator).unwrap();
        assert_eq!(half(&house.node, account, administrator.id).unwrap(), None, "not before it is approved");
        enter(&house.node, &ApproveRecovery { account, proposal }, overseer).unwrap();
        assert!(house.signs_in(&plain("fictional", PASSWORD), now), "until the link is used");
        let (link, code) = halves(&house, account);
        let new = Chosen { user: "renamed", password: "quite another password", ..chosen(&code, "") };
        begin(&house.node, &link, &new, now).unwrap();
        assert!(!house.signs_in(&plain("fictional", PASSWORD), now));
        assert!(house.signs_in(&plain("renamed", "quite another password"), now));
        assert_eq!(session_of(&house.node, &session, false, now).unwrap(), None);
    });
}

#[test]
fn the_console_and_the_overseer_help_an_administrator_and_a_suspended_account_has_no_link() {
    on_both(|home| {
        let house = House::open(home, false);
        let (administrator, overseer) = house.keepers();
        let account = administrator.id;
        let proposal = enter(&house.node, &ProposeRecovery { account }, console()).unwrap();
        enter(&house.node, &ApproveRecovery { account, proposal }, overseer).unwrap();
        let Some(Half::Link(link, _)) = half(&house.node, account, overseer.id).unwrap() else { panic!() };
        let code = crate::console_code(&house.node, proposal, account);
        begin(&house.node, &link, &chosen(&code, ""), minutes(0)).unwrap();
        let (account, _) = house.opened(20);
        let (link, code) = halves(&house, account);
        enter(&house.node, &SuspendAccount { account }, overseer).unwrap();
        let taken = begin(&house.node, &link, &Chosen { user: "another", ..chosen(&code, "") }, minutes(0));
        assert!(matches!(taken, Err(AccountFault::Link)));
    });
}

#[test]
fn a_taken_name_is_told_and_the_link_stays_good() {
    on_both(|home| {
        let house = House::open(home, false);
        house.investigator();
        let (account, _) = house.opened(20);
        let (link, code) = halves(&house, account);
        let taken = begin(&house.node, &link, &chosen(&code, ""), minutes(0));
        assert!(matches!(taken, Err(AccountFault::Taken(_))), "{taken:?}");
        begin(&house.node, &link, &Chosen { user: "another", ..chosen(&code, "") }, minutes(0)).unwrap();
    });
}
