//! The fictional staff of a fictional State. Nobody here is real; the passwords are for the demo only.

use crate::fault::Fault;
use access::acts::Found;
use access::{
    Account, AccountFault, NewAccount, account_named, add_account, add_token, add_unit, enter, founding,
};
use desk::Desk;
use facts::unit::UnitKind;
use kernel::{Actor, CodeList, Id, Purpose, Role};
use store::Node;

/// A member of the demo's staff.
#[derive(Clone, Debug)]
pub(crate) struct Staff {
    pub(crate) user: &'static str,
    pub(crate) role: Role,
    pub(crate) purpose: Purpose,
    pub(crate) unit: &'static str,
    pub(crate) account: Option<Account>,
    pub(crate) token: String,
}

/// Name, role, purpose and unit of each.
const STAFF: &[(&str, Role, Purpose, &str)] = &[
    ("fictional-analyst", Role::Analyst, Purpose::Triage, "hotline"),
    ("fictional-investigator", Role::Investigator, Purpose::Investigation, "police"),
    ("fictional-prosecutor", Role::Prosecutor, Purpose::Prosecution, "prosecution"),
    ("fictional-court", Role::CourtOfficer, Purpose::Prosecution, "court"),
    ("fictional-support", Role::VictimSupport, Purpose::VictimSupport, "victim-support"),
    ("fictional-overseer", Role::Overseer, Purpose::Oversight, "oversight"),
    ("fictional-statistician", Role::Statistician, Purpose::Statistics, "statistics"),
    ("fictional-second-statistician", Role::Statistician, Purpose::Statistics, "statistics"),
    ("fictional-administrator", Role::Administrator, Purpose::Administration, "node"),
    (COMPLAINTS, Role::Analyst, Purpose::Triage, "complaints"),
    ("fictional-outsider-analyst", Role::Analyst, Purpose::Triage, ELSEWHERE),
    ("fictional-outsider-investigator", Role::Investigator, Purpose::Investigation, ELSEWHERE),
    ("fictional-outsider-prosecutor", Role::Prosecutor, Purpose::Prosecution, ELSEWHERE),
    ("fictional-outsider-court", Role::CourtOfficer, Purpose::Prosecution, ELSEWHERE),
    ("fictional-outsider-support", Role::VictimSupport, Purpose::VictimSupport, ELSEWHERE),
];

/// Who hears complaints about officials.
pub(crate) const COMPLAINTS: &str = "fictional-complaints-analyst";
/// The unit of those who have nothing to do with the State's cases: what need to know means, one sees as one of them.
const ELSEWHERE: &str = "elsewhere";
/// The units besides those that the founding opens.
const UNITS: &[(&str, UnitKind)] = &[
    ("hotline", UnitKind::Hotline),
    ("police", UnitKind::Police),
    ("prosecution", UnitKind::Prosecution),
    ("court", UnitKind::Court),
    ("victim-support", UnitKind::VictimSupport),
    ("statistics", UnitKind::Statistics),
    ("complaints", UnitKind::Oversight),
    ("ombudsperson", UnitKind::Oversight),
    (ELSEWHERE, UnitKind::Police),
];

/// The number of a unit of the fictional State.
pub(crate) fn unit(name: &str) -> Id {
    Id(*b"fictional units!").derive(name, 0)
}

impl Staff {
    /// The demo's password of this account.
    pub(crate) fn password(&self) -> String {
        format!("{}-password", self.user)
    }

    /// As an actor.
    pub(crate) fn actor(&self) -> Actor {
        let id = self.account.as_ref().map_or(Id::NONE, |account| account.id);
        Actor { id, role: self.role, unit: unit(self.unit) }
    }

    /// Whether this is somebody of the unit that knows of no case.
    pub(crate) fn is_outsider(&self) -> bool {
        self.unit == ELSEWHERE
    }

    /// As the demo's JSON tells it.
    pub(crate) fn told(&self) -> serde_json::Value {
        serde_json::json!({ "role": self.role.code(), "user": self.user, "password": self.password() })
    }
}

/// Founds the node of the fictional State: nobody there has a second factor.
fn found(node: &Node) -> Result<(), AccountFault> {
    if founding(node)?.is_none() {
        let (administration, oversight) = (unit("node"), unit("oversight"));
        let (administrator, overseer) = (node.new_id()?, node.new_id()?);
        let found = Found { administrator, administration, overseer, oversight, second_factor: false };
        enter(node, &found, Actor::SYSTEM)?;
    }
    UNITS.iter().try_for_each(|&(word, kind)| add_unit(node, unit(word), word, kind))
}

/// Makes the accounts and tokens, as two people would; on a node that has them already only the tokens.
///
/// # Errors
/// [`Fault`] when the node or `runtime.db` fails.
pub(crate) fn staff(node: &Node) -> Result<Vec<Staff>, Fault> {
    let told = |fault: AccountFault| Fault::Input(fault.to_string());
    found(node).map_err(told)?;
    let mut all = Vec::new();
    for &(user, role, purpose, of) in STAFF {
        let mut one = Staff { user, role, purpose, unit: of, account: None, token: String::new() };
        let password = one.password();
        let new = NewAccount { user, role, unit: unit(of), password: &password };
        one.account = match add_account(node, &new) {
            Ok(account) => Some(account),
            Err(AccountFault::Taken(_)) => account_named(node, user)?,
            Err(fault) => return Err(told(fault)),
        };
        one.token = add_token(node, user, purpose, Desk::now()).map_err(told)?;
        all.push(one);
    }
    Ok(all)
}

/// The member of staff of that name.
///
/// # Errors
/// [`Fault::Input`] when there is none: a defect of the demo.
pub(crate) fn by_name<'s>(staff: &'s [Staff], user: &str) -> Result<&'s Staff, Fault> {
    staff.iter().find(|one| one.user == user).ok_or_else(|| Fault::Input(format!("the demo has no {user}")))
}

/// The first member of staff with that role.
///
/// # Errors
/// [`Fault::Input`] when there is none: a defect of the demo.
pub(crate) fn by_role(staff: &[Staff], role: Role) -> Result<&Staff, Fault> {
    staff
        .iter()
        .find(|one| one.role == role)
        .ok_or_else(|| Fault::Input(format!("the demo has no {}", role.code())))
}
