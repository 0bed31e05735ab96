//! Plans of simulations, each from one seed: random acts of every room, and what befalls them.

use crate::random::{Acts, Tried};
use cases::acts::FindMatches;
use evidence::acts::RecordPackage;
use evidence::events::HandoverApproved;
use facts::machine::LineToTell;
use facts::report::CameBy;
use kernel::codes::{AgeBand, DangerAnswer, ReportingPerson};
use kernel::erasure::{AskErasure, ConfirmErasure};
use kernel::{
    Actor, AnyAct, Class, ColumnType, Ctx, Entry, Id, Instant, MemoryNode, Outcome, Purpose, Role, Table,
    Value,
};
use known_material::acts::{LookBack, RecordMatches};
use reports::acts::{FileReport, TellLine};
use reports::circumstances::Circumstances;
use reports::priority::{answered, numbers, points};
use std::sync::Arc;
use store::testing::chance::Numbers;
use store::testing::simulation::House;
use store::testing::simulation::plan::{Errand, Fault, Place, Plain, PlainRow, Step, Strike, Target};
use tutela::rooms::{registry, rooms};

/// Acts that a plan sends.
const ACTS: usize = 40;
/// Acts that are tried for it at most: most random acts fit nothing.
const TRIES: usize = 400;

/// The house as it stands; its workers find nothing, and say so.
pub(super) fn house() -> House {
    House { registry: Arc::new(registry(&mut rooms()).unwrap()), worker }
}

fn worker(entry: &Entry, reaction: &str) -> Option<(u16, Vec<u8>)> {
    let of = |act: &dyn AnyAct| Some((act.kind().code, act.body()));
    match reaction {
        "known-material.match" => of(&RecordMatches {
            report: entry.subject,
            hits: Vec::new(),
            exact_only: 0,
            left_out: 0,
            set_aside: Vec::new(),
        }),
        "known-material.look-back" | "known-material.look-again" => {
            of(&LookBack { list: entry.subject, entries: 1, pictures: 0, reports: 0 })
        }
        "cases.silent-match" => of(&FindMatches { person: entry.subject, others: Vec::new() }),
        "reports.file-complete" => of(&told_by_machine(entry.subject)),
        "evidence.pack" => of(&packed(entry)),
        "reports.tell-line" => of(&line_told(&entry.event::<LineToTell>().ok()?)),
        other => panic!("no worker here answers {other}"),
    }
}

/// What an approved handover is packed as.
fn packed(entry: &Entry) -> RecordPackage {
    let HandoverApproved { handover, .. } = entry.event().expect("the reaction's own fact");
    let (package, manifest) = ("a1".repeat(32), "b2".repeat(32));
    RecordPackage { record: entry.subject, handover, package, manifest, bytes: 500, originals: 1 }
}

/// A step that finds nobody else in the line.
fn line_told(line: &LineToTell) -> TellLine {
    let LineToTell { head, stage, needed, .. } = line.clone();
    TellLine { head, stage, needed, reports: Vec::new(), more_after: Id::NONE }
}

/// What a finished report of a sender's system is filed as.
fn told_by_machine(report: Id) -> FileReport {
    let (by, danger, age) = (ReportingPerson::Machine, DangerAnswer::NoAnswer, AgeBand::NotSaid);
    let reasons = answered(by, danger, age, 0);
    FileReport {
        report,
        by,
        danger,
        age,
        language: "en".into(),
        pictures: Vec::new(),
        points: points(&reasons),
        reasons: numbers(&reasons),
        contact: false,
        circumstances: Circumstances::default(),
        kept_away: Vec::new(),
        folded_into: None,
        voice: None,
        hashes: None,
        came_by: Some(CameBy::Platform),
        duty: None,
    }
}

struct Maker {
    numbers: Numbers,
    acts: Acts,
    memory: MemoryNode,
    sealed: Vec<&'static Table>,
    /// Records about which something was sealed.
    subjects: Vec<Id>,
    rows: Vec<PlainRow>,
    errands: Vec<Errand>,
}

/// The steps of a seed.
pub(super) fn plan(seed: u64) -> Vec<Step> {
    let house = registry(&mut rooms()).unwrap();
    let sealed = house.tables().filter(|table| table.class == Class::Sealed).collect();
    let mut maker = Maker {
        numbers: Numbers(seed.wrapping_mul(0x0005_DEEC_E66D)),
        acts: Acts::new(seed),
        memory: MemoryNode::new(house),
        sealed,
        subjects: Vec::new(),
        rows: Vec::new(),
        errands: Vec::new(),
    };
    for n in 0..TRIES {
        if maker.errands.len() >= ACTS {
            break;
        }
        maker.try_one(n);
    }
    let errands = std::mem::take(&mut maker.errands);
    let mut steps = Vec::new();
    for errand in errands {
        let fault = maker.numbers.chance(3).then(|| maker.fault());
        steps.push(Step::Send(Box::new(errand), fault));
        if maker.numbers.chance(95) {
            steps.push(Step::Deliver { which: maker.any() });
        }
        while maker.numbers.chance(55) {
            let step = maker.step();
            steps.push(step);
        }
        if maker.numbers.chance(60) {
            let fault = maker.numbers.chance(25).then(|| maker.fault());
            steps.push(Step::Round(fault));
        }
    }
    steps
}

impl Maker {
    fn any(&mut self) -> u32 {
        self.numbers.below(1_000) as u32
    }

