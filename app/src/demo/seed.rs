//! A fictional State: reports and cases in different stages, entered through the same gate as everything else.

use crate::demo::clock::DemoClock;
use crate::demo::people::{Staff, by_role, unit};
use crate::demo::pictures::Numbers;
use crate::fault::Fault;
use cases::acts::{
    ArrestMade, AssessRisk, BecameFinal, ChargeBrought, CodeDemand, EnterPerson, NameSuspect, OpenCase,
    RecordVictim, SentencePassed, ShareCase, VerdictGiven,
};
use cases::codes::{RiskLevel, SuspicionGround};
use cases::{Accusation, Deed as CourtDeed};
use facts::complaint::Body;
use kernel::act::made;
use kernel::codes::{
    AgeBand, Country, DangerAnswer, DemandCategory, DemandLevel, Iccs, NotPursuedReason, ReportingPerson,
    Sector, SentenceKind, Sex, SuspectRole, Verdict,
};
use kernel::{Act, Actor, CodeList, Day, Id, Instant, Outcome, Purpose, Role, Span};
use reports::acts::{FileReport, NameBody, NotPursue, Refer, Reply, SLOT_TEXT, TakeUp};
use reports::circumstances::Circumstances;
use reports::codes::SaidOf;
use reports::priority::{Told, assess, numbers as reason_numbers, points, union};
use reports::receipt::Receipt;
use reports::sealed::{ReceiptToken, TOKEN_DOMAIN};
use std::collections::BTreeMap;
use store::Node;
use store::deed::DeedBuilder;

/// How much the demo holds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Amount {
    pub(crate) seed: u64,
    pub(crate) reports: u32,
    pub(crate) cases: u32,
}

/// What fictional people tell: neutral words, no detail. Each is marked as fictional on the page by its name.
const TOLD: &[(&str, &str)] = &[
    ("en", "This is a fictional report. Somebody asks for pictures and will not stop writing."),
    ("en", "This is a fictional report. A person I know threatens to share pictures of me."),
    ("en", "This is a fictional report. I work at a school and a pupil told me something."),
    ("en", "This is a fictional report. It happened when I was a child. I want it written down."),
    ("en", "This is a fictional report. We are to meet tomorrow and I do not want to go."),
    ("ar", "هذا بلاغ خيالي. شخص يطلب صوراً ولا يتوقف عن الكتابة."),
    ("ar", "هذا بلاغ خيالي. أعمل في مدرسة وأخبرني أحد التلاميذ بأمر."),
    ("ar", "هذا بلاغ خيالي. حدث ذلك عندما كنت طفلاً وأريد أن يُكتب."),
];

/// Who tells at the door: a machine comes another way.
const PEOPLE: [ReportingPerson; 5] = [
    ReportingPerson::NotSaid,
    ReportingPerson::Child,
    ReportingPerson::AdultForChild,
    ReportingPerson::Professional,
    ReportingPerson::AdultSurvivor,
];

/// From so many reports on, a company's machine hands some in, too: most of them say the same.
const LEAST_FOR_MACHINES: u32 = 12;
/// How many say the same.
const SAY_THE_SAME: u32 = 40;

/// The years of the State's past; what is newer is still in the queue.
const YEARS: [i16; 3] = [2023, 2024, 2025];

struct Seeder<'n> {
    node: &'n Node,
    clock: &'n DemoClock,
    staff: &'n [Staff],
    numbers: Numbers,
    root: Id,
    next: u32,
}

