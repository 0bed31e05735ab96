use super::*;
use crate::codes::{
    AskedAbout, Asks, BasisState, ClockFound, Danger, LetterAnswer, LetterLanguage, LetterStands, LetterWay,
    OrderOf, SecondLook, SendingKind, SendingState, WhyRefused,
};
use crate::tables::Sending;
use facts::Standing;
use facts::letter::LetterTried;
use facts::testing::{Elsewhere, a_report};
use kernel::codes::{ConductOfExploitation, Country};
use kernel::knowing::hold;
use kernel::{
    Actor, AnyAct, Ctx, Day, Instant, MemoryNode, MemoryTables, Outcome, Purpose, Record, Registry, RuleName,
    Span, Tables,
};
use proptest::prelude::*;

const REPORT: Id = Id([1; 16]);
const PERSON: Id = Id([5; 16]);
const DAY_MS: i64 = 86_400_000;
/// 2000-01-01.
const BEGIN: i64 = 946_684_800_000;

fn registry() -> Registry {
    let test = facts::testing::charter();
    Registry::new(vec![facts::charter(), rules::charter(), test, crate::charter()]).unwrap()
}

struct Room {
    node: MemoryNode,
    acts: u32,
    now: Instant,
    platform: Id,
    basis: Id,
}

fn by(n: u8, role: Role) -> Actor {
    Actor { id: Id([n; 16]), role, unit: Id([200; 16]) }
}

fn analyst(n: u8) -> Actor {
    by(n, Role::Analyst)
}

fn investigator(n: u8) -> Actor {
    by(n, Role::Investigator)
}

fn country() -> Country {
    Country::from_alpha2("FR").unwrap()
}

impl Room {
    /// A report, a platform, and a basis that two people laid down: 90 days, answers within 10.
    fn new() -> Room {
        let mut room = Room::bare();
        room.does(&room.a_basis(Id::NONE), by(31, Role::Administrator));
        room.does(&ApproveBasis { legal_basis: room.basis }, by(32, Role::Overseer));
        room
    }

    fn bare() -> Room {
        let node = MemoryNode::new(registry());
        let mut room = Room { node, acts: 0, now: Instant(BEGIN), platform: Id::NONE, basis: Id::NONE };
        room.does(&Elsewhere::of(&a_report(REPORT, 1)), Actor::SYSTEM);
        room.platform = room.next("platform");
        room.does(&room.a_platform(LetterWay::Mail), analyst(1));
        room.basis = room.next("basis");
        room
    }

    fn a_platform(&self, way: LetterWay) -> AddPlatform {
        AddPlatform {
            platform: self.platform,
            platform_name: "Fictional Platform".into(),
            country: country(),
            way,
            language: LetterLanguage::English,
        }
    }

    fn a_basis(&self, replaces: Id) -> ProposeBasis {
        ProposeBasis {
            basis: self.next("basis"),
            replaces,
            country: country(),
            law: "Fictional Code, article 12".into(),
            allows: Asks::all().to_vec(),
            order: OrderOf::Prosecutor,
            preserved_days: 90,
            answer_days: 10,
        }
    }

    fn a_draft(&self, asks: Asks) -> Draft {
        Draft {
            record: REPORT,
            letter: self.next("letter"),
            asks_for: asks,
            platform: self.platform,
            legal_basis: self.basis,
            in_name_of: "Police of a fictional State".into(),
            period: "1999-11-01/1999-11-30".parse().unwrap(),
            order: if asks.discloses() { OrderOf::Court } else { OrderOf::Nobody },
            in_danger: if asks == Asks::Emergency { Danger::Child } else { Danger::Nobody },
            follows: Id::NONE,
            about: AskedAbout::Unknown,
            person: Id::NONE,
            conduct: None,
        }
    }

    /// The number that the next act makes in that field.
    fn next(&self, field: &str) -> Id {
        kernel::act::made(self.node.ctx(Actor::SYSTEM, Purpose::Triage, self.acts + 1).act, field)
    }

    fn drafted(&mut self, asks: Asks, who: Actor) -> Id {
        let draft = self.a_draft(asks);
        self.does(&draft, who);
        draft.letter
    }

    /// A letter that the platform's server took over.
    fn sent(&mut self, asks: Asks) -> Id {
        let letter = self.drafted(asks, analyst(1));
        self.does(&Send { record: REPORT, letter }, investigator(2));
        self.taken(letter);
        letter
    }

