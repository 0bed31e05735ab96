//! Somebody leaves: every kind of work that officers began is carried on by a colleague after they were suspended, on both
//! databases. All people are fictional.

use crate::retention::filed;
use access::acts::{
    ApproveAccount, ApproveRecovery, Found, OpenUnit, ProposeAccount, ProposeRecovery, SuspendAccount,
};
use cases::acts::{CloseCase, OpenCase, ShareCase, UnshareCase};
use demand_map::acts::{ConfirmRelease, ProposeRelease};
use demand_map::{counts::DemandCounts, funnel::Funnel, release};
use facts::unit::UnitKind;
use kernel::codes::{ClosureReason, Country, Iccs};
use kernel::erasure::{AskErasure, ConfirmErasure};
use kernel::kept::{Anchor, RecordKind};
use kernel::term::{ApproveTerm, ProposeTerm, Term};
use kernel::{Act, Actor, CodeList, Day, Id, Outcome, Purpose, Role, Span};
use letting_go::acts::{
    ApproveSchedule, AskLift, DecideRequest, ImposeHold, LayDown, LiftHold, MakeRequest, ReleaseAnswer,
    RenewHold,
};
use letting_go::acts::{decide_request::SLOT_ANSWER, request::SLOT_WORDS};
use letting_go::codes::{AnswerTo, Asks, HoldReason, IdentityCheck, RefusalGround};
use reports::acts::{ApproveText, HandOver, ProposeText, Reply, SLOT_TEXT, TakeUp};
use reports::codes::{DoorLanguage, Wording};
use store::Node;
use store::testing::{Home, on_both};
use tutela::rooms::{registry, rooms};

const UNIT: Id = Id([200; 16]);
const OTHER_UNIT: Id = Id([210; 16]);
const KEEPERS: Id = Id([211; 16]);

fn by(n: u8, role: Role) -> Actor {
    let keeps = [Role::Administrator, Role::Overseer].contains(&role);
    Actor { id: Id([n; 16]), role, unit: if keeps { KEEPERS } else { UNIT } }
}

/// Those who leave.
const ANALYST: (u8, Role) = (31, Role::Analyst);
const INVESTIGATOR: (u8, Role) = (32, Role::Investigator);
const SUPPORT: (u8, Role) = (33, Role::VictimSupport);
const STATISTICIAN: (u8, Role) = (34, Role::Statistician);
const ADMINISTRATOR: (u8, Role) = (35, Role::Administrator);
const LEAVE: [(u8, Role); 5] = [ANALYST, INVESTIGATOR, SUPPORT, STATISTICIAN, ADMINISTRATOR];

fn leaver((n, role): (u8, Role)) -> Actor {
    by(n, role)
}

/// Who stays in their place.
fn colleague((n, role): (u8, Role)) -> Actor {
    by(n + 10, role)
}

fn overseer() -> Actor {
    by(2, Role::Overseer)
}

struct House(Node);

impl House {
    /// A node with two keepers, those who leave and those who stay.
    fn open(home: &Home) -> House {
        let house = House(Node::open(home.config(), registry(&mut rooms()).unwrap()).unwrap());
        let found = Found {
            administrator: Id([1; 16]),
            administration: KEEPERS,
            overseer: overseer().id,
            oversight: Id([212; 16]),
            second_factor: false,
        };
        house.does(&found, Actor::SYSTEM, &[]);
        for (unit, word) in [(UNIT, "fictional-police"), (OTHER_UNIT, "fictional-others")] {
            house.does(
                &OpenUnit { unit, word: word.into(), kind: UnitKind::Police },
                by(1, Role::Administrator),
                &[],
            );
        }
        for one in LEAVE {
            house.opens(leaver(one));
            house.opens(colleague(one));
        }
        house
    }

    fn opens(&self, who: Actor) {
        let propose = ProposeAccount { account: who.id, staff_role: who.role, unit: who.unit };
        let proposal = self.does(&propose, by(1, Role::Administrator), &[]);
        self.does(&ApproveAccount { account: who.id, proposal }, overseer(), &[]);
    }