    /// Tries a random act on a node in memory; what fits is sent.
    fn try_one(&mut self, n: usize) {
        let Tried { act, actor, purpose } = self.acts.next();
        let id = self.acts.act_id();
        let now = Instant(1_793_491_200_000 + 1_000 * n as i64);
        let ctx = Ctx { now, act: id, actor, purpose, cause: None };
        let outcome = self.memory.enter(&*act, &ctx).unwrap();
        self.acts.told(&outcome);
        if matches!(outcome, Outcome::Invalid(_)) && !self.numbers.chance(5) {
            return;
        }
        let mut errand = plain(id, &*act, actor, purpose);
        let subject = act.subject();
        if !subject.is_none() && self.numbers.chance(50) {
            self.subjects.push(subject);
            // An act may bring something about another record, an erased one too.
            let known = self.subjects.len();
            let other = self.numbers.chance(25);
            let subject = if other { self.subjects[self.numbers.below(known)] } else { subject };
            for slot in 0..=self.numbers.below(2) as u16 {
                let text = format!("ordinary words {n} {slot}").into_bytes();
                errand.payloads.push(Plain { slot, subject, text });
            }
        }
        if !subject.is_none() && self.numbers.chance(15) {
            errand.rows.push(self.row(subject));
        }
        self.errands.push(errand);
        if self.numbers.chance(20) && !self.subjects.is_empty() {
            self.erase(now);
        }
    }

    /// A row of a sealed table; seldom one that is there already, which the database refuses.
    fn row(&mut self, subject: Id) -> PlainRow {
        if !self.rows.is_empty() && self.numbers.chance(10) {
            return self.rows[self.numbers.below(self.rows.len())].clone();
        }
        let table = self.sealed[self.numbers.below(self.sealed.len())];
        let cells = table.columns.iter().map(|column| match column.column_type {
            ColumnType::Integer => Value::Integer(self.numbers.below(1_000_000) as i64),
            ColumnType::Double => Value::Double(0.5),
            ColumnType::Text => Value::Text("word".to_owned()),
            ColumnType::Bytes => {
                let half = self.numbers.draw().to_be_bytes();
                Value::Bytes([half, half].concat())
            }
        });
        let row = PlainRow { table: table.name.to_owned(), subject, row: cells.collect() };
        self.rows.push(row.clone());
        row
    }

    /// One overseer asks for an erasure, another confirms it.
    fn erase(&mut self, now: Instant) {
        let subject = self.subjects[self.numbers.below(self.subjects.len())];
        let by = |n: u8| Actor { id: Id([n; 16]), role: Role::Overseer, unit: Id([200; 16]) };
        let acts: [(Box<dyn AnyAct>, u8); 2] =
            [(Box::new(AskErasure { subject }), 71), (Box::new(ConfirmErasure { subject }), 72)];
        for (act, who) in acts {
            let id = Id([9; 16]).derive("erasure", self.any()).derive("seed", self.errands.len() as u32);
            let (actor, purpose) = (by(who), Purpose::Oversight);
            let ctx = Ctx { now, act: id, actor, purpose, cause: None };
            self.memory.enter(&*act, &ctx).unwrap();
            self.errands.push(plain(id, &*act, actor, purpose));
        }
    }

    fn step(&mut self) -> Step {
        let which = self.any();
        match self.numbers.below(100) {
            0..25 => Step::Deliver { which },
            25..45 => Step::Again { which, anew: self.numbers.chance(50) },
            45..50 => Step::Misuse { which },
            50..54 => Step::Lose { which },
            54..59 => Step::GiveUp { which },
            59..67 => Step::Work { which },
            67..70 => Step::Checkpoint(self.numbers.chance(30).then(|| self.fault())),
            70..74 => {
                let steps = self.numbers.below(8) as u8;
                Step::Rotate(steps, self.numbers.chance(40).then(|| self.fault()))
            }
            74..83 => Step::Clock(self.jump()),
            83..86 => Step::Restart(self.numbers.chance(50).then(|| self.fault())),
            86..88 => Step::Kill,
            88..91 => Step::Power(self.numbers.draw()),
            91..93 => Step::TakeOver,
            _ => Step::OldRound { which },
        }
    }

    /// Mostly a moment; sometimes an hour or days, forwards and back.
    fn jump(&mut self) -> i64 {
        let far = self.numbers.below(10);
        let most = match far {
            0..6 => 5_000,
            6..8 => 7_200_000,
            8 => 5 * 86_400_000,
            _ => 400 * 86_400_000,
        };
        let by = self.numbers.below(most) as i64;
        if self.numbers.chance(40) { -by } else { by }
    }

    fn fault(&mut self) -> Fault {
        let at = match self.numbers.below(10) {
            0..6 => Place::Main,
            6..8 => Place::Keys,
            _ => Place::Runtime,
        };
        let on = match self.numbers.below(20) {
            0..6 => Target::Commit,
            6..11 => Target::Write,
            11..14 => Target::Read,
            14..16 => Target::Begin,
            16 => Target::Rollback,
            17 => Target::Open,
            _ => Target::Any,
        };
        let strike = match self.numbers.below(20) {
            0..4 => Strike::Error,
            4..8 => Strike::Lost,
            8..10 => Strike::Refused,
            10..12 => Strike::Full,
            12..14 => Strike::Away(self.numbers.below(8) as u8),
            14 => Strike::Kill,
            15..17 => Strike::KillAfter,
            17 => Strike::Power(self.numbers.draw()),
            _ => Strike::Torn(self.numbers.draw()),
        };
        let most = 1 + self.numbers.below(12);
        Fault { at, on, spared: self.numbers.below(most) as u8, strike }
    }
}

fn plain(id: Id, act: &dyn AnyAct, actor: Actor, purpose: Purpose) -> Errand {
    Errand {
        act: id,
        kind: act.kind().code,
        body: act.body(),
        actor,
        purpose,
        cause: None,
        payloads: Vec::new(),
        rows: Vec::new(),
    }
}
