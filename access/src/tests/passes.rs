//! Sessions and tokens: limits, endings, proofs, scopes.

use super::house::{House, PASSWORD, minutes};
use crate::acts::{ApproveAccount, EndSessions, ProposeAccount, SuspendAccount};
use crate::{
    AccountFault, NewToken, Pass, Scope, close_session, end_session, end_sessions, enter, make_token,
    open_bearer, open_session, prove, restate, session_of, session_unattended, sessions_of, still_holds,
    token_of, tokens, withdraw_token,
};
use kernel::{Id, Instant, Purpose, Role};
use store::testing::on_both;

fn pass(house: &House, secret: &str, now: Instant) -> Option<Pass> {
    session_of(&house.node, secret, false, now).unwrap()
}

#[test]
fn a_session_ends_without_use_and_whatever_happens() {
    on_both(|home| {
        let house = House::open(home, false);
        let account = house.investigator().id;
        let secret = open_session(&house.node, account, Purpose::Triage, minutes(0)).unwrap();
        assert_eq!(pass(&house, &secret, minutes(29)).unwrap().purpose, Purpose::Triage);
        assert_eq!(session_of(&house.node, &secret, true, minutes(29)).unwrap(), None, "no bearer's");
        assert!(pass(&house, &secret, minutes(58)).is_some(), "it was used in between");
        assert_eq!(pass(&house, &secret, minutes(89)), None, "31 minutes without use");
        let secret = open_session(&house.node, account, Purpose::Triage, minutes(0)).unwrap();
        (1..48).for_each(|n| assert!(pass(&house, &secret, minutes(15 * n)).is_some(), "{n}"));
        assert_eq!(pass(&house, &secret, minutes(12 * 60)), None, "12 hours");
    });
}

#[test]
fn what_a_page_asks_by_itself_keeps_no_session_open() {
    let home = store::testing::Home::sqlite();
    let house = House::open(&home, false);
    let account = house.investigator().id;
    let secret = open_session(&house.node, account, Purpose::Triage, minutes(0)).unwrap();
    let asked = |n| session_unattended(&house.node, &secret, minutes(n)).unwrap();
    assert!((1..30).all(|n| asked(n).is_some_and(|pass| pass.account.id == account)));
    assert_eq!((asked(31), pass(&house, &secret, minutes(31))), (None, None));
}

#[test]
fn role_unit_and_state_are_those_of_the_journal_on_every_request() {
    on_both(|home| {
        let house = House::open(home, false);
        let account = house.investigator();
        let secret = open_session(&house.node, account.id, Purpose::Triage, minutes(0)).unwrap();
        let (administrator, overseer) = house.keepers();
        let unit = administrator.unit;
        let act = ProposeAccount { account: account.id, staff_role: Role::Prosecutor, unit };
        let proposal = enter(&house.node, &act, administrator).unwrap();
        assert_eq!(pass(&house, &secret, minutes(1)).unwrap().account.role, Role::Investigator);
        enter(&house.node, &ApproveAccount { account: account.id, proposal }, overseer).unwrap();
        let now = pass(&house, &secret, minutes(1)).unwrap().account;
        assert_eq!((now.role, now.unit), (Role::Prosecutor, unit));
        enter(&house.node, &SuspendAccount { account: account.id }, overseer).unwrap();
        assert_eq!(pass(&house, &secret, minutes(1)), None);
    });
}

#[test]
fn an_answer_that_goes_on_for_long_ends_with_what_let_its_reader_in() {
    on_both(|home| {
        let house = House::open(home, false);
        let (account, (administrator, overseer)) = (house.investigator(), house.keepers());
        let opened = |n| {
            let secret = open_session(&house.node, account.id, Purpose::Triage, minutes(n)).unwrap();
            pass(&house, &secret, minutes(n)).unwrap()
        };
        let holds = |pass: &Pass, n| still_holds(&house.node, pass, minutes(n)).unwrap();
        let (first, second) = (opened(0), opened(0));
        assert!(holds(&first, 20) && !holds(&first, 31), "without use it ends as for everything else");
        assert!(end_session(&house.node, account.id, first.number).unwrap());
        assert!(!holds(&first, 1) && holds(&second, 1));
        let act =
            ProposeAccount { account: account.id, staff_role: Role::Prosecutor, unit: administrator.unit };
        let proposal = enter(&house.node, &act, administrator).unwrap();
        enter(&house.node, &ApproveAccount { account: account.id, proposal }, overseer).unwrap();
        assert!(!holds(&second, 1), "in another role it would not be the same answer");
        let third = opened(1);
        assert!(holds(&third, 1));
        enter(&house.node, &SuspendAccount { account: account.id }, overseer).unwrap();
        assert!(!holds(&third, 1));
    });
}

