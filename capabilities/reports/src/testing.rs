//! What the tests of this room share: a node in memory with a fictional report, and facts of other rooms.

use crate::acts::FileReport;
use crate::circumstances::Circumstances;
use crate::codes::{Media, Sound};
use crate::events::PictureMeta;
use crate::priority::{Told, assess, numbers, points};
use crate::tables::Report;
use access::events::UnitOpened;
use facts::conflict::ConflictDeclared;
pub(crate) use facts::testing::Elsewhere;
use facts::unit::UnitKind;
use kernel::codes::{AgeBand, DangerAnswer, ReportingPerson};
use kernel::{
    Actor, AnyAct, Ctx, Event, Id, Instant, MemoryNode, MemoryTables, Outcome, Purpose, Record, Registry,
    Role, RuleName,
};

pub(crate) const REPORT: Id = Id([2; 16]);
pub(crate) const UNIT: Id = Id([200; 16]);
pub(crate) const HOUR_MS: i64 = 3_600_000;

pub(crate) const TOLD: Told<'static> = Told {
    by: ReportingPerson::AdultForChild,
    danger: DangerAnswer::Safe,
    age: AgeBand::From13To15,
    pictures: 0,
    text: "",
};

pub(crate) fn analyst(n: u8) -> Actor {
    Actor { id: Id([n; 16]), role: Role::Analyst, unit: UNIT }
}

pub(crate) fn administrator(n: u8) -> Actor {
    Actor { role: Role::Administrator, ..analyst(n) }
}

pub(crate) fn overseer(n: u8) -> Actor {
    Actor { role: Role::Overseer, ..analyst(n) }
}

pub(crate) fn support(n: u8) -> Actor {
    Actor { role: Role::VictimSupport, ..analyst(n) }
}

pub(crate) fn pictures(count: usize) -> Vec<PictureMeta> {
    let one =
        |slot| PictureMeta { media: Media::Jpeg, bytes: 1_000, width: 64, height: 48, quality: 90, slot };
    (2_u16..).map(one).take(count).collect()
}

/// The act that files what was told.
pub(crate) fn told(told: &Told) -> FileReport {
    let reasons = assess(told);
    FileReport {
        report: REPORT,
        by: told.by,
        danger: told.danger,
        age: told.age,
        language: "en".into(),
        pictures: pictures(told.pictures),
        points: points(&reasons),
        reasons: numbers(&reasons),
        contact: false,
        circumstances: Circumstances::default(),
        kept_away: Vec::new(),
        folded_into: None,
        voice: None,
        hashes: None,
        came_by: None,
        duty: None,
    }
}

pub(crate) fn a_report() -> FileReport {
    told(&TOLD)
}

/// A unit whose system sends reports.
pub(crate) const SENDER: Id = Id([210; 16]);

pub(crate) fn sender(unit: Id) -> Actor {
    Actor { id: Id([211; 16]), role: Role::Sender, unit }
}

/// The act that files what a machine says.
pub(crate) fn of_machine(report: Id) -> FileReport {
    let came_by = Some(facts::report::CameBy::Platform);
    FileReport { report, came_by, ..told(&Told { by: ReportingPerson::Machine, ..TOLD }) }
}

/// The field that an outcome finds wrong.
pub(crate) fn field(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Invalid(problem) => problem.field,
        other => panic!("expected a problem, got {other:?}"),
    }
}

pub(crate) fn registry() -> Registry {
    Registry::new(vec![facts::charter(), rules::charter(), access::charter(), crate::charter()]).unwrap()
}

pub(crate) struct Room {
    pub(crate) node: MemoryNode,
    acts: u32,
    not_before: Instant,
}

impl Default for Room {
    fn default() -> Room {
        Room { node: MemoryNode::new(registry()), acts: 0, not_before: Instant(0) }
    }
}

impl Room {
    pub(crate) fn with_report() -> Room {
        let mut room = Room::default();
        assert!(room.entered(&a_report(), Actor::PUBLIC));
        room
    }

    /// A node with a report that a sender's system handed in.
    pub(crate) fn with_sent_report() -> Room {
        let mut room = Room::default();
        assert!(room.entered(&of_machine(REPORT), sender(SENDER)));
        room
    }

    /// Enters an act, a minute after the one before.
    pub(crate) fn enter(&mut self, act: &dyn AnyAct, actor: Actor) -> Outcome {
        self.acts += 1;
        let ctx = self.node.ctx(actor, Purpose::Triage, self.acts);
        let now = Instant(1_800_000_000_000 + 60_000 * i64::from(self.acts)).max(self.not_before);
        self.node.enter(act, &Ctx { now, ..ctx }).unwrap()
    }

    /// From now on it is at least so late.
    pub(crate) fn at(&mut self, not_before: Instant) {
        self.not_before = not_before;
    }

