//! Passkeys: what lets somebody in, and everything that does not.

use super::device::{Device, PRESENT};
use super::house::{House, PASSWORD, minutes, plain};
use crate::acts::{ApproveRecovery, ProposeRecovery, SuspendAccount};
use crate::runtime::put;
use crate::{
    AccountFault, Answered, AskPasskey, Chosen, Half, NewPasskey, Passkey, Site, add_passkey, ask_to_add,
    ask_to_begin, ask_to_prove, ask_to_sign_in, begin, change_password, enter, half, name_passkey,
    open_session, passkeys, prove_by_passkey, remove_passkey, session_of, sign_in_by_passkey, ways,
};
use kernel::{Id, Instant, Purpose};
use store::testing::on_both;

const ORIGIN: &str = "http://localhost:8081";

fn site() -> Site {
    Site::read(ORIGIN).unwrap()
}

fn added(house: &House, account: Id, device: &mut Device) -> Result<Id, AccountFault> {
    let (site, now) = (site(), minutes(0));
    let AskPasskey { options, ceremony } = ask_to_add(&house.node, &site, account, "fictional", now).unwrap();
    let answer = device.makes(&options);
    let answered = Answered { site: &site, ceremony: &ceremony, answer: &answer };
    add_passkey(&house.node, account, &NewPasskey { answered, label: "a key" }, now)
}

/// Asks, lets the device answer, and tries to sign in so much later.
fn signs_in(house: &House, device: &mut Device, later: i64) -> Option<Id> {
    let site = site();
    let AskPasskey { options, ceremony } = ask_to_sign_in(&house.node, &site, minutes(0)).unwrap();
    let answer = device.gives(&options);
    entered(house, &ceremony, &answer, minutes(later))
}

fn entered(house: &House, ceremony: &str, answer: &str, now: Instant) -> Option<Id> {
    let site = site();
    match sign_in_by_passkey(&house.node, &Answered { site: &site, ceremony, answer }, now) {
        Ok(account) => Some(account.id),
        Err(AccountFault::Passkey) => None,
        Err(other) => panic!("{other}"),
    }
}

#[test]
fn a_passkey_says_itself_whose_it_is_and_signs_in() {
    on_both(|home| {
        let house = House::open(home, true);
        let account = house.investigator().id;
        let mut device = Device::new(7, ORIGIN);
        assert_eq!(signs_in(&house, &mut Device::new(8, ORIGIN), 0), None, "nobody knows it");
        let number = added(&house, account, &mut device).unwrap();
        assert_eq!(signs_in(&house, &mut device, 0), Some(account));
        assert_eq!(signs_in(&house, &mut device, 4), Some(account));
        let known = passkeys(&house.node, account).unwrap();
        assert_eq!((known.len(), known[0].number, known[0].label.as_str()), (1, number, "a key"));
        assert!(known[0].used > Instant(0));
        let (_, overseer) = house.keepers();
        enter(&house.node, &SuspendAccount { account }, overseer).unwrap();
        assert_eq!(signs_in(&house, &mut device, 0), None, "nobody works with a suspended account");
    });
}

#[test]
fn whatever_does_not_fit_lets_nobody_in() {
    on_both(|home| {
        let house = House::open(home, true);
        let account = house.investigator().id;
        let mut device = Device::new(7, ORIGIN);
        added(&house, account, &mut device).unwrap();
        assert_eq!(signs_in(&house, &mut device, 6), None, "after six minutes");
        device.origin = "http://localhost:9999".into();
        assert_eq!(signs_in(&house, &mut device, 0), None, "asked by another site");
        device.origin = "https://localhost.example".into();
        assert_eq!(signs_in(&house, &mut device, 0), None, "asked by a site of another name");
        device.origin = ORIGIN.into();
        device.party = "example.org".into();
        assert_eq!(signs_in(&house, &mut device, 0), None, "made for another party");
        device.party = "localhost".into();
        let verified = std::mem::replace(&mut device.flags, PRESENT);
        assert_eq!(signs_in(&house, &mut device, 0), None, "the device did not check who holds it");
        device.flags = verified;
        device.counter = 0;
        assert_eq!(signs_in(&house, &mut device, 0), None, "the counter went back: the device was copied");
        device.counter = 40;
        assert_eq!(signs_in(&house, &mut device, 0), Some(account));
        device.counter = 20;
        assert_eq!(signs_in(&house, &mut device, 0), None, "it went back again");
    });
}

