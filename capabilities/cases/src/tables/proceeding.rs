//! The proceeding: one person in one case, whatever the number of charges.

use super::CaseFile;
use crate::deed::{Accusation, Told};
use crate::events::{ChargeDecided, SuspicionGrounded, WrongEnded};
use facts::outcome::{ProceedingClosed, StageReached};
use facts::person::SuspectNamed;
use kernel::codes::{
    CodeList, ConductOfExploitation, Iccs, Sector, SentenceKind, Stage, SuspectRole, Verdict,
};
use kernel::{Apply, Day, Entry, Event, Id, Instant, Span, TableFault, Tables, record};

record! {
    /// How far the proceeding against one person in one case has come.
    pub struct Proceeding in "proceeding", Derived, key 2, indexes [by_case: 0, by_person: 1, by_stage: 6 22] {
        /// The case.
        case_id: Id, Internal;
        /// The person.
        person: Id, Internal;
        /// 1 when the person is a suspect; 0 when an authority proceeds against a child for what exploitation made of it.
        suspect: bool, Internal;
        /// The part that the suspect is said to have played.
        suspect_role: SuspectRole, Internal;
        /// The sector in or through which the suspect is said to have acted.
        sector: Sector, Internal;
        /// What the naming rests on, number of suspicion-ground; 0 when an authority acted before anybody was named.
        ground: i64, Internal;
        /// The furthest stage; it never goes back.
        stage: Stage, Internal;
        /// Stages told to other rooms, bit n for stage n.
        reached: i64, Internal;
        /// The verdict that stands.
        verdict: Verdict, Internal;
        /// First possible day of that verdict or its finality; the first day of all when there is none.
        verdict_on: Day, Internal;
        /// 1 when the verdict is final.
        is_final: bool, Internal;
        /// Months of custody in the sentence that stands; suspended ones too.
        sentence_months: i64, Internal;
        /// Kinds of that sentence, bit n for sentence-kind n.
        sentence_kinds: i64, Internal;
        /// First possible day of that sentence; the first day of all when there is none.
        sentenced_on: Day, Internal;
        /// The offence of the charge that stands, number of the ICCS; 0 before a charge.
        charged_offence: i64, Internal;
        /// First possible day of that charge; the first day of all when there is none.
        charged_on: Day, Internal;
        /// What exploitation makes of a child, as charged or else as named; number of its list, 0 for none.
        conduct: i64, Internal;
        /// First possible day of the conduct.
        conduct_from: Day, Internal;
        /// Last possible day of the conduct.
        conduct_to: Day, Internal;
        /// Why it was closed, number of closure-reason; 0 while it is not.
        closed_reason: i64, Internal;
        /// When its first entry was recorded, UTC ms.
        first_at: Instant, Internal;
        /// Number of entries that violate a rule.
        violations: i64, Internal;
        /// When its last entry was recorded, UTC ms.
        last_at: Instant, Internal;
    }
}

/// Before anything: stands in day columns where nothing is entered.
const NEVER: Day = Span::UNKNOWN.from;

fn bit(number: i64) -> i64 {
    u32::try_from(number).ok().and_then(|n| 1_i64.checked_shl(n)).unwrap_or(0)
}

impl Proceeding {
    fn opened(case: Id, person: Id, at: Instant) -> Proceeding {
        Proceeding {
            case_id: case,
            person,
            suspect: false,
            suspect_role: SuspectRole::NotDetermined,
            sector: Sector::NotDetermined,
            ground: 0,
            stage: Stage::Identified,
            reached: 0,
            verdict: Verdict::NotKnown,
            verdict_on: NEVER,
            is_final: false,
            sentence_months: 0,
            sentence_kinds: 0,
            sentenced_on: NEVER,
            charged_offence: 0,
            charged_on: NEVER,
            conduct: 0,
            conduct_from: Span::UNKNOWN.from,
            conduct_to: Span::UNKNOWN.to,
            closed_reason: 0,
            first_at: at,
            violations: 0,
            last_at: at,
        }
    }

    /// When the conduct was.
    #[must_use]
    pub fn conduct_when(&self) -> Span {
        Span { from: self.conduct_from, to: self.conduct_to }
    }

    /// What exploitation makes of a child, where the conduct is of that kind.
    #[must_use]
    pub fn conduct_of_exploitation(&self) -> Option<ConductOfExploitation> {
        ConductOfExploitation::from_number(self.conduct).ok()
    }

    /// The offence of the charge that stands.
    #[must_use]
    pub fn charged(&self) -> Option<Iccs> {
        Iccs::from_number(self.charged_offence).ok()
    }

    /// The kinds of the sentence that stands.
    #[must_use]
    pub fn sentence(&self) -> Vec<SentenceKind> {
        let has = |kind: &SentenceKind| self.sentence_kinds & bit(kind.number()) != 0;
        SentenceKind::all().iter().copied().filter(has).collect()
    }

    /// Whether other rooms were told of that stage.
    #[must_use]
    pub fn has_reached(&self, stage: Stage) -> bool {
        self.reached & bit(stage.number()) != 0
    }

    pub(crate) fn advance(&mut self, stage: Stage) {
        self.stage = self.stage.max(stage);
    }