    /// Enters an act of that number.
    fn as_number<A: Act>(&self, id: Id, act: &A, actor: Actor, sealed: &[(u16, Id)]) {
        let deed = self.0.deed(id, act, actor, Purpose::Investigation);
        let deed = sealed
            .iter()
            .fold(deed, |deed, (slot, subject)| deed.seal(*slot, *subject, b"Fictional words").unwrap());
        let outcome = self.0.enter_now(deed.build()).unwrap().outcome;
        assert!(matches!(outcome, Outcome::Entered { .. }), "{}: {outcome:?}", A::KIND.name);
    }

    fn does<A: Act>(&self, act: &A, actor: Actor, sealed: &[(u16, Id)]) -> Id {
        let id = self.0.new_id().unwrap();
        self.as_number(id, act, actor, sealed);
        id
    }

    fn report(&self, n: u8) -> Id {
        let report = Id([n; 16]);
        self.does(&filed(report), Actor::SYSTEM, &[(SLOT_TEXT, report)]);
        report
    }
}

fn days_from_now(days: i32) -> Span {
    Span::on(Day(desk::Desk::now().day().0 + days))
}

/// What those who leave began, by its numbers.
struct Begun {
    handed: Id,
    taken: Id,
    erased: Id,
    case: Id,
    account: Actor,
    proposal: Id,
    recovery: Id,
    text: Id,
    term: Id,
}

const HOLD: Id = Id([80; 16]);
const REQUEST: Id = Id([81; 16]);
const SCHEDULE: Id = Id([82; 16]);
const RELEASE: Id = Id([83; 16]);
const PAPER: Id = Id([90; 16]);

fn begin(house: &House) -> Begun {
    let (handed, taken, erased) = (house.report(11), house.report(12), house.report(13));
    house.does(&TakeUp { report: handed }, leaver(ANALYST), &[]);
    house.does(&TakeUp { report: taken }, leaver(INVESTIGATOR), &[]);
    house.does(&AskErasure { subject: erased }, leaver(ANALYST), &[]);
    let case = begin_case(house);
    begin_request(house, handed);
    let begun = begin_proposals(house);
    Begun { handed, taken, erased, case, ..begun }
}

fn begin_case(house: &House) -> Id {
    let (who, id) = (leaver(INVESTIGATOR), house.0.new_id().unwrap());
    let case = kernel::act::made(id, "case");
    let (offence, country) = (Iccs::all()[0], Country::all()[1]);
    let open =
        OpenCase { case, report: Id::NONE, offence, conduct_when: Span::UNKNOWN, country, ex_officio: true };
    house.as_number(id, &open, who, &[]);
    house.does(&ShareCase { case, unit: OTHER_UNIT }, who, &[]);
    let (reason, until) = (HoldReason::Appeal, days_from_now(90));
    let hold = ImposeHold { hold: HOLD, record: case, reason, authority: PAPER, document: PAPER, until };
    house.does(&hold, who, &[]);
    house.does(&AskLift { record: case, hold: HOLD, document: PAPER }, who, &[]);
    case
}

/// A request about a report that is decided and waits for another to release it.
fn begin_request(house: &House, subject: Id) {
    let (asks, identity) = (Asks::Access, IdentityCheck::InPerson);
    let ask = MakeRequest { request: REQUEST, subject, asks, guardian: Id::NONE, identity, told: true };
    house.does(&ask, leaver(SUPPORT), &[(SLOT_WORDS, subject)]);
    let decide = DecideRequest {
        request: REQUEST,
        subject,
        answer: AnswerTo::Granted,
        ground: RefusalGround::None,
        appeal: None,
        withheld: Vec::new(),
        born: None,
        sex: None,
        renamed: false,
    };
    house.does(&decide, leaver(SUPPORT), &[(SLOT_ANSWER, subject)]);
}

