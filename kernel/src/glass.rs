//! Breaking the glass: somebody outside must know of a record at once. It is loud, it ends by itself, and somebody else
//! reviews it (¶52 derived).

use crate::act::{Act, ActKind, ActSpec, Nature};
use crate::actor::{Ctx, Role};
use crate::charter::{Apply, EventSpec};
use crate::entry::{Entry, Event, NewEntry};
use crate::refusal::{Denial, Problem};
use crate::rule::Facet;
use crate::table::{Record, Table};
use crate::tables::{TableFault, Tables};
use crate::term::Term;
use crate::view::{Needs, View};
use crate::{Id, Instant, code_list, event, record};
use minicbor::{Decode, Encode};

/// Milliseconds of an hour: how long a glass stays open is a [`Term`], 8 hours where nothing else was set.
const HOUR_MS: i64 = 60 * 60 * 1000;

code_list! {
    /// Why somebody must know of a record that their unit does not hold.
    pub GlassReason, "glass-reason", version 1, source "A/HRC/31/58 ¶52, what an overseer can check afterwards" {
        /// A child is in danger now.
        DangerNow = 1, "danger-now", "A child is in danger now";
        /// A court or a prosecutor ordered it.
        Ordered = 2, "ordered", "A court or a prosecutor ordered it";
        /// The unit that holds the record cannot be reached in time.
        KeeperOutOfReach = 3, "keeper-out-of-reach", "The unit that holds it cannot be reached in time";
    }
}

record! {
    /// Who may know of which record under a broken glass.
    pub struct BrokenGlass in "broken_glass", Derived, key 2, indexes [by_record: 1] {
        /// The officer.
        officer: Id, Internal;
        /// The record.
        record_id: Id, Internal;
        /// Until when, UTC ms.
        until: Instant, Internal;
    }
}

record! {
    /// Each breaking of the glass, for the overseer.
    pub struct Glass in "glass", Derived, key 1, indexes [by_review: 7 0] {
        /// Number of its entry.
        seq: i64, Internal;
        /// The officer.
        officer: Id, Internal;
        /// The officer's role.
        role: Role, Internal;
        /// The officer's unit.
        unit: Id, Internal;
        /// The record.
        record_id: Id, Internal;
        /// Why.
        reason: GlassReason, Internal;
        /// When, UTC ms.
        at: Instant, Internal;
        /// Who reviewed it; none while nobody did.
        reviewed_by: Id, Internal;
        /// 1 when the reviewer found it justified.
        justified: bool, Internal;
    }
}

/// Somebody broke the glass before the entry's subject.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct GlassBroken {
    /// Why.
    #[n(0)]
    pub reason: GlassReason,
    /// Until when they may know of the record.
    #[n(1)]
    pub until: Instant,
}
event!(GlassBroken, 7, 1, "journal.glass-broken");

/// Somebody else reviewed a breaking of the glass.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct GlassReviewed {
    /// Number of the entry that is reviewed.
    #[n(0)]
    pub glass: u64,
    /// Whether it was justified.
    #[n(1)]
    pub justified: bool,
}
event!(GlassReviewed, 8, 1, "journal.glass-reviewed");

/// A glass that was broken before the entry's subject is shut: the record is not for them after all.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct GlassShut {
    /// The officer who broke it.
    #[n(0)]
    pub officer: Id,
}
event!(GlassShut, 13, 1, "journal.glass-shut");

/// Index that lists who broke the glass before a record.
const BY_RECORD: &str = "broken_glass_by_record";

/// Asks for what [`shut`] reads.
pub fn shut_needs(record: Id, needs: &mut Needs) {
    needs.list::<BrokenGlass>(BY_RECORD, record);
}

/// What shuts every glass that stands open before a record. Who must know of it breaks it again.
#[must_use]
pub fn shut(record: Id, now: Instant, view: &View) -> Vec<NewEntry> {
    let open = view.list::<BrokenGlass>(BY_RECORD, record).into_iter().filter(|glass| now < glass.until);
    open.map(|glass| NewEntry::of(&GlassShut { officer: glass.officer }).about(record)).collect()
}

/// Opens one record to the acting officer for as long as the term says (8 hours), whoever holds it. Whether there is such a record, the answer does not
/// tell.
#[derive(Clone, Debug, PartialEq, Encode, Decode, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BreakGlass {
    /// The report, case or person.
    #[n(0)]
    pub record: Id,
    /// Why.
    #[n(1)]
    pub reason: GlassReason,
}

