//! Who comes from a provider of identities: bound, in the right group, and on the visit that this browser began.

use super::house::{House, minutes};
use crate::acts::{ApproveAccount, ProposeAccount, SuspendAccount};
use crate::{
    Account, AccountFault, Back, GroupRule, Local, Provider, ProviderFault, Returned, Said, Visit, Why,
    begin_visit, bound_since, end_visit, enter, may_come_without, open_session, session_of, unbind,
};
use kernel::{Id, Instant, Purpose, Role};
use std::sync::Mutex;
use store::testing::on_both;

/// Says what the test tells it to say, of whoever asks with the nonce and verifier that it gave out.
struct There {
    rules: Vec<GroupRule>,
    local: Local,
    said: Mutex<Said>,
    fresh: Mutex<bool>,
}

impl There {
    fn new(role: Role, unit: Option<&str>) -> There {
        let rules = vec![GroupRule { group: "officers".into(), role, unit: unit.map(Into::into) }];
        let said = Said {
            issuer: "https://id.example".into(),
            subject: "officer 1".into(),
            groups: vec!["others".into(), "officers".into()],
            proved: Some(minutes(0)),
        };
        There { rules, local: Local::Everybody, said: Mutex::new(said), fresh: Mutex::new(false) }
    }

    fn says(&self, change: impl FnOnce(&mut Said)) {
        change(&mut self.said.lock().unwrap());
    }
}

impl Provider for There {
    fn name(&self) -> &str {
        "fictional"
    }
    fn rules(&self) -> &[GroupRule] {
        &self.rules
    }
    fn local(&self) -> Local {
        self.local
    }
    fn issuer(&self) -> &str {
        "https://id.example"
    }
    fn visit(&self, fresh: bool) -> Result<Visit, ProviderFault> {
        *self.fresh.lock().unwrap() = fresh;
        let part = |text: &str| text.to_owned();
        let address = part("https://id.example/authorize");
        Ok(Visit { address, state: part("state"), nonce: part("nonce"), verifier: part("verifier") })
    }
    fn answer(&self, code: &str, nonce: &str, verifier: &str) -> Result<Said, ProviderFault> {
        assert_eq!((nonce, verifier), ("nonce", "verifier"));
        if code == "code" {
            Ok(self.said.lock().unwrap().clone())
        } else {
            Err(ProviderFault::Refused("code".into()))
        }
    }
}

fn begun(house: &House, there: &There, why: Why) -> String {
    begin_visit(&house.node, there, why, "/ways", minutes(0)).unwrap().1
}

const fn back<'a>(kept: &'a str, session: &'a str) -> Back<'a> {
    Back { kept, state: "state", code: "code", issuer: "", session }
}

fn bound(house: &House, there: &There, account: &Account) -> Result<Returned, AccountFault> {
    let session = open_session(&house.node, account.id, Purpose::Triage, minutes(0)).unwrap();
    let kept = begun(house, there, Why::Bind(account.id));
    assert!(*there.fresh.lock().unwrap(), "who binds proves anew who they are");
    end_visit(&house.node, there, &back(&kept, &session), minutes(0))
}

fn signed_in(house: &House, there: &There) -> Result<(String, Account), AccountFault> {
    let kept = begun(house, there, Why::SignIn(Purpose::Triage));
    match end_visit(&house.node, there, &back(&kept, ""), minutes(0))? {
        Returned::SignedIn(secret, account) => Ok((secret, account)),
        other => panic!("{other:?}"),
    }
}

#[test]
fn who_is_bound_and_in_the_group_signs_in_with_the_role_of_the_journal() {
    on_both(|home| {
        let house = House::open(home, true);
        let account = house.investigator();
        let there = There::new(Role::Investigator, None);
        assert!(
            matches!(signed_in(&house, &there), Err(AccountFault::Unbound)),
            "nobody is made by signing in"
        );
        assert!(matches!(bound(&house, &there, &account), Ok(Returned::Bound)));
        let hour_ago = minutes(-60);
        there.says(|said| said.proved = Some(hour_ago));
        let (secret, who) = signed_in(&house, &there).unwrap();
        assert_eq!(who, account);
        let pass = session_of(&house.node, &secret, false, minutes(1)).unwrap().unwrap();
        assert_eq!(
            (pass.account, pass.proved),
            (account.clone(), Some(hour_ago)),
            "no fresh proof by an old one"
        );
        there.says(|said| said.groups = vec!["others".into()]);
        let left = signed_in(&house, &there);
        assert!(matches!(left, Err(AccountFault::Group(Role::Investigator))), "{left:?}");
        there.says(|said| said.groups = vec!["officers".into()]);
        let (administrator, overseer) = house.keepers();
        let role = Role::Prosecutor;
        let act = ProposeAccount { account: account.id, staff_role: role, unit: account.unit };
        let proposal = enter(&house.node, &act, administrator).unwrap();
        enter(&house.node, &ApproveAccount { account: account.id, proposal }, overseer).unwrap();
        let other = signed_in(&house, &there);
        assert!(
            matches!(other, Err(AccountFault::Group(Role::Prosecutor))),
            "a group widens no role: {other:?}"
        );
        enter(&house.node, &SuspendAccount { account: account.id }, overseer).unwrap();
        assert!(matches!(signed_in(&house, &there), Err(AccountFault::Unbound)));
    });
}