#[test]
fn a_question_is_answered_once_and_for_what_it_was_asked() {
    on_both(|home| {
        let house = House::open(home, true);
        let account = house.investigator().id;
        let (mut device, site, now) = (Device::new(7, ORIGIN), site(), minutes(0));
        added(&house, account, &mut device).unwrap();
        let AskPasskey { options, ceremony } = ask_to_sign_in(&house.node, &site, now).unwrap();
        let answer = device.gives(&options);
        let other = ask_to_sign_in(&house.node, &site, now).unwrap().ceremony;
        assert_eq!(entered(&house, &other, &answer, now), None, "the answer to another question");
        assert_eq!(entered(&house, &ceremony, &answer, now), Some(account));
        assert_eq!(entered(&house, &ceremony, &answer, now), None, "twice");
        assert_eq!(entered(&house, &ceremony.to_uppercase(), &answer, now), None, "twice, written otherwise");
        let again = device.gives(&options);
        assert_eq!(entered(&house, &ceremony, &again, now), None, "a new answer to an old question");
        for wrong in ["", "00", "é", &ceremony[2..], "zz"] {
            assert_eq!(entered(&house, wrong, &again, now), None, "{wrong}");
        }
        for wrong in ["", "{}", "null", &"[".repeat(20_000)] {
            let AskPasskey { ceremony, .. } = ask_to_sign_in(&house.node, &site, now).unwrap();
            assert_eq!(entered(&house, &ceremony, wrong, now), None);
        }
        let session = open_session(&house.node, account, Purpose::Triage, now).unwrap();
        let AskPasskey { options, ceremony } = ask_to_prove(&house.node, &site, Id([9; 16]), now).unwrap();
        let answer = device.gives(&options);
        assert_eq!(entered(&house, &ceremony, &answer, now), None, "asked for a proof");
        let answered = Answered { site: &site, ceremony: &ceremony, answer: &answer };
        let wrong = prove_by_passkey(&house.node, &session, &answered, now);
        assert!(matches!(wrong, Err(AccountFault::Passkey)), "asked of another session");
    });
}

#[test]
fn a_row_that_a_burglar_changed_opens_nothing() {
    on_both(|home| {
        let house = House::open(home, true);
        let (account, theirs) = (house.investigator().id, house.keepers().0.id);
        let mut device = Device::new(7, ORIGIN);
        added(&house, account, &mut device).unwrap();
        let row = passkeys(&house.node, account).unwrap().remove(0);
        let mut lower = row.dynamic.clone();
        lower[2..6].copy_from_slice(&0_u32.to_le_bytes());
        let forged = [
            Passkey { account: theirs, ..row.clone() },
            Passkey { dynamic: lower, ..row.clone() },
            Passkey { number: Id([1; 16]), ..row.clone() },
            Passkey { public_key: vec![1; row.public_key.len()], ..row.clone() },
        ];
        let write = |row: &Passkey| house.node.runtime(|database| database.run(&[put(row)])).unwrap();
        for forged in forged {
            write(&forged);
            assert_eq!(signs_in(&house, &mut device, 0), None, "{forged:?}");
        }
        write(&row);
        assert_eq!(signs_in(&house, &mut device, 0), Some(account));
    });
}

#[test]
fn a_proof_is_renewed_by_ones_own_passkey_alone() {
    on_both(|home| {
        let house = House::open(home, true);
        let (account, other) = (house.investigator().id, house.keepers().0.id);
        let (mut mine, mut theirs, site) = (Device::new(7, ORIGIN), Device::new(8, ORIGIN), site());
        added(&house, account, &mut mine).unwrap();
        added(&house, other, &mut theirs).unwrap();
        let (began, now) = (minutes(-20), minutes(0));
        let session = open_session(&house.node, account, Purpose::Triage, began).unwrap();
        let pass_of = |secret: &str| session_of(&house.node, secret, false, now).unwrap();
        let pass = || pass_of(&session).unwrap();
        let prove = |device: &mut Device| {
            let AskPasskey { options, ceremony } =
                ask_to_prove(&house.node, &site, pass().number, now).unwrap();
            let answer = device.gives(&options);
            let answered = Answered { site: &site, ceremony: &ceremony, answer: &answer };
            prove_by_passkey(&house.node, &session, &answered, now)
        };
        assert!(matches!(prove(&mut theirs), Err(AccountFault::Passkey)), "a colleague's");
        assert_eq!(pass().proved, Some(began));
        let renewed = prove(&mut mine).unwrap();
        assert_eq!(pass_of(&renewed).unwrap().proved, Some(now));
        assert_eq!(pass_of(&session), None, "the old secret opens nothing");
    });
}

