//! Somebody who writes to `runtime.db`, and has no node key: no role, no other account, no longer day.

use super::house::{House, PASSWORD, minutes, plain};
use crate::runtime::{Credential, Session, Token, one, put};
use crate::{NewToken, Scope, Typed, enrol, enrolment, make_token, open_session, session_of, token_of};
use kernel::{Instant, Purpose, Record, Value};
use store::Statement;
use store::database::TableSql;
use store::testing::Home;

fn rows<R: Record>(house: &House) -> Vec<R> {
    let sql = TableSql::of(R::TABLE).all;
    house.node.runtime(|database| database.records::<R>(&sql, Vec::new())).unwrap()
}

fn write(house: &House, statements: &[Statement]) {
    house.node.runtime(|database| database.run(statements)).unwrap();
}

#[test]
fn a_session_is_turned_into_nobody_elses_and_lasts_no_longer() {
    let home = Home::sqlite();
    let house = House::open(&home, false);
    let (mine, theirs) = (house.investigator().id, house.keepers().0.id);
    let secret = open_session(&house.node, mine, Purpose::Triage, minutes(0)).unwrap();
    let row = rows::<Session>(&house).remove(0);
    let forged = [
        Session { account: theirs, ..row.clone() },
        Session { ends: minutes(99_999), ..row.clone() },
        Session { proved: minutes(60), ..row.clone() },
        Session { bearer: true, ..row.clone() },
    ];
    for forged in forged {
        write(&house, &[put(&forged)]);
        for bearer in [false, true] {
            assert_eq!(session_of(&house.node, &secret, bearer, minutes(1)).unwrap(), None, "{forged:?}");
        }
    }
    write(&house, &[put(&row)]);
    assert!(session_of(&house.node, &secret, false, minutes(1)).unwrap().is_some());
}

#[test]
fn a_token_names_no_more_than_it_did() {
    let home = Home::sqlite();
    let house = House::open(&home, false);
    let (account, theirs) = (house.investigator().id, house.keepers().0.id);
    let scope = Scope::read("access.read-units", house.node.registry()).unwrap();
    let new = NewToken { account, label: "intake", purpose: Purpose::Intake, scope, days: 1 };
    let (_, secret) = make_token(&house.node, &new, minutes(0)).unwrap();
    let row = rows::<Token>(&house).remove(0);
    let forged = [
        Token { scope: "access.*".into(), ..row.clone() },
        Token { account: theirs, ..row.clone() },
        Token { ends: minutes(99_999), ..row.clone() },
        Token { purpose: Purpose::Oversight, ..row },
    ];
    for forged in forged {
        write(&house, &[put(&forged)]);
        assert_eq!(token_of(&house.node, &secret, minutes(1)).unwrap(), None, "{forged:?}");
    }
}

#[test]
fn a_credential_is_taken_over_by_no_copied_or_made_up_row() {
    let home = Home::sqlite();
    let house = House::open(&home, false);
    let account = house.investigator().id;
    let (victim, _) = house.opened(20);
    let known = rows::<Credential>(&house).remove(0);
    // One's own password and second factor under another's account.
    let now = minutes(0);
    let offered = enrolment(&house.node, account).unwrap();
    enrol(&house.node, account, &plain("fictional", PASSWORD), &offered.code_at(now), now).unwrap();
    let own = rows::<Credential>(&house).remove(0);
    write(&house, &[put(&Credential { user: "taken".into(), account: victim, ..known })]);
    assert!(!house.signs_in(&plain("taken", PASSWORD), now), "the password is mixed with its account");
    write(&house, &[put(&Credential { totp: own.totp.clone(), account: victim, ..own.clone() })]);
    let later = minutes(2);
    let code = offered.code_at(later);
    assert!(!house.signs_in(&Typed { code: &code, ..plain("fictional", PASSWORD) }, later));
    // A hash of a password that the burglar knows.
    use argon2::password_hash::PasswordHasher;
    let made_up = argon2::Argon2::default().hash_password(b"burglars password").unwrap().to_string();
    write(&house, &[put(&Credential { password: made_up, totp: Vec::new(), ..own })]);
    assert!(!house.signs_in(&plain("fictional", "burglars password"), Instant(later.0 + 1)));
    let row = house.node.runtime(|database| one::<Credential>(database, Value::Text("fictional".into())));
    assert!(row.unwrap().is_some(), "the row was there to be tried");
}