/// Says whether a breaking of the glass was justified.
#[derive(Clone, Debug, PartialEq, Encode, Decode, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviewGlass {
    /// Number of the entry by which the glass was broken.
    #[n(0)]
    pub glass: u64,
    /// Whether it was justified.
    #[n(1)]
    pub justified: bool,
}

/// Kind of [`BreakGlass`].
pub const BREAK: ActKind = ActKind {
    code: 4,
    name: "journal.break-glass",
    about: "Open a record that another unit holds, for 8 hours, before the overseer's eyes",
    nature: Nature::Decision,
    roles: &[Role::Analyst, Role::Investigator, Role::Prosecutor, Role::VictimSupport],
};

/// Kind of [`ReviewGlass`].
pub const REVIEW: ActKind = ActKind {
    code: 5,
    name: "journal.review-glass",
    about: "Say whether it was justified that somebody broke the glass",
    nature: Nature::Decision,
    roles: &[Role::Overseer],
};

impl Act for BreakGlass {
    const KIND: &'static ActKind = &BREAK;

    fn names(&self) -> Vec<(&'static str, Id)> {
        Vec::new()
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        Term::GlassOpen.needs(needs);
    }

    // What would be refused would tell that there is such a record: then the glass stays shut instead (`facts::complaint`).
    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        Vec::new()
    }

    fn subject(&self) -> Id {
        self.record
    }

    fn decide(&self, ctx: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        if self.record.is_none() {
            return Err(
                Problem::new("record", "names nothing", "the number of a report, case or person").into()
            );
        }
        let open = Term::GlassOpen.in_force(view).saturating_mul(HOUR_MS);
        let until = Instant(ctx.now.0.saturating_add(open));
        Ok(vec![NewEntry::of(&GlassBroken { reason: self.reason, until })])
    }
}

impl ReviewGlass {
    fn row(&self) -> i64 {
        i64::try_from(self.glass).unwrap_or(i64::MAX)
    }
}

impl Act for ReviewGlass {
    const KIND: &'static ActKind = &REVIEW;

    fn names(&self) -> Vec<(&'static str, Id)> {
        Vec::new()
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<Glass>(self.row());
    }

    /// The officer and the reviewer are two people.
    fn facets(&self, _: &Ctx, view: &View) -> Vec<Facet> {
        let glass = view.get::<Glass>(self.row());
        glass.map(|glass| Facet::NeedsTwo { first: glass.officer }).into_iter().collect()
    }

    fn subject(&self) -> Id {
        Id::NONE
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        match view.get::<Glass>(self.row()) {
            None => Err(Problem::new("glass", "nobody broke one there", "the number of the entry").into()),
            Some(glass) if !glass.reviewed_by.is_none() => {
                Err(Problem::new("glass", "is reviewed already", "nothing is left to do").into())
            }
            Some(glass) => {
                let reviewed = GlassReviewed { glass: self.glass, justified: self.justified };
                Ok(vec![NewEntry::of(&reviewed).about(glass.record_id)])
            }
        }
    }
}

fn apply_broken(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let GlassBroken { reason, until } = entry.event()?;
    let (officer, record_id) = (entry.actor.id, entry.subject);
    tables.put(&BrokenGlass { officer, record_id, until })?;
    tables.put(&Glass {
        seq: i64::try_from(entry.seq).unwrap_or(i64::MAX),
        officer,
        role: entry.actor.role,
        unit: entry.actor.unit,
        record_id,
        reason,
        at: entry.recorded,
        reviewed_by: Id::NONE,
        justified: false,
    })
}

fn apply_shut(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let GlassShut { officer } = entry.event()?;
    tables.delete::<BrokenGlass>((officer, entry.subject))
}

fn apply_reviewed(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let GlassReviewed { glass, justified } = entry.event()?;
    tables.change::<Glass>(i64::try_from(glass).unwrap_or(i64::MAX), |row| {
        row.reviewed_by = entry.actor.id;
        row.justified = justified;
    })
}

pub(crate) fn acts() -> Vec<ActSpec> {
    vec![ActSpec::of::<BreakGlass>(), ActSpec::of::<ReviewGlass>()]
}

pub(crate) fn events() -> [EventSpec; 3] {
    [EventSpec::of::<GlassBroken>(), EventSpec::of::<GlassReviewed>(), EventSpec::of::<GlassShut>()]
}

pub(crate) fn projections() -> [(u16, Apply); 3] {
    [(GlassBroken::KIND, apply_broken), (GlassReviewed::KIND, apply_reviewed), (GlassShut::KIND, apply_shut)]
}

pub(crate) const TABLES: [&Table; 2] = [<BrokenGlass as Record>::TABLE, <Glass as Record>::TABLE];