impl Seeder<'_> {
    /// The next number of a thing: the same seed gives the same State.
    fn id(&mut self) -> Id {
        self.next += 1;
        self.root.derive("fictional", self.next)
    }

    fn code<L: CodeList>(&mut self) -> L {
        *self.numbers.one_of(L::all())
    }

    fn enter<A: Act>(
        &mut self,
        act: &A,
        actor: Actor,
        purpose: Purpose,
        seal: impl FnOnce(DeedBuilder<'_>) -> Result<DeedBuilder<'_>, store::DeedFault>,
    ) -> Result<(), Fault> {
        let id = self.id();
        self.enter_under(id, act, actor, purpose, seal)
    }

    /// The same under an id from which the number of what it makes follows.
    fn enter_under<A: Act>(
        &mut self,
        id: Id,
        act: &A,
        actor: Actor,
        purpose: Purpose,
        seal: impl FnOnce(DeedBuilder<'_>) -> Result<DeedBuilder<'_>, store::DeedFault>,
    ) -> Result<(), Fault> {
        let deed = seal(self.node.deed(id, act, actor, purpose))?.build();
        match self.node.enter_now(deed)?.outcome {
            Outcome::Entered { .. } => Ok(()),
            other => Err(Fault::Input(format!("the demo's {} was not entered: {other:?}", A::KIND.name))),
        }
    }

    fn by<A: Act>(&mut self, role: Role, act: &A) -> Result<(), Fault> {
        let one = by_role(self.staff, role)?;
        self.enter(act, one.actor(), one.purpose, |deed| Ok(deed))
    }

    /// What was chosen beside the text; complaints about officials are not among the many.
    fn circumstances(&mut self) -> Circumstances {
        let happening = (self.numbers.below(4) > 0).then(|| self.code());
        let near = [SaidOf::AtHome, SaidOf::Known, SaidOf::OnlineOnly, SaidOf::Stranger];
        let said_of = if happening.is_some() { vec![*self.numbers.one_of(&near)] } else { Vec::new() };
        Circumstances { happening, said_of, ..Circumstances::default() }
    }

    fn report(&mut self) -> Result<Id, Fault> {
        let report = self.id();
        let (language, text) = *self.numbers.one_of(TOLD);
        let by = *self.numbers.one_of(&PEOPLE);
        let (danger, age) = (self.code::<DangerAnswer>(), self.code::<AgeBand>());
        let circumstances = self.circumstances();
        let reasons = assess(&Told { by, danger, age, pictures: 0, text });
        let reasons = union(&reasons, &circumstances.reasons());
        let act = FileReport {
            report,
            by,
            danger,
            age,
            language: language.to_owned(),
            pictures: Vec::new(),
            points: points(&reasons),
            reasons: reason_numbers(&reasons),
            contact: false,
            circumstances,
            kept_away: Vec::new(),
            folded_into: None,
            voice: None,
            hashes: None,
            came_by: None,
            duty: None,
        };
        let mut entropy = [0; 10];
        entropy.copy_from_slice(&report.0[..10]);
        let token =
            ReceiptToken::new(self.node.token(TOKEN_DOMAIN, &Receipt::from_entropy(entropy).proof()), report);
        self.enter(&act, Actor::PUBLIC, Purpose::Intake, |deed| {
            deed.seal(SLOT_TEXT, report, text.as_bytes())?.row(report, &token)
        })?;
        Ok(report)
    }

    /// What a company's machine hands in by the file, and two people who name the same address.
    fn handed_in(&mut self) -> Result<(), Fault> {
        let of_machine = |id: String, address: &str| {
            let text = format!(
                "This is a fictional report of a machine: an account was closed at {address}, two files were known by their hashes."
            );
            serde_json::json!({ "id": id, "text": text, "language": "en" })
        };
        let mut lines: Vec<_> =
            (0..SAY_THE_SAME).map(|n| of_machine(format!("same-{n}"), "https://example.org/chat")).collect();
        lines.extend(
            (1..=3).map(|n| of_machine(format!("near-{n}"), &format!("https://example.org/chat/{n}"))),
        );
        for (id, by) in [("parent", "adult-for-child"), ("teacher", "professional")] {
            let text =
                "This is a fictional report. A child showed me what somebody writes at www.example.org/chat";
            let mut line = serde_json::json!({ "id": id, "by": by, "text": text, "language": "en" });
            if by == "professional" {
                line["duty"] = serde_json::json!({ "kind": "law", "agency": "A fictional school" });
            }
            lines.push(line);
        }
        let lines: Vec<String> = lines.iter().map(ToString::to_string).collect();
        let actor = by_role(self.staff, Role::Analyst)?.actor();
        let taken = reports::intake::take_file(self.node, &actor, &lines.join("\n"), &mut |_| ());
        let taken = taken.map_err(|fault| Fault::Input(fault.to_string()))?;
        match taken.iter().find(|one| one.report.is_none()) {
            None => Ok(()),
            Some(refused) => Err(Fault::Input(format!("a line of the demo was not entered: {refused:?}"))),
        }
    }

    /// What became of a report of the past that led to no case.
    fn answered(&mut self, report: Id) -> Result<(), Fault> {
        self.by(Role::Analyst, &TakeUp { report })?;
        match self.numbers.below(4) {
            0 => {
                self.reply(report)?;
                self.by(Role::Analyst, &Refer::agreed(report, unit("police")))
            }
            1 => {
                let reason = NotPursuedReason::Duplicate;
                self.by(Role::Analyst, &NotPursue { report, reason, ground: None, told: false })
            }
            _ => self.reply(report),
        }
    }

    fn reply(&mut self, report: Id) -> Result<(), Fault> {
        let one = by_role(self.staff, Role::Analyst)?;
        let (actor, purpose) = (one.actor(), one.purpose);
        self.enter(&Reply { report }, actor, purpose, |deed| {
            deed.seal(SLOT_TEXT, report, b"Thank you. This is a fictional answer.")
        })
    }

    fn person(&mut self, born: Span, name: &str) -> Result<Id, Fault> {
        let id = self.id();
        let person = made(id, "person");
        let act = EnterPerson { person, born, sex: self.code::<Sex>() };
        let one = by_role(self.staff, Role::Investigator)?;
        let (actor, purpose, node) = (one.actor(), one.purpose, self.node);
        self.enter_under(id, &act, actor, purpose, |deed| {
            let slot = cases::acts::SLOT_PERSON;
            let deed = deed.seal(slot, person, name.as_bytes())?;
            cases::with_name_token(deed, node, person, &BTreeMap::from([(slot, name.to_owned())]))
        })?;
        Ok(person)
    }

    /// A case that went as far as `stage`: 0 opened, 1 suspect named, 2 arrested, 3 charged, 4 verdict, 5 sentence, 6 final.
    fn case(&mut self, n: u32, report: Id, year: i16, stage: u64) -> Result<(), Fault> {
        let id = self.id();
        let case = made(id, "case");
        let when = year_span(year);
        let offence = offence(&mut self.numbers);
        let country = self.code::<Country>();
        let ex_officio = report.is_none();
        let act = OpenCase { case, report, offence, conduct_when: when, country, ex_officio };
        let one = by_role(self.staff, Role::Investigator)?;
        self.enter_under(id, &act, one.actor(), one.purpose, |deed| Ok(deed))?;
        for unit in ["prosecution", "court", "victim-support"].map(unit) {
            self.by(Role::Investigator, &ShareCase { case, unit })?;
        }
        let victim = self.person(year_span(2012), &format!("Fictional Child {n}"))?;
        self.by(Role::Investigator, &RecordVictim { case, person: victim, thread: report })?;
        if stage == 0 {
            return Ok(());
        }
        let suspect = self.person(year_span(1980), &format!("Fictional Adult {n}"))?;
        let (role, sector) = (self.code::<SuspectRole>(), self.code::<Sector>());
        self.by(
            Role::Investigator,
            &NameSuspect {
                case,
                person: suspect,
                role,
                sector,
                conduct_when: when,
                conduct: None,
                ground: SuspicionGround::Assessment,
            },
        )?;
        if self.numbers.below(3) > 0 {
            let persons = DemandCategory::all().iter().filter(|one| {
                matches!(one.level(), DemandLevel::Immediate | DemandLevel::Intermediate)
                    && !one.needs_clinician()
            });
            let persons: Vec<DemandCategory> = persons.copied().collect();
            let category = *self.numbers.one_of(&persons);
            self.by(
                Role::Investigator,
                &CodeDemand { case, person: suspect, level: category.level(), category },
            )?;
        }
        let risk = self.code::<RiskLevel>();
        self.by(
            Role::VictimSupport,
            &AssessRisk { case, person: suspect, victim, risk, best_interests_considered: true },
        )?;
        self.court(case, suspect, offence, year, stage)
    }

    fn court(&mut self, case: Id, person: Id, offence: Iccs, year: i16, stage: u64) -> Result<(), Fault> {
        let accusation = Accusation::SILENT;
        let deed = |seeder: &mut Self, month: i8| CourtDeed {
            case,
            person,
            authority: unit("court"),
            happened: Span::on(
                Day::of(year, month, 1 + i8::try_from(seeder.numbers.below(27)).unwrap_or(0))
                    .unwrap_or_default(),
            ),
            document: seeder.id(),
        };
        let verdict = if self.numbers.below(4) == 0 { Verdict::Acquitted } else { Verdict::Convicted };
        if stage >= 2 {
            let made = ArrestMade { deed: deed(self, 2), accusation };
            self.by(Role::CourtOfficer, &made)?;
        }
        if stage >= 3 {
            let brought = ChargeBrought { deed: deed(self, 4), offence, accusation };
            self.by(Role::CourtOfficer, &brought)?;
        }
        if stage >= 4 {
            let given = VerdictGiven { deed: deed(self, 8), verdict, accusation };
            self.by(Role::CourtOfficer, &given)?;
        }
        if stage >= 5 && verdict == Verdict::Convicted {
            let months = 12 + u32::try_from(self.numbers.below(100)).unwrap_or(0);
            let passed = SentencePassed {
                deed: deed(self, 9),
                kinds: vec![SentenceKind::Custodial],
                months,
                accusation,
            };
            self.by(Role::CourtOfficer, &passed)?;
        }
        if stage >= 6 {
            let became = BecameFinal { deed: deed(self, 11), verdict, accusation };
            self.by(Role::CourtOfficer, &became)?;
        }
        Ok(())
    }
}

fn offence(numbers: &mut Numbers) -> Iccs {
    let offences: Vec<Iccs> =
        Iccs::all().iter().copied().filter(|one| one.concerns_child_exploitation()).collect();
    *numbers.one_of(&offences)
}

fn year_span(year: i16) -> Span {
    Span { from: Day::of(year, 1, 1).unwrap_or_default(), to: Day::of(year, 12, 31).unwrap_or_default() }
}

/// One year of the past: reports from January to November, what became of them, and cases in December.
fn year(
    seeder: &mut Seeder<'_>,
    year: i16,
    reports: u32,
    cases: std::ops::Range<u32>,
    told: &mut dyn FnMut(),
) -> Result<(), Fault> {
    let day = |month, day| Day::of(year, month, day).unwrap_or_default().start();
    let (first, last) = (day(1, 2), day(11, 30));
    let step = (last.0 - first.0) / i64::from(reports.max(1));
    let mut filed = Vec::new();
    for n in 0..reports {
        seeder.clock.put(Instant(first.0 + step * i64::from(n)));
        let report = seeder.report()?;
        if n % 2 == 0 {
            seeder.reply(report)?;
            filed.push(report);
        } else {
            seeder.answered(report)?;
        }
        told();
    }
    let mut filed = filed.into_iter();
    seeder.clock.put(day(12, 1));
    for n in cases {
        let report = filed.next().unwrap_or(Id::NONE);
        // Most cases end early, as in the world.
        let stage = seeder.numbers.below(9).min(6);
        seeder.case(n + 1, report, year, stage)?;
        told();
    }
    filed.try_for_each(|report| seeder.answered(report))
}

/// Before anything happens in that State: its people are there already.
pub(crate) fn beginning() -> Instant {
    year_span(YEARS[0]).from.start()
}

/// Fills an empty node with a fictional State: three years that are past, and a queue of today. Progress is told in reports
/// and cases done.
///
/// # Errors
/// [`Fault`] when something of it is not entered: a defect of the demo.
pub(crate) fn seed(
    node: &Node,
    clock: &DemoClock,
    staff: &[Staff],
    amount: Amount,
    told: &mut dyn FnMut(u32),
) -> Result<(), Fault> {
    let root = Id(u128::from(amount.seed).to_be_bytes()).derive("fictional State", 0);
    let mut seeder = Seeder { node, clock, staff, numbers: Numbers::new(amount.seed), root, next: 0 };
    for (body, word) in [(Body::First, "complaints"), (Body::Second, "ombudsperson")] {
        seeder.by(Role::Overseer, &NameBody { body, unit: unit(word) })?;
    }
    let mut done = 0;
    let mut one_more = || {
        done += 1;
        told(done);
    };
    // A tenth of the reports is new; each year of the past has its share of the others and of the cases.
    let new = amount.reports.div_ceil(10);
    let shares = u32::try_from(YEARS.len()).unwrap_or(1);
    for (n, of) in (0..shares).zip(YEARS) {
        let part = |all: u32| all * n / shares..all * (n + 1) / shares;
        let reports = part(amount.reports - new);
        year(&mut seeder, of, reports.end - reports.start, part(amount.cases), &mut one_more)?;
    }
    for n in 0..new {
        let hours = i64::from(new - n) * 72 / i64::from(new);
        clock.put(Instant(desk::Desk::now().0 - hours * 3_600_000));
        seeder.report()?;
        one_more();
    }
    clock.release();
    if amount.reports >= LEAST_FOR_MACHINES { seeder.handed_in() } else { Ok(()) }
}