    /// What the person is accused of, as long as no charge says it; silence changes nothing.
    pub(crate) fn accuse(&mut self, accusation: &Accusation) {
        if self.charged_on == NEVER && *accusation != Accusation::SILENT {
            self.set_accusation(accusation);
        }
    }

    /// A charge; the latest stands.
    pub(crate) fn charge(&mut self, on: Day, offence: Iccs, accusation: &Accusation) {
        if on >= self.charged_on {
            (self.charged_on, self.charged_offence) = (on, offence.number());
            self.set_accusation(accusation);
        }
    }

    fn set_accusation(&mut self, accusation: &Accusation) {
        self.conduct = accusation.conduct.map_or(0, CodeList::number);
        if !accusation.when.is_unknown() {
            (self.conduct_from, self.conduct_to) = (accusation.when.from, accusation.when.to);
        }
    }

    /// A verdict; the latest stands, and a final one stands against any that is not.
    pub(crate) fn judge(&mut self, on: Day, verdict: Verdict, is_final: bool) {
        if (is_final, on) >= (self.is_final, self.verdict_on) {
            (self.verdict, self.verdict_on, self.is_final) = (verdict, on, is_final);
        }
    }

    /// A sentence; the latest stands.
    pub(crate) fn sentence_to(&mut self, on: Day, months: u32, kinds: &[SentenceKind]) {
        if on >= self.sentenced_on {
            self.sentenced_on = on;
            self.sentence_months = i64::from(months);
            self.sentence_kinds = kinds.iter().fold(0, |all, kind| all | bit(kind.number()));
        }
    }
}

/// Adds a projection of every kind of deed to a list: `for_every_deed!(list, function)` for a function generic in the deed.
macro_rules! for_every_deed {
    ($list:ident, $apply:ident) => {
        $crate::tables::for_every_deed!(
            $list, $apply,
            ArrestMade, PersonDetained, ChargeBrought, VerdictGiven, SentencePassed, AppealLodged, BecameFinal,
            ReleaseHappened, ClosedByAuthority, DivertedByAuthority
        )
    };
    ($list:ident, $apply:ident, $($deed:ident),+) => {
        $($list.push((<$crate::acts::$deed as kernel::Event>::KIND, $apply::<$crate::acts::$deed>));)+
    };
}
pub(crate) use for_every_deed;

pub(super) fn projections() -> Vec<(u16, Apply)> {
    let mut all: Vec<(u16, Apply)> = vec![
        (SuspectNamed::KIND, apply_named),
        (SuspicionGrounded::KIND, apply_grounded),
        (ChargeDecided::KIND, apply_charged),
        (StageReached::KIND, apply_reached),
        (ProceedingClosed::KIND, apply_closed),
        (WrongEnded::KIND, apply_ended),
    ];
    for_every_deed!(all, apply_told);
    all
}

/// Changes a proceeding, opening it where there is none.
fn proceed(
    tables: &mut dyn Tables,
    entry: &Entry,
    (case, person): (Id, Id),
    change: impl FnOnce(&mut Proceeding),
) -> Result<(), TableFault> {
    let row = tables.get::<Proceeding>((case, person))?;
    let mut row = row.unwrap_or_else(|| Proceeding::opened(case, person, entry.recorded));
    change(&mut row);
    row.last_at = entry.recorded;
    tables.put(&row)
}

fn apply_told<E: Told>(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let event: E = entry.event()?;
    let deed = *event.deed();
    if deed.person.is_none() {
        return Ok(());
    }
    proceed(tables, entry, (deed.case, deed.person), |row| {
        event.tell(row);
        row.violations = row.violations.saturating_add(i64::from(!entry.marks.is_empty()));
    })
}

fn apply_named(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let event: SuspectNamed = entry.event()?;
    let mut counted = false;
    proceed(tables, entry, (event.case, event.person), |row| {
        counted = row.suspect;
        row.suspect = true;
        row.suspect_role = event.role;
        row.accuse(&Accusation { conduct: event.conduct, when: event.conduct_when });
    })?;
    if counted {
        return Ok(());
    }
    tables.change::<CaseFile>(event.case, |file| file.suspects = file.suspects.saturating_add(1))
}

fn apply_grounded(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let event: SuspicionGrounded = entry.event()?;
    proceed(tables, entry, (event.case, event.person), |row| {
        (row.sector, row.ground, row.closed_reason) = (event.sector, event.ground.number(), 0);
    })
}

fn apply_charged(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let event: ChargeDecided = entry.event()?;
    proceed(tables, entry, (event.case, event.person), |row| {
        row.closed_reason = 0;
        let accusation = Accusation { conduct: event.conduct, when: row.conduct_when() };
        row.charge(entry.recorded.day(), event.offence, &accusation);
    })
}

fn apply_reached(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let event: StageReached = entry.event()?;
    proceed(tables, entry, (event.case, event.person), |row| {
        row.reached |= bit(event.stage.number());
        row.advance(event.stage);
    })
}

fn apply_closed(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let event: ProceedingClosed = entry.event()?;
    if event.person.is_none() {
        return Ok(());
    }
    proceed(tables, entry, (event.case, event.person), |row| row.closed_reason = event.reason.number())
}

fn apply_ended(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let event: WrongEnded = entry.event()?;
    proceed(tables, entry, (event.case, event.person), |row| row.closed_reason = event.reason.number())
}