    fn extended(&mut self, first: Id) -> Id {
        let draft = Draft { follows: first, ..self.a_draft(Asks::Extend) };
        self.does(&draft, analyst(1));
        self.does(&Send { record: REPORT, letter: draft.letter }, analyst(1));
        self.taken(draft.letter);
        draft.letter
    }

    fn taken(&mut self, sending: Id) {
        let attempt = u32::try_from(self.row::<Sending>(sending).letter_attempts).unwrap() + 1;
        let told = TellSending { sending, attempt, tried: LetterTried::Taken, code: 250 };
        self.does(&told, Actor::SYSTEM);
    }

    fn answer(&self, letter: Id, platform_answer: LetterAnswer) -> RecordAnswer {
        RecordAnswer {
            record: REPORT,
            letter,
            platform_answer,
            preserved_until: None,
            why_refused: WhyRefused::NotSaid,
            disclosed_hash: None,
        }
    }

    fn rings(&mut self, letter: Id, found: ClockFound) -> bool {
        matches!(self.enter(&TellClock { letter, found }, Actor::SYSTEM), Outcome::Entered { .. })
    }

    fn days_pass(&mut self, days: i64) {
        self.now = Instant(self.now.0 + days * DAY_MS);
    }

    fn stands_as(&mut self, victim: bool, suspected: bool) {
        let tables: &mut dyn Tables = &mut self.node.tables;
        hold(tables, Id::NONE, PERSON).unwrap();
        tables.put(&Standing { victim, suspected, ..Standing::unknown(PERSON) }).unwrap();
    }

    fn enter(&mut self, act: &dyn AnyAct, actor: Actor) -> Outcome {
        self.acts += 1;
        self.now = Instant(self.now.0 + 1);
        let ctx = self.node.ctx(actor, Purpose::Triage, self.acts);
        self.node.enter(act, &Ctx { now: self.now, ..ctx }).unwrap()
    }

    fn does(&mut self, act: &dyn AnyAct, actor: Actor) {
        let outcome = self.enter(act, actor);
        assert!(matches!(outcome, Outcome::Entered { .. }), "{outcome:?}");
    }

    fn field(&mut self, act: &dyn AnyAct, actor: Actor) -> &'static str {
        let before = self.node.entries.len();
        let field = match self.enter(act, actor) {
            Outcome::Invalid(problem) => problem.field,
            other => panic!("{other:?}"),
        };
        assert_eq!(self.node.entries.len(), before, "nothing is entered");
        field
    }

    fn rule(&mut self, act: &dyn AnyAct, actor: Actor) -> RuleName {
        match self.enter(act, actor) {
            Outcome::Refused(refusal) => refusal.rule,
            other => panic!("{other:?}"),
        }
    }

    fn row<R: Record>(&mut self, key: Id) -> R {
        let tables: &mut MemoryTables = &mut self.node.tables;
        (tables as &mut dyn Tables).get::<R>(key).unwrap().unwrap()
    }

    fn letter(&mut self, letter: Id) -> Letter {
        self.row(letter)
    }

    fn replays(&self) -> bool {
        let (registry, mut again) = (registry(), MemoryTables::default());
        for entry in &self.node.entries {
            registry.apply(&mut again, entry).unwrap();
        }
        crate::tables::tables().into_iter().all(|table| self.node.tables.rows(table).eq(again.rows(table)))
    }
}

#[test]
fn a_basis_is_laid_down_by_two_and_each_version_stays() {
    let mut room = Room::bare();
    let proposed = room.a_basis(Id::NONE);
    assert_eq!(
        room.field(&ProposeBasis { preserved_days: 0, ..proposed.clone() }, by(31, Role::Overseer)),
        "preserved_days"
    );
    let first = ProposeBasis { basis: room.next("basis"), ..proposed };
    room.does(&first, by(31, Role::Administrator));
    room.basis = first.basis;
    let approve = ApproveBasis { legal_basis: first.basis };
    assert_eq!(room.rule(&approve, by(31, Role::Administrator)), RuleName::TwoPeople);
    let early = room.a_draft(Asks::Preserve);
    assert_eq!(room.field(&early, analyst(1)), "legal_basis", "nobody approved it yet");
    room.does(&approve, by(32, Role::Overseer));
    let letter = room.drafted(Asks::Preserve, analyst(1));
    let second = room.a_basis(first.basis);
    room.does(&second, by(32, Role::Overseer));
    room.does(&ApproveBasis { legal_basis: second.basis }, by(31, Role::Administrator));
    let (old, new): (Basis, Basis) = (room.row(first.basis), room.row(second.basis));
    assert_eq!((old.basis_state, old.basis_version), (BasisState::Replaced, 1));
    assert_eq!((new.basis_state, new.basis_version), (BasisState::InForce, 2));
    let late = room.field(&Send { record: REPORT, letter }, analyst(1));
    assert_eq!(late, "letter", "what is replaced carries no new letter");
    assert!(room.replays());
}