    pub(crate) fn entered(&mut self, act: &dyn AnyAct, actor: Actor) -> bool {
        matches!(self.enter(act, actor), Outcome::Entered { .. })
    }

    pub(crate) fn refused_by(&mut self, act: &dyn AnyAct, actor: Actor) -> RuleName {
        match self.enter(act, actor) {
            Outcome::Refused(refusal) => refusal.rule,
            other => panic!("expected a refusal, got {other:?}"),
        }
    }

    pub(crate) fn tell<E: Event>(&mut self, event: &E) {
        assert!(self.entered(&Elsewhere::of(event), Actor::SYSTEM));
    }

    /// A unit of that kind.
    pub(crate) fn unit(&mut self, word: &str, kind: UnitKind) -> Id {
        let unit = Id([100 + u8::try_from(self.acts % 100).unwrap(); 16]);
        self.tell(&UnitOpened { unit, word: word.to_owned(), kind });
        unit
    }

    /// A hotline of that number.
    pub(crate) fn hotline(&mut self, unit: Id) {
        self.tell(&UnitOpened { unit, word: format!("unit-{}", unit.short()), kind: UnitKind::Hotline });
    }

    pub(crate) fn declare_conflict(&mut self, officer: u8, matter: Id) {
        self.tell(&ConflictDeclared { officer: analyst(officer).id, matter });
    }

    pub(crate) fn rows<R: Record>(&self) -> Vec<R> {
        self.node.tables.rows(R::TABLE).map(|row| R::from_row(row).unwrap()).collect()
    }

    pub(crate) fn report(&self) -> Report {
        self.rows::<Report>().into_iter().find(|row| row.report == REPORT).unwrap()
    }

    /// Whether a replay of the journal gives the same tables.
    pub(crate) fn replays(&self) -> bool {
        let (registry, mut tables) = (registry(), MemoryTables::default());
        for entry in &self.node.entries {
            registry.apply(&mut tables, entry).unwrap();
        }
        let same = |table| self.node.tables.rows(table).eq(tables.rows(table));
        registry.tables().all(same)
    }
}

/// The beginning of a sound file of each kind, as programs write it, and a little that is no sound.
pub(crate) fn sample_sounds() -> Vec<(Sound, Vec<u8>)> {
    let heads: [(Sound, &[u8]); 5] = [
        (Sound::Webm, b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\xf7\x81\x01\x42\xf2\x81\x04\x42\xf3\x81\x08\x42\x82\x84webm"),
        (Sound::Ogg, b"OggS\0\x02\0\0\0\0\0\0\0\0OpusHead"),
        (Sound::Mp4, b"\0\0\0\x1cftypM4A \0\0\x02\0"),
        (Sound::Wav, b"RIFF\x24\0\0\0WAVEfmt "),
        (Sound::Mp3, b"\xff\xfb\x90\x64\0"),
    ];
    heads.into_iter().map(|(sound, head)| (sound, [head, &[7; 40]].concat())).collect()
}

/// A generated PNG of 96 by 64 pixels: stripes and a slope, so that it has detail to hash.
pub(crate) fn sample_picture() -> Vec<u8> {
    grayscale(96, 64, |x, y| u8::try_from((x * 2 + y * ((y * 96 + x) % 7)) % 256).unwrap())
}

/// A generated pattern of soft waves, so many pixels wide and high, lying on its side where it is turned. The same seed gives the same
/// pattern in every size.
pub(crate) fn pattern(seed: u32, size: u32, turned: bool) -> Vec<u8> {
    let waves: Vec<[f64; 3]> = (1..=12)
        .map(|n: u32| {
            let mixed = n.wrapping_mul(2_654_435_761).wrapping_add(seed.wrapping_mul(40_503_011));
            let part = |shift: u32, most: u32| f64::from((mixed >> shift) % most);
            [part(3, 7), part(9, 6), part(15, 64) / 10.0]
        })
        .collect();
    let shade = |x: u32, y: u32| {
        let (x, y) = (f64::from(x) / f64::from(size), f64::from(y) / f64::from(size));
        let sum: f64 = waves.iter().map(|[a, b, c]| (std::f64::consts::PI * (a * x + b * y) + c).sin()).sum();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to a byte")]
        let byte = (128.0 + 30.0 * sum).clamp(0.0, 255.0) as u8;
        byte
    };
    grayscale(size, size, |x, y| if turned { shade(size - 1 - y, x) } else { shade(x, y) })
}

fn grayscale(width: u32, height: u32, shade: impl Fn(u32, u32) -> u8) -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, width, height);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::Eight);
    let pixels: Vec<u8> = (0..width * height).map(|n| shade(n % width, n / width)).collect();
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(&pixels).unwrap();
    writer.finish().unwrap();
    file
}