fn begin_proposals(house: &House) -> Begun {
    let who = leaver(ADMINISTRATOR);
    let account = by(60, Role::Analyst);
    let propose = ProposeAccount { account: account.id, staff_role: account.role, unit: account.unit };
    let proposal = house.does(&propose, who, &[]);
    let recovery = house.does(&ProposeRecovery { account: colleague(ANALYST).id }, who, &[]);
    let (wording, in_language) = (Wording::NextWho, DoorLanguage::English);
    let text =
        house.does(&ProposeText { wording, in_language, new_words: "Fictional words".into() }, who, &[]);
    let term = house.does(&ProposeTerm { term: Term::GlassOpen, value: 12 }, who, &[]);
    let (kind, counts_from, basis) = (RecordKind::Report, Anchor::LastEvent, "A fictional law".to_owned());
    house.does(
        &LayDown { schedule: SCHEDULE, kind, counts_from, days: 2_000, notice_days: 20, basis },
        who,
        &[],
    );
    let cells = release::freeze(&Funnel::default(), &DemandCounts::default(), 5).unwrap();
    let period = Span { from: Day::of(2020, 1, 1).unwrap(), to: Day::of(2020, 12, 31).unwrap() };
    let propose = ProposeRelease { release: RELEASE, period, threshold: 5, cells };
    house.does(&propose, leaver(STATISTICIAN), &[]);
    let none = Id::NONE;
    Begun { handed: none, taken: none, erased: none, case: none, account, proposal, recovery, text, term }
}

/// Every kind of work, each taken on by somebody else.
fn carry_on(house: &House, begun: &Begun) {
    let reply = |report: Id, who: Actor| {
        house.does(&Reply { report }, who, &[(SLOT_TEXT, report)]);
    };
    let (analyst, investigator) = (colleague(ANALYST), colleague(INVESTIGATOR));
    house.does(&HandOver { officer: leaver(ANALYST).id, colleague: analyst.id }, analyst, &[]);
    reply(begun.handed, analyst);
    // One report alone is taken up by whoever goes on with it.
    house.does(&TakeUp { report: begun.taken }, investigator, &[]);
    reply(begun.taken, investigator);
    house.does(&ConfirmErasure { subject: begun.erased }, overseer(), &[]);
    let (case, hold) = (begun.case, HOLD);
    house.does(&UnshareCase { case, unit: OTHER_UNIT }, investigator, &[]);
    house.does(&ShareCase { case, unit: OTHER_UNIT }, investigator, &[]);
    let until = days_from_now(120);
    house.does(
        &RenewHold { record: case, hold, authority: PAPER, document: PAPER, until },
        investigator,
        &[],
    );
    house.does(&AskLift { record: case, hold, document: PAPER }, investigator, &[]);
    house.does(&LiftHold { record: case, hold }, overseer(), &[]);
    let close = CloseCase { case, person: Id::NONE, reason: ClosureReason::InsufficientEvidence };
    house.does(&close, investigator, &[]);
    house.does(&ReleaseAnswer { request: REQUEST, subject: begun.handed }, colleague(SUPPORT), &[]);
    house.does(&ApproveAccount { account: begun.account.id, proposal: begun.proposal }, overseer(), &[]);
    house.does(&ApproveRecovery { account: analyst.id, proposal: begun.recovery }, overseer(), &[]);
    let (wording, in_language) = (Wording::NextWho, DoorLanguage::English);
    let approve = ApproveText { wording, in_language, proposal: begun.text };
    house.does(&approve, colleague(ADMINISTRATOR), &[]);
    house.does(&ApproveTerm { term: Term::GlassOpen, proposal: begun.term }, overseer(), &[]);
    house.does(&ApproveSchedule { schedule: SCHEDULE }, overseer(), &[]);
    house.does(&ConfirmRelease { release: RELEASE }, colleague(STATISTICIAN), &[]);
    // Whoever has their half of a link from somebody who left begins by a recovery of two others.
    let account = begun.account.id;
    let proposal = house.does(&ProposeRecovery { account }, colleague(ADMINISTRATOR), &[]);
    house.does(&ApproveRecovery { account, proposal }, overseer(), &[]);
}

#[test]
fn a_colleague_carries_on_every_kind_of_work_of_whoever_was_suspended() {
    on_both(|home| {
        let house = House::open(home);
        let begun = begin(&house);
        for one in LEAVE {
            house.does(&SuspendAccount { account: leaver(one).id }, by(1, Role::Administrator), &[]);
        }
        carry_on(&house, &begun);
        house.0.stop();
        drop(house);
        let verified = crate::demo::run(home, &["verify"]);
        assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stdout));
    });
}