#[test]
fn one_person_asks_for_preservation_and_a_disclosure_needs_an_order_and_another() {
    let mut room = Room::new();
    let letter = room.drafted(Asks::Preserve, analyst(1));
    room.does(&Send { record: REPORT, letter }, analyst(1));
    for order in [OrderOf::Nobody, OrderOf::Investigator] {
        let draft = Draft { order, ..room.a_draft(Asks::Content) };
        assert_eq!(room.field(&draft, investigator(2)), "order");
    }
    let letter = room.drafted(Asks::Content, investigator(2));
    let send = Send { record: REPORT, letter };
    assert_eq!(room.rule(&send, investigator(2)), RuleName::TwoPeople);
    assert_eq!(room.field(&send, analyst(1)), "letter", "no analyst signs it");
    room.does(&send, by(3, Role::Prosecutor));
    assert_eq!(room.letter(letter).letter_stands, LetterStands::Leaving);
    assert!(room.replays());
}

#[test]
fn an_emergency_goes_at_once_and_another_looks_at_it_or_it_is_told() {
    let mut room = Room::new();
    let calm = Draft { in_danger: Danger::Nobody, ..room.a_draft(Asks::Emergency) };
    assert_eq!(room.field(&calm, analyst(1)), "in_danger");
    let letter = room.drafted(Asks::Emergency, analyst(1));
    room.does(&Send { record: REPORT, letter }, analyst(1));
    let look = ReviewEmergency { record: REPORT, letter, upheld: true };
    assert!(matches!(room.enter(&look, analyst(4)), Outcome::Forbidden(_)));
    assert!(!room.rings(letter, ClockFound::NotLookedAt), "there is time");
    room.days_pass(1);
    assert!(room.rings(letter, ClockFound::NotLookedAt));
    assert_eq!(room.letter(letter).emergency_look, SecondLook::Late);
    room.does(&look, investigator(2));
    assert_eq!(room.letter(letter).emergency_look, SecondLook::Upheld);
    assert_eq!(room.field(&look, investigator(3)), "letter", "once");

    let letter = room.drafted(Asks::Emergency, investigator(2));
    room.does(&Send { record: REPORT, letter }, investigator(3));
    let look = ReviewEmergency { record: REPORT, letter, upheld: false };
    for own in [2, 3] {
        assert_eq!(room.rule(&look, investigator(own)), RuleName::TwoPeople, "who drafted or signed it");
    }
    room.does(&look, by(4, Role::Prosecutor));
    assert!(room.replays());
}

#[test]
fn nobody_is_asked_about_as_a_suspect_who_may_be_a_victim() {
    let mut room = Room::new();
    room.stands_as(false, false);
    let ask =
        |room: &Room| Draft { about: AskedAbout::Suspect, person: PERSON, ..room.a_draft(Asks::Preserve) };
    let unnamed = ask(&room);
    assert_eq!(room.field(&unnamed, analyst(1)), "person", "named in no case");
    room.stands_as(false, true);
    let child = Draft { conduct: Some(ConductOfExploitation::Prostitution), ..ask(&room) };
    assert_eq!(room.rule(&child, analyst(1)), RuleName::VictimIsNotOffender, "of unknown age");
    let named = ask(&room);
    room.does(&named, analyst(1));
    room.stands_as(true, true);
    let send = Send { record: REPORT, letter: named.letter };
    assert_eq!(room.field(&send, analyst(1)), "letter", "a victim since it was drafted");
    let as_victim = ask(&room);
    assert_eq!(room.field(&as_victim, analyst(1)), "person");
    let for_their_sake = Draft { about: AskedAbout::Victim, person: Id::NONE, ..ask(&room) };
    room.does(&for_their_sake, analyst(1));
}

