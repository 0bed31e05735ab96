//! Who acts, in which role, for which unit, and to what end.

use crate::{Id, code_list, codes::CodeList};
use minicbor::{Decode, Encode};

code_list! {
    /// What somebody may do here. One person has one role at a time; the full policy comes with the next rooms.
    pub Role, "role", version 1, source "A/HRC/31/58, the kinds of people who use the system" {
        /// A person at the public door; anonymous unless they choose otherwise (¶82(g)).
        Public = 0, "public", "Public";
        /// Tutela itself, reacting to a fact.
        System = 1, "system", "Tutela itself";
        /// Hotline analyst: triage, recognise, refer.
        Analyst = 2, "analyst", "Hotline analyst";
        /// Police investigator.
        Investigator = 3, "investigator", "Investigator";
        /// Prosecutor.
        Prosecutor = 4, "prosecutor", "Prosecutor";
        /// Court or prison officer, who enters what the court decided.
        CourtOfficer = 5, "court-officer", "Court officer";
        /// Victim support officer.
        VictimSupport = 6, "victim-support", "Victim support officer";
        /// Overseer: sees that nobody looked where they had no business.
        Overseer = 7, "overseer", "Overseer";
        /// Statistician: freezes and proposes releases.
        Statistician = 8, "statistician", "Statistician";
        /// Administrator of the node: accounts and settings, no case.
        Administrator = 9, "administrator", "Administrator";
        /// A system of a platform or a partner at the machine door: it sends reports, and signs in nowhere (¶38, 40).
        Sender = 10, "sender", "Sender's system";
        /// Whoever runs a host of which notice was given, by the link of its own page: it answers for its own addresses alone (¶38, 63).
        Host = 11, "host", "Host, by its link";
    }
}

code_list! {
    /// Why personal data are read or an act is done; stated for every personal read (¶52, ¶69 derived).
    pub Purpose, "purpose", version 1, source "A/HRC/31/58 ¶52, 69" {
        /// No purpose stated: never enough for personal data.
        NotStated = 0, "not-stated", "Not stated";
        /// Taking in a report.
        Intake = 1, "intake", "Taking in a report";
        /// Deciding what a report needs.
        Triage = 2, "triage", "Deciding what a report needs";
        /// Investigating a case.
        Investigation = 3, "investigation", "Investigating a case";
        /// Prosecuting and trying a case.
        Prosecution = 4, "prosecution", "Prosecution and trial";
        /// Protecting and informing a victim.
        VictimSupport = 5, "victim-support", "Protecting and informing a victim";
        /// Overseeing what was done.
        Oversight = 6, "oversight", "Overseeing what was done";
        /// Statistics.
        Statistics = 7, "statistics", "Statistics";
        /// Running the node.
        Administration = 8, "administration", "Running the node";
        /// Reacting to a fact.
        Reaction = 9, "reaction", "Reacting to a fact";
    }
}

/// Who acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Actor {
    /// The person's account, or [`Id::NONE`] for the public and for Tutela itself.
    #[n(0)]
    pub id: Id,
    /// The role they act in.
    #[n(1)]
    pub role: Role,
    /// The unit (agency, hotline, court) they act for.
    #[n(2)]
    pub unit: Id,
}

impl Role {
    /// Everybody who works here: all who sign in. The public and Tutela itself never do.
    pub const STAFF: &[Role] = &[
        Role::Analyst,
        Role::Investigator,
        Role::Prosecutor,
        Role::CourtOfficer,
        Role::VictimSupport,
        Role::Overseer,
        Role::Statistician,
        Role::Administrator,
    ];
}

impl Actor {
    /// Somebody at the public door.
    pub const PUBLIC: Actor = Actor { id: Id::NONE, role: Role::Public, unit: Id::NONE };
    /// Tutela itself.
    pub const SYSTEM: Actor = Actor { id: Id::NONE, role: Role::System, unit: Id::NONE };

    /// The role's number, for tables.
    #[must_use]
    pub fn role_number(&self) -> i64 {
        self.role.number()
    }
}

/// Everything of the world that `decide` may know: nothing else comes in.
#[derive(Clone, Copy, Debug)]
pub struct Ctx {
    /// When the act is being recorded.
    pub now: crate::Instant,
    /// The act's own id: numbers that it gives out are derived from it.
    pub act: Id,
    /// Who acts.
    pub actor: Actor,
    /// To what end.
    pub purpose: Purpose,
    /// The entry that this act reacts to, if it is a reaction.
    pub cause: Option<u64>,
}

impl Ctx {
    /// The `n`th new number for a thing of that kind: random to everyone else, the same on a retry.
    #[must_use]
    pub fn new_id(&self, label: &str, n: u32) -> Id {
        self.act.derive(label, n)
    }
}