#[test]
fn a_passkey_is_added_once_named_and_removed_but_the_last_way_stays() {
    on_both(|home| {
        let house = House::open(home, false);
        let (account, other) = (house.investigator().id, house.keepers().0.id);
        let mut device = Device::new(7, ORIGIN);
        let number = added(&house, account, &mut device).unwrap();
        assert!(matches!(added(&house, other, &mut device), Err(AccountFault::Passkey)), "another's already");
        device.origin = "http://localhost:1".into();
        let elsewhere = added(&house, account, &mut Device::new(9, "http://localhost:1"));
        assert!(matches!(elsewhere, Err(AccountFault::Passkey)), "made at another site");
        assert!(name_passkey(&house.node, account, number, " on my ring ").unwrap());
        assert!(!name_passkey(&house.node, other, number, "mine now").unwrap());
        for wrong in ["", "two\nlines", &"x".repeat(41)] {
            assert!(matches!(name_passkey(&house.node, account, number, wrong), Err(AccountFault::Label)));
        }
        assert_eq!(passkeys(&house.node, account).unwrap()[0].label, "on my ring");
        assert!(!remove_passkey(&house.node, other, number).unwrap());
        assert!(remove_passkey(&house.node, account, number).unwrap(), "the password is left");
        assert!(passkeys(&house.node, account).unwrap().is_empty());
        device.origin = ORIGIN.into();
        assert_eq!(signs_in(&house, &mut device, 0), None, "removed");
    });
}

#[test]
fn somebody_begins_with_a_passkey_alone_and_a_recovery_takes_it_away() {
    on_both(|home| {
        let house = House::open(home, true);
        let (account, _) = house.opened(20);
        let (administrator, overseer) = house.keepers();
        let (site, now) = (site(), minutes(0));
        let halves = || {
            let Some(Half::Link(link, _)) = half(&house.node, account, overseer.id).unwrap() else {
                panic!()
            };
            let Some(Half::Code(code)) = half(&house.node, account, administrator.id).unwrap() else {
                panic!()
            };
            (link, code)
        };
        let mut device = Device::new(7, ORIGIN);
        let by_passkey = |device: &mut Device, link_code: &str, password: &str| {
            let (link, _) = halves();
            let AskPasskey { options, ceremony } = ask_to_begin(&house.node, &site, &link, now).unwrap();
            let answer = device.makes(&options);
            let answered = Answered { site: &site, ceremony: &ceremony, answer: &answer };
            let passkey = Some(NewPasskey { answered, label: "first" });
            let chosen = Chosen { link_code, user: "keyed", password, code: "", passkey };
            begin(&house.node, &link, &chosen, now)
        };
        let (_, code) = halves();
        assert!(matches!(by_passkey(&mut device, "00000000", ""), Err(AccountFault::Link)));
        let without_code = by_passkey(&mut device, &code, PASSWORD);
        assert!(
            matches!(without_code, Err(AccountFault::SecondFactor)),
            "a password wants its second factor"
        );
        let (who, codes) = by_passkey(&mut device, &code, "").unwrap();
        assert_eq!((who.id, who.user.as_str(), codes.len()), (account, "keyed", 0));
        assert_eq!(signs_in(&house, &mut device, 0), Some(account));
        assert!(!house.signs_in(&plain("keyed", ""), now), "no password is no empty password");
        let known = ways(&house.node, account).unwrap();
        assert!(!known.password && !known.second_factor && known.passkeys.len() == 1);
        let only = known.passkeys[0].number;
        assert!(matches!(remove_passkey(&house.node, account, only), Err(AccountFault::LastWay)));
        change_password(&house.node, account, Id::NONE, PASSWORD, now).unwrap();
        let still = remove_passkey(&house.node, account, only);
        assert!(
            matches!(still, Err(AccountFault::LastWay)),
            "a password lets nobody in without a second factor"
        );
        let proposal = enter(&house.node, &ProposeRecovery { account }, administrator).unwrap();
        enter(&house.node, &ApproveRecovery { account, proposal }, overseer).unwrap();
        let (_, code) = halves();
        let mut new = Device::new(8, ORIGIN);
        by_passkey(&mut new, &code, "").unwrap();
        assert_eq!(signs_in(&house, &mut device, 0), None, "what was lost lets nobody in");
        assert_eq!(signs_in(&house, &mut new, 0), Some(account));
    });
}