#[test]
fn a_preservation_runs_until_its_day_unless_it_is_extended() {
    let mut room = Room::new();
    let first = room.sent(Asks::Preserve);
    let end = Day(Instant(BEGIN).day().0 + 91).start();
    let row = room.letter(first);
    assert_eq!((row.runs, row.lapses_at, row.letter_stands), (true, end, LetterStands::Waits));
    let until = "2000-03-15".parse::<Span>().unwrap();
    let preserved =
        RecordAnswer { preserved_until: Some(until), ..room.answer(first, LetterAnswer::Preserved) };
    room.does(&preserved, analyst(1));
    let told = until.to.start().plus_days(1);
    assert_eq!(room.letter(first).lapses_at, told, "the platform's own day");
    let extension = room.extended(first);
    let (before, after) = (room.letter(first), room.letter(extension));
    assert_eq!((before.runs, before.extended_by), (false, extension));
    assert_eq!((after.runs, after.lapses_at), (true, told.plus_days(90)));
    room.days_pass(80);
    assert!(!room.rings(first, ClockFound::Lapsed), "the extension carries it on");
    let refused =
        RecordAnswer { why_refused: WhyRefused::Basis, ..room.answer(extension, LetterAnswer::Refused) };
    room.does(&refused, analyst(1));
    assert!(room.rings(first, ClockFound::Lapsed), "nothing carries it on any more");
    assert_eq!(room.letter(first).letter_stands, LetterStands::Lapsed);
    let again = Draft { follows: first, ..room.a_draft(Asks::Extend) };
    assert_eq!(room.field(&again, analyst(1)), "follows");
    assert!(room.replays());
}

#[test]
fn an_answer_fits_the_letter_and_comes_in_time_or_it_is_told() {
    let mut room = Room::new();
    let letter = room.sent(Asks::Subscriber);
    room.days_pass(10);
    assert!(!room.rings(letter, ClockFound::Overdue), "it is the last day");
    room.days_pass(1);
    assert!(room.rings(letter, ClockFound::Overdue) && room.letter(letter).overdue);
    let disclosed = room.answer(letter, LetterAnswer::Disclosed);
    for (wrong, field) in [
        (room.answer(letter, LetterAnswer::Preserved), "platform_answer"),
        (room.answer(letter, LetterAnswer::None), "platform_answer"),
        (RecordAnswer { why_refused: WhyRefused::Gone, ..disclosed.clone() }, "why_refused"),
        (RecordAnswer { preserved_until: "2030".parse().ok(), ..disclosed.clone() }, "preserved_until"),
        (RecordAnswer { disclosed_hash: Some("zz".into()), ..disclosed.clone() }, "disclosed_hash"),
    ] {
        assert_eq!(room.field(&wrong, analyst(1)), field);
    }
    room.does(&room.answer(letter, LetterAnswer::AsksBack), analyst(1));
    room.does(&RecordAnswer { disclosed_hash: Some("a1".repeat(32)), ..disclosed.clone() }, analyst(1));
    let row = room.letter(letter);
    assert_eq!((row.letter_stands, row.overdue, row.days_to_answer), (LetterStands::Disclosed, false, 12));
    assert_eq!(room.field(&disclosed, analyst(1)), "letter", "answered for good");
    assert!(room.replays());
}

#[test]
fn what_is_withdrawn_is_told_to_whoever_may_have_it() {
    let mut room = Room::new();
    let draft = room.drafted(Asks::Preserve, analyst(1));
    room.does(&Withdraw { record: REPORT, letter: draft }, analyst(1));
    let sent = room.sent(Asks::Preserve);
    room.does(&Withdraw { record: REPORT, letter: sent }, analyst(1));
    let sendings = |room: &Room| -> Vec<Sending> {
        room.node.tables.rows(Sending::TABLE).map(|row| Sending::from_row(row).unwrap()).collect()
    };
    let told: Vec<Id> = sendings(&room)
        .into_iter()
        .filter(|row| row.sending_kind == SendingKind::Withdrawal)
        .map(|row| row.letter)
        .collect();
    assert_eq!(told, [sent], "nobody had the draft");
    room.taken(crate::apply::withdrawal_of(sent));
    let row = room.letter(sent);
    assert_eq!((row.letter_stands, row.runs), (LetterStands::Withdrawn, false));
    assert!(!room.rings(sent, ClockFound::Lapsed));
    assert!(room.replays());
}