#[test]
fn an_answer_fits_one_visit_of_one_browser_once() {
    on_both(|home| {
        let house = House::open(home, true);
        let account = house.investigator();
        let there = There::new(Role::Investigator, None);
        bound(&house, &there, &account).unwrap();
        let visit = || begun(&house, &there, Why::SignIn(Purpose::Triage));
        let refused = |back: &Back<'_>, at: Instant| {
            matches!(end_visit(&house.node, &there, back, at), Err(AccountFault::Provider))
        };
        let now = minutes(0);
        let kept = visit();
        assert!(refused(&Back { state: "another", ..back(&kept, "") }, now), "another visit's state");
        assert!(
            refused(&Back { issuer: "https://other.example", ..back(&kept, "") }, now),
            "another provider"
        );
        assert!(refused(&back("", ""), now) && refused(&back("00ff", ""), now), "no visit of this browser");
        assert!(refused(&back(&kept, ""), minutes(6)), "six minutes later");
        assert!(end_visit(&house.node, &there, &back(&kept, ""), minutes(0)).is_ok());
        assert!(refused(&back(&kept, ""), minutes(0)), "twice");
        assert!(refused(&Back { code: "made up", ..back(&visit(), "") }, minutes(0)));
        there.says(|said| said.issuer = "https://other.example".into());
        assert!(matches!(signed_in(&house, &there), Err(AccountFault::Unbound)), "the same name elsewhere");
    });
}

#[test]
fn a_proof_must_be_fresh_ones_own_and_of_that_session() {
    on_both(|home| {
        let house = House::open(home, true);
        let account = house.investigator();
        let there = There::new(Role::Investigator, None);
        bound(&house, &there, &account).unwrap();
        let session = open_session(&house.node, account.id, Purpose::Triage, minutes(-20)).unwrap();
        let pass_of = |secret: &str| session_of(&house.node, secret, false, minutes(0)).unwrap();
        let pass = || pass_of(&session).unwrap();
        let before = pass().proved;
        let number = pass().number;
        let prove = |session: &str, whose: Id| {
            let kept = begun(&house, &there, Why::Prove(whose));
            end_visit(&house.node, &there, &back(&kept, session), minutes(0))
        };
        there.says(|said| said.proved = None);
        assert!(matches!(prove(&session, number), Err(AccountFault::Provider)), "it does not say when");
        there.says(|said| said.proved = Some(minutes(-5)));
        assert!(matches!(prove(&session, number), Err(AccountFault::Provider)), "before it was asked");
        there.says(|said| said.proved = Some(minutes(0)));
        assert!(matches!(prove("", number), Err(AccountFault::Provider)), "no session");
        assert!(
            matches!(prove(&session, Id([9; 16])), Err(AccountFault::Provider)),
            "another session's visit"
        );
        let keeper = house.keepers().0.id;
        let foreign = open_session(&house.node, keeper, Purpose::Administration, minutes(0)).unwrap();
        let theirs = session_of(&house.node, &foreign, false, minutes(0)).unwrap().unwrap().number;
        assert!(matches!(prove(&foreign, theirs), Err(AccountFault::Provider)), "a colleague's session");
        assert_eq!(pass().proved, before);
        let Ok(Returned::Proved { next, secret }) = prove(&session, number) else { panic!("not proved") };
        assert_eq!(next, "/ways");
        assert!(pass_of(&secret).unwrap().proved > before);
        assert_eq!(pass_of(&session), None, "the old secret opens nothing");
    });
}

#[test]
fn one_person_there_is_one_account_here_and_a_rule_may_name_a_unit() {
    on_both(|home| {
        let house = House::open(home, false);
        let account = house.investigator();
        let there = There::new(Role::Investigator, Some("another-unit"));
        assert!(matches!(bound(&house, &there, &account), Err(AccountFault::Group(_))));
        assert_eq!(bound_since(&house.node, account.id).unwrap(), None);
        let there = There::new(Role::Investigator, None);
        bound(&house, &there, &account).unwrap();
        let (administrator, _) = house.keepers();
        let keeper = crate::accounts::account_of(&house.node, administrator.id).unwrap().unwrap();
        let anybody = There::new(Role::Administrator, None);
        let taken = bound(&house, &anybody, &keeper);
        assert!(matches!(taken, Err(AccountFault::BoundElsewhere)), "{taken:?}");
        let old = open_session(&house.node, account.id, Purpose::Triage, minutes(-20)).unwrap();
        let kept = begun(&house, &there, Why::Bind(account.id));
        let stale = end_visit(&house.node, &there, &back(&kept, &old), minutes(0));
        assert!(matches!(stale, Err(AccountFault::Provider)), "without a fresh proof here");
        assert!(unbind(&house.node, account.id).unwrap(), "a password is left");
        assert!(!unbind(&house.node, account.id).unwrap());
        assert!(matches!(signed_in(&house, &there), Err(AccountFault::Unbound)));
    });
}

#[test]
fn local_sign_in_may_be_closed_but_never_to_keepers_and_to_who_is_not_bound() {
    on_both(|home| {
        let house = House::open(home, false);
        let account = house.investigator();
        let mut there = There::new(Role::Investigator, None);
        let keeper = crate::accounts::account_of(&house.node, house.keepers().0.id).unwrap().unwrap();
        let closed = |there: &There, who: &Account| {
            matches!(may_come_without(&house.node, Some(there), who), Err(AccountFault::Local))
        };
        bound(&house, &there, &account).unwrap();
        assert!(!closed(&there, &account));
        there.local = Local::Keepers;
        assert!(closed(&there, &account) && !closed(&there, &keeper));
        assert!(may_come_without(&house.node, None, &account).is_ok(), "no provider, no other way");
        unbind(&house.node, account.id).unwrap();
        assert!(!closed(&there, &account), "who is not bound signs in to bind");
    });
}