#[test]
fn a_holder_sees_and_ends_their_own_sessions_alone() {
    on_both(|home| {
        let house = House::open(home, false);
        let (mine, other) = (house.investigator().id, house.keepers().0.id);
        let at = minutes(0);
        let here = open_session(&house.node, mine, Purpose::Triage, at).unwrap();
        let there = open_bearer(&house.node, mine, Purpose::Triage, Instant(at.0 + 1)).unwrap();
        let elsewhere = open_session(&house.node, other, Purpose::Administration, at).unwrap();
        let listed = sessions_of(&house.node, mine, at).unwrap();
        assert_eq!(listed.iter().map(|row| row.bearer).collect::<Vec<_>>(), [true, false]);
        let foreign = sessions_of(&house.node, other, at).unwrap()[0].number;
        assert!(!end_session(&house.node, mine, foreign).unwrap());
        assert!(end_session(&house.node, mine, listed[0].number).unwrap());
        assert_eq!(session_of(&house.node, &there, true, at).unwrap(), None);
        assert!(pass(&house, &here, at).is_some() && pass(&house, &elsewhere, at).is_some());
        end_sessions(&house.node, mine).unwrap();
        assert_eq!(pass(&house, &here, at), None);
        close_session(&house.node, &elsewhere).unwrap();
        assert_eq!(pass(&house, &elsewhere, at), None);
    });
}

#[test]
fn a_keeper_ends_all_sessions_of_somebody_and_who_signs_in_again_goes_on() {
    on_both(|home| {
        let house = House::open(home, false);
        let (mine, (administrator, _)) = (house.investigator().id, house.keepers());
        let here = open_session(&house.node, mine, Purpose::Triage, minutes(-1)).unwrap();
        let there = open_bearer(&house.node, mine, Purpose::Triage, minutes(-1)).unwrap();
        let elsewhere =
            open_session(&house.node, administrator.id, Purpose::Administration, minutes(-1)).unwrap();
        enter(&house.node, &EndSessions { account: mine }, administrator).unwrap();
        assert_eq!(pass(&house, &here, minutes(0)), None);
        assert_eq!(session_of(&house.node, &there, true, minutes(0)).unwrap(), None);
        assert!(sessions_of(&house.node, mine, minutes(0)).unwrap().is_empty());
        assert!(pass(&house, &elsewhere, minutes(0)).is_some());
        let again = open_session(&house.node, mine, Purpose::Triage, minutes(1)).unwrap();
        assert!(pass(&house, &again, minutes(1)).is_some());
    });
}

#[test]
fn a_proof_is_renewed_by_password_and_outlives_another_purpose() {
    on_both(|home| {
        let house = House::open(home, false);
        let account = house.investigator().id;
        let (began, later) = (minutes(0), minutes(20));
        let secret = open_session(&house.node, account, Purpose::Triage, began).unwrap();
        assert_eq!(pass(&house, &secret, later).unwrap().proved, Some(began));
        for _ in 0..2 {
            let wrong = prove(&house.node, &secret, "a wrong password", "", later);
            assert!(matches!(wrong, Err(AccountFault::WrongPassword)));
        }
        let (number, old) = (pass(&house, &secret, later).unwrap().number, secret);
        let secret = prove(&house.node, &old, PASSWORD, "", later).unwrap();
        assert_eq!(pass(&house, &old, later), None, "the old secret opens nothing");
        assert_eq!(pass(&house, &secret, later).unwrap().number, number, "it is the same session");
        assert!(prove(&house.node, &old, PASSWORD, "", later).is_err());
        restate(&house.node, &secret, Purpose::Investigation).unwrap();
        let known = pass(&house, &secret, later).unwrap();
        assert_eq!((known.proved, known.purpose), (Some(later), Purpose::Investigation));
        assert!(prove(&house.node, "no session", PASSWORD, "", later).is_err());
    });
}

#[test]
fn a_token_is_for_what_it_names_for_so_many_days_and_withdrawn_at_once() {
    on_both(|home| {
        let house = House::open(home, false);
        let (account, other) = (house.investigator().id, house.keepers().0.id);
        let scope = Scope::read("access.read-units", house.node.registry()).unwrap();
        let new = |label, days| {
            let scope = scope.clone();
            make_token(
                &house.node,
                &NewToken { account, label, purpose: Purpose::Intake, scope, days },
                minutes(0),
            )
        };
        for days in [0, -1, 366] {
            assert!(matches!(new("intake", days), Err(AccountFault::Days(_))), "{days}");
        }
        let long = "x".repeat(41);
        for label in ["", "  ", "two\nlines", long.as_str()] {
            assert!(matches!(new(label, 1), Err(AccountFault::Label)), "{label}");
        }
        let (number, secret) = new("intake", 1).unwrap();
        let day = 24 * 60;
        let known = token_of(&house.node, &secret, minutes(day - 1)).unwrap().unwrap();
        assert!(known.scope.allows("access.read-units") && !known.scope.allows("access.read-staff"));
        assert_eq!((known.proved, known.account.id, known.number), (None, account, number));
        assert_eq!(token_of(&house.node, &secret, minutes(day + 1)).unwrap(), None);
        assert_eq!(session_of(&house.node, &secret, true, minutes(1)).unwrap(), None, "no session");
        assert_eq!(tokens(&house.node, Some(account), minutes(1)).unwrap().len(), 1);
        assert_eq!(tokens(&house.node, Some(other), minutes(1)).unwrap().len(), 0);
        assert_eq!(tokens(&house.node, None, minutes(day + 1)).unwrap().len(), 0);
        assert!(!withdraw_token(&house.node, Some(other), number).unwrap());
        assert!(withdraw_token(&house.node, Some(account), number).unwrap());
        assert_eq!(token_of(&house.node, &secret, minutes(1)).unwrap(), None);
        assert!(!withdraw_token(&house.node, None, Id([9; 16])).unwrap());
    });
}