#[test]
fn what_does_not_leave_by_itself_a_person_sends() {
    let mut room = Room::new();
    let letter = room.drafted(Asks::Preserve, analyst(1));
    room.does(&Send { record: REPORT, letter }, analyst(1));
    let refused = TellSending { sending: letter, attempt: 1, tried: LetterTried::RefusedForGood, code: 550 };
    room.does(&refused, Actor::SYSTEM);
    assert_eq!(room.letter(letter).letter_stands, LetterStands::Undelivered);
    let sent = SentByHand {
        record: REPORT,
        letter,
        sent_what: SendingKind::Letter,
        way: LetterWay::Portal,
        on: "2000-01-01".parse().unwrap(),
    };
    for (wrong, field) in [
        (SentByHand { way: LetterWay::Mail, ..sent.clone() }, "way"),
        (SentByHand { on: "1999-12-31".parse().unwrap(), ..sent.clone() }, "on"),
        (SentByHand { on: "2000-01-02".parse().unwrap(), ..sent.clone() }, "on"),
        (SentByHand { sent_what: SendingKind::Withdrawal, ..sent.clone() }, "letter"),
    ] {
        assert_eq!(room.field(&wrong, analyst(1)), field);
    }
    room.does(&sent, analyst(1));
    let (row, sending) = (room.letter(letter), room.row::<Sending>(letter));
    assert_eq!((row.letter_stands, row.runs), (LetterStands::Waits, true));
    assert_eq!((sending.sending_state, sending.letter_way), (SendingState::Gone, LetterWay::Portal));
    // An answer shows that it arrived, whatever the server said.
    let letter = room.drafted(Asks::Preserve, analyst(1));
    room.does(&Send { record: REPORT, letter }, analyst(1));
    room.does(&TellSending { sending: letter, ..refused.clone() }, Actor::SYSTEM);
    room.does(&room.answer(letter, LetterAnswer::AsksBack), analyst(1));
    assert_eq!(room.row::<Sending>(letter).sending_state, SendingState::Gone);
    // A contact that was mended is the one that a letter goes to when it is signed again.
    let letter = room.drafted(Asks::Preserve, analyst(1));
    room.does(&Send { record: REPORT, letter }, analyst(1));
    room.does(&TellSending { sending: letter, ..refused }, Actor::SYSTEM);
    let mend =
        MendPlatform { platform: room.platform, way: LetterWay::Mail, language: LetterLanguage::Arabic };
    room.does(&mend, analyst(2));
    room.does(&Send { record: REPORT, letter }, analyst(2));
    let contact = room.row::<Platform>(room.platform).contact_act;
    let sending = room.row::<Sending>(letter);
    assert_eq!((sending.contact_act, sending.letter_attempts), (contact, 1));
    room.taken(letter);
    assert!(room.replays());
}

#[test]
fn a_letter_of_another_record_is_answered_like_none() {
    let mut room = Room::new();
    let letter = room.sent(Asks::Preserve);
    let other = Id([9; 16]);
    room.does(&Elsewhere::of(&a_report(other, 1)), Actor::SYSTEM);
    assert_eq!(room.field(&Withdraw { record: other, letter }, analyst(1)), "letter");
    assert_eq!(room.field(&Withdraw { record: Id([8; 16]), letter }, analyst(1)), "record");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    /// Whatever is extended, answered, withdrawn and rung in whatever order: of a chain of preservations one runs at most, none runs
    /// past its day once the clock rang, and the tables follow from the journal.
    #[test]
    fn of_a_chain_of_preservations_one_runs_at_most(steps in proptest::collection::vec(0_u8..6, 1..24)) {
        let mut room = Room::new();
        let mut chain = vec![room.sent(Asks::Preserve)];
        for step in steps {
            let last = *chain.last().unwrap();
            match step {
                0 | 1 => {
                    let draft = Draft { follows: last, ..room.a_draft(Asks::Extend) };
                    if matches!(room.enter(&draft, analyst(1)), Outcome::Entered { .. }) {
                        room.does(&Send { record: REPORT, letter: draft.letter }, analyst(1));
                        room.taken(draft.letter);
                        chain.push(draft.letter);
                    }
                }
                2 => room.days_pass(40),
                3 => {
                    room.enter(&room.answer(last, LetterAnswer::Refused), analyst(1));
                }
                4 => {
                    room.enter(&Withdraw { record: REPORT, letter: last }, analyst(1));
                }
                _ => {
                    room.enter(&room.answer(last, LetterAnswer::AsksBack), analyst(1));
                }
            }
            let now = room.now;
            for &letter in &chain.clone() {
                room.rings(letter, ClockFound::Lapsed);
            }
            let rows: Vec<Letter> = chain.iter().map(|&letter| room.letter(letter)).collect();
            prop_assert!(rows.iter().filter(|row| row.runs).count() <= 1);
            prop_assert!(rows.iter().all(|row| !row.runs || now < row.lapses_at));
        }
        prop_assert!(room.replays());
    }
}
