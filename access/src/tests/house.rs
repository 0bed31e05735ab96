//! A founded node with an investigator who signs in.

use crate::acts::{ApproveAccount, ProposeAccount};
use crate::testing::id;
use crate::{Account, AccountFault, NewAccount, Typed, add_account, add_unit, check, enter, founded};
use facts::unit::UnitKind;
use kernel::{Actor, Id, Instant, Registry, Role};
use store::Node;
use store::testing::Home;

pub(super) const PASSWORD: &str = "four quiet words here";

pub(super) struct House {
    pub(super) node: Node,
}

impl House {
    /// A node where nobody needs a second factor, or everybody does.
    pub(super) fn open(home: &Home, second_factor: bool) -> House {
        let registry = Registry::new(vec![facts::charter(), rules::charter(), crate::charter()]).unwrap();
        let node = Node::open(home.config(), registry).unwrap();
        founded(&node, second_factor).unwrap();
        House { node }
    }

    pub(super) fn investigator(&self) -> Account {
        let new =
            NewAccount { user: "fictional", role: Role::Investigator, unit: id(110), password: PASSWORD };
        add_account(&self.node, &new).unwrap()
    }

    pub(super) fn keepers(&self) -> (Actor, Actor) {
        let known = founded(&self.node, true).unwrap();
        let actor = |id| crate::accounts::account_of(&self.node, id).unwrap().unwrap().actor();
        (actor(known.administrator), actor(known.overseer))
    }

    /// An account that two people opened, whose holder has chosen nothing yet, and its proposal.
    pub(super) fn opened(&self, n: u8) -> (Id, Id) {
        let (administrator, overseer) = self.keepers();
        add_unit(&self.node, id(110), "police", UnitKind::Police).unwrap();
        let propose = ProposeAccount { account: id(n), staff_role: Role::Investigator, unit: id(110) };
        let proposal = enter(&self.node, &propose, administrator).unwrap();
        enter(&self.node, &ApproveAccount { account: id(n), proposal }, overseer).unwrap();
        (id(n), proposal)
    }

    pub(super) fn signs_in(&self, typed: &Typed<'_>, now: Instant) -> bool {
        match check(&self.node, typed, now) {
            Ok(_) => true,
            Err(AccountFault::WrongPassword) => false,
            Err(other) => panic!("{other}"),
        }
    }
}

/// Name and password, and nothing else.
pub(super) fn plain<'a>(user: &'a str, password: &'a str) -> Typed<'a> {
    Typed { user, password, code: "", browser: "" }
}

/// Later than everything that the writer has stamped, by so many minutes.
pub(super) fn minutes(n: i64) -> Instant {
    #[expect(clippy::disallowed_methods, reason = "it stands in for a door, which has a clock")]
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    Instant(i64::try_from(since.as_millis()).unwrap() + n * 60_000)
}
