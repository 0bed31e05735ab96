//! Random acts of every kind, near the edges of every rule, from one seed.

use cases::acts::*;
use cases::codes::{RiskLevel, SuspicionGround};
use cases::{Accusation, Deed};
use demand_map::acts::{ConfirmRelease, ProposeRelease};
use demand_map::{counts::DemandCounts, funnel::Funnel, release};
use kernel::codes::{
    ClosureReason, ConductOfExploitation, Country, DemandCategory, Grade, Iccs, ReleaseKind, Sector,
    SentenceKind, Sex, SuspectRole, Verdict,
};
use kernel::erasure::{AskErasure, ConfirmErasure, ConfirmErasures, HonourErasure};
use kernel::glass::{BreakGlass, ReviewGlass};
use kernel::look::Look;
use kernel::term::Term;
use kernel::turning::RotateKeys;
use kernel::{Actor, AnyAct, CodeList, Day, Id, Outcome, Purpose, Role, Span};
use known_material::acts::record_matches::Negated;
use known_material::acts::{AddHashes, ConfirmLead, CreateList, RecordMatches, RejectLead, WithdrawHashes};
use known_material::codes::{How, ListPurpose};
use known_material::events::Hit;
use letting_go::codes::Asks;
use reports::codes::{DoorLanguage, Wording};
use victims::acts::{ExcludeGuardian, NameGuardian, StateWish};

mod access_acts;
mod calling_acts;
mod evidence_acts;
mod exchange_acts;
mod letter_acts;
mod letting_go_acts;
mod list_acts;
mod match_acts;
mod oversight_acts;
mod platform_acts;
mod report_acts;
mod takedown_acts;
mod weights_acts;
mod wording_acts;

/// A generator of numbers, the same on every machine (SplitMix64).
#[derive(Default)]
pub(crate) struct Numbers(pub(crate) u64);

impl Numbers {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound.max(1) as u64) as usize
    }
    pub(crate) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
    fn code<L: CodeList>(&mut self) -> L {
        L::all()[self.below(L::all().len())]
    }
}

/// What the generator remembers, so that acts meet each other.
#[derive(Default)]
pub(crate) struct Acts {
    pub(crate) numbers: Numbers,
    reports: Vec<Id>,
    /// Reports of officials that nobody has acknowledged yet, as far as the maker knows.
    of_officials: Vec<Id>,
    /// Reports of machines, and those of them that were filed into a line, with its report.
    of_machines: Vec<Id>,
    folded: Vec<(Id, Id)>,
    /// Reports that were sent, or tried to be, to the body that hears complaints.
    complaints: Vec<Id>,
    /// Reports that were proposed to belong together, or tried to be.
    links: Vec<(Id, Id)>,
    cases: Vec<Id>,
    persons: Vec<Id>,
    lists: Vec<(Id, Vec<Grade>)>,
    /// What to take back when the act at hand is not accepted: the list and how many grades.
    adding: Option<(usize, usize)>,
    leads: Vec<(Id, Hit)>,
    /// Disputes that were tried to be raised, and tables of labels that were tried to be proposed.
    disputes: Vec<Id>,
    mappings: Vec<Id>,
    releases: Vec<Id>,
    erasures: Vec<Id>,
    /// Entries by which a glass was broken, and whether the act at hand breaks one.
    glasses: Vec<u64>,
    /// The report before which it was tried last.
    broken_before: Option<Id>,
    /// Victims and suspects who were tried to be recorded, with their case.
    victims: Vec<(Id, Id)>,
    suspects: Vec<(Id, Id)>,
    /// Persons who were said to have one name.
    pairs: Vec<(Id, Id)>,
    findings: Vec<Id>,
    /// Terms that were set or proposed, with the act.
    terms: Vec<(Term, Id)>,
    /// Texts for which words were proposed, with the act.
    texts: Vec<(Wording, DoorLanguage, Id)>,
    /// Tables of points that were proposed, the one that is just being approved, and the number of the one in force.
    weights: Vec<Id>,
    /// The report that was referred last, or tried to be.
    referred: Option<Id>,
    /// Questions to other units that were tried to be asked, each with its report.
    asked: Vec<(Id, Id)>,
    /// Hours of the desk that were proposed last.
    desk_hours: Option<Id>,
    approving: Option<Id>,
    version: u32,
    breaking: bool,
    /// Holds with what they hold, schedules, and records that were said to be due.
    holds: Vec<(Id, Id)>,
    schedules: Vec<Id>,
    due: Vec<Id>,
    /// Schedules of reports, and the record that the act at hand announces.
    of_reports: Vec<Id>,
    announcing: Option<Id>,
    /// Reports that were put aside, and the one that is just being.
    put_aside: Vec<Id>,
    putting_aside: Option<Id>,
    /// What was put forward for erasure, and what is just being.
    put_forward: Vec<Id>,
    putting: Option<Id>,
    /// Requests with whose data they are about, and what they ask.
    requests: Vec<(Id, Id, Asks)>,
    /// Ways that were tried to be opened, and messages that may be on their way.
    ways: Vec<Id>,
    messages: Vec<Id>,
    /// Addresses to be taken down, letters that may be on their way, tables of labels that were proposed.
    addresses: Vec<Id>,
    letters: Vec<Id>,
    schemes: Vec<Id>,
    /// Originals with their records, recipients that were proposed, handovers with their records.
    originals: Vec<(Id, Id)>,
    recipients: Vec<Id>,
    handovers: Vec<(Id, Id)>,
    /// Platforms and legal bases that were tried to be entered, letters with their records, and what the act at hand drafts.
    platforms: Vec<Id>,
    bases: Vec<Id>,
    to_platforms: Vec<letter_acts::Drafted>,
    drafting: Option<letter_acts::Drafted>,
    /// Hotlines that were tried to be proposed, the one that is just being approved, and the first that was; attempts that were tried to
    /// be begun.
    hotlines: Vec<Id>,
    approving_hotline: Option<Id>,
    spoken_with: Option<Id>,
    begun: Vec<(Id, Id)>,
    /// Whether the act at hand proposes the last of them.
    handing: bool,
    moved: Vec<Id>,
    /// Addresses that a host said are elsewhere.
    disowned: Vec<Id>,
    beginning: Option<(Id, Id)>,
    /// Addresses that were graded, and the one that is just being.
    graded: Vec<Id>,
    grading: Option<Id>,
    units: Vec<Id>,
    accounts: Vec<Id>,
    /// Account and proposal, of accounts and of recoveries.
    proposals: Vec<(Id, Id)>,
    recoveries: Vec<(Id, Id)>,
    /// Keys of senders' systems that were tried to be opened.
    machine_keys: Vec<Id>,
    /// Reports by machine that were tried to be opened, and files with theirs.
    machine_reports: Vec<Id>,
    machine_files: Vec<(Id, Id)>,
    /// The key by which the act at hand opens the next one.
    succeeding: Option<Id>,
    /// Lists and keys that were tried to be let ask them; how many digests of look-ups were entered, and the one at hand.
    match_rights: Vec<(Id, Id)>,
    digests: u32,
    keeping: Option<u32>,
    /// Messages to senders' webhooks that were tried to be sent.
    hook_messages: Vec<Id>,
    /// Where all acts' numbers come from, and how many were made.
    root: Id,
    made: u32,
}

/// An act to be tried, and by whom.
pub(crate) struct Tried {
    pub(crate) act: Box<dyn AnyAct>,
    pub(crate) actor: Actor,
    pub(crate) purpose: Purpose,
}

fn officer(role: Role, n: u8) -> Actor {
    Actor { id: Id([n + 1; 16]), role, unit: Id([200 + n / 3; 16]) }
}

type Maker = fn(&mut Acts) -> Box<dyn AnyAct>;

/// Every act that people send, with its weight. What Tutela sends itself follows from these.
const MAKERS: &[(usize, Maker)] = &[
    (6, Acts::file_report),
    (3, Acts::add_to_thread),
    (2, Acts::add_voice),
    (4, Acts::take_up),
    (3, Acts::call_human),
    (2, Acts::answer_call),
    (1, Acts::ask_second_look),
    (1, Acts::give_opinion),
    (1, Acts::change_receipt),
    (2, Acts::propose_link),
    (5, Acts::approve_link),
    (2, Acts::part_link),
    (2, Acts::mark_words),
    (3, Acts::acknowledge),
    (6, Acts::rate_usefulness),
    (1, Acts::tell_line),
    (7, Acts::fold),
    (4, Acts::unfold),
    (1, Acts::open_way),
    (1, Acts::close_way),
    (1, Acts::try_way),
    (2, Acts::begin_attempt),
    (2, Acts::tell_attempt),
    (2, Acts::propose_peer),
    (4, Acts::approve_peer),
    (1, Acts::close_peer),
    (6, Acts::begin_send),
    (6, Acts::tell_send),
    (1, Acts::take_over),
    (1, Acts::tell_pull),
    (1, Acts::tell_heard),
    (1, Acts::hold_back),
    (4, Acts::try_again),
    (3, Acts::add_address),
    (10, Acts::grade_address),
    (5, Acts::ask_preservation),
    (2, Acts::place_hold),
    (2, Acts::end_police_hold),
    (6, Acts::send_notice),
    (3, Acts::tell_letter),
    (7, Acts::tell_checks),
    (4, Acts::claim_removal),
    (9, Acts::decide_found),
    (5, Acts::lodge_appeal),
    (16, Acts::decide_appeal),
    (2, Acts::set_contact),
    (1, Acts::propose_scheme),
    (3, Acts::approve_scheme),
    (2, Acts::propose_recipient),
    (4, Acts::approve_recipient),
    (1, Acts::withdraw_recipient),
    (6, Acts::propose_handover),
    (10, Acts::approve_handover),
    (1, Acts::call_handover_off),
    (8, Acts::record_package),
    (13, Acts::tell_hand),
    (6, Acts::answer_handover),
    (1, Acts::add_platform),
    (1, Acts::mend_platform),
    (1, Acts::propose_basis),
    (4, Acts::approve_basis),
    (9, Acts::draft_letter),
    (9, Acts::sign_letter),
    (5, Acts::review_emergency),
    (4, Acts::tell_sending),
    (3, Acts::sent_by_hand),
    (4, Acts::record_answer),
    (1, Acts::withdraw_letter),
    (4, Acts::tell_clock),
    (1, Acts::hear_answer),
    (1, Acts::tell_registry),
    (1, Acts::set_hook),
    (4, Acts::tell_move),
    (11, Acts::follow_move),
    (3, Acts::renew_link),
    (1, Acts::end_link),
    (3, Acts::disown),
    (7, Acts::answer_disowned),
    (3, Acts::refer),
    (16, Acts::return_referral),
    (8, Acts::consult),
    (19, Acts::give_view),
    (6, Acts::end_consultation),
    (3, Acts::hand_over),
    (2, Acts::assign_next),
    (3, Acts::assign),
    (2, Acts::mark_complaint),
    (8, Acts::clear_concern),
    (1, Acts::name_body),
    (4, Acts::not_pursue),
    (3, Acts::reply),
    (3, Acts::let_match),
    (2, Acts::end_match),
    (1, Acts::set_match_quota),
    (1, Acts::keep_look_ups),
    (1, Acts::note_probing),
    (2, Acts::propose_text),
    (2, Acts::approve_text),
    (1, Acts::take_back_text),
    (1, Acts::propose_weights),
    (2, Acts::approve_weights),
    (1, Acts::reassess),
    (1, Acts::propose_desk_hours),
    (1, Acts::approve_desk_hours),
    (1, Acts::round_the_clock),
    (6, Acts::open_case),
    (8, Acts::enter_person),
    (2, Acts::link_persons),
    (6, Acts::record_victim),
    (8, Acts::name_suspect),
    (3, Acts::code_demand),
    (4, Acts::decide_charge),
    (5, Acts::close_case),
    (9, Acts::divert),
    (13, Acts::assess_risk),
    (9, Acts::decide_release),
    (14, Acts::request_testimony),
    (1, Acts::declare_conflict),
    (5, Acts::arrest_made),
    (3, Acts::person_detained),
    (3, Acts::charge_brought),
    (4, Acts::verdict_given),
    (3, Acts::sentence_passed),
    (3, Acts::appeal_lodged),
    (3, Acts::became_final),
    (6, Acts::release_happened),
    (3, Acts::closed_by_authority),
    (3, Acts::diverted_by_authority),
    (1, Acts::create_list),
    (6, Acts::add_hashes),
    (3, Acts::withdraw_hashes),
    (8, Acts::record_matches),
    (4, Acts::show_list),
    (2, Acts::hide_list),
    (4, Acts::propose_grade),
    (9, Acts::vote_grade),
    (3, Acts::dispute_entry),
    (6, Acts::answer_dispute),
    (2, Acts::set_expiry),
    (3, Acts::expire_hashes),
    (2, Acts::note_victims),
    (1, Acts::propose_mapping),
    (3, Acts::approve_mapping),
    (1, Acts::look_back),
    (5, Acts::confirm_lead),
    (5, Acts::reject_lead),
    (5, Acts::name_guardian),
    (2, Acts::exclude_guardian),
    (29, Acts::state_wish),
    (8, Acts::propose_release),
    (6, Acts::confirm_release),
    (3, Acts::ask_erasure),
    (5, Acts::confirm_erasure),
    (1, Acts::honour_erasure),
    (1, Acts::rotate_keys),
    (4, Acts::look),
    (2, Acts::note_export),
    (1, Acts::see_to),
    (2, Acts::find_unusual),
    (3, Acts::answer_finding),
    (1, Acts::set_working_week),
    (1, Acts::set_holiday),
    (1, Acts::set_time_zone),
    (2, Acts::propose_term),
    (2, Acts::approve_term),
    (6, Acts::share_case),
    (2, Acts::unshare_case),
    (2, Acts::break_glass),
    (2, Acts::review_glass),
    (4, Acts::find_matches),
    (4, Acts::answer_match),
    (2, Acts::confirm_erasures),
    (3, Acts::impose_hold),
    (3, Acts::renew_hold),
    (2, Acts::ask_lift),
    (3, Acts::lift_hold),
    (2, Acts::end_hold),
    (3, Acts::warn_of_end),
    (3, Acts::lay_down),
    (5, Acts::approve_schedule),
    (22, Acts::announce),
    (18, Acts::put_forward),
    (2, Acts::call_off),
    (8, Acts::remind),
    (4, Acts::tell_partner),
    (3, Acts::make_request),
    (2, Acts::extend_request),
    (4, Acts::decide_request),
    (5, Acts::release_answer),
    (4, Acts::watch_request),
    (1, Acts::found),
    (2, Acts::open_unit),
    (5, Acts::propose_account),
    (6, Acts::approve_account),
    (2, Acts::suspend_account),
    (1, Acts::close_account),
    (4, Acts::propose_recovery),
    (6, Acts::approve_recovery),
    (2, Acts::end_sessions),
    (2, Acts::set_names),
    (4, Acts::open_machine_report),
    (8, Acts::take_machine_file),
    (8, Acts::describe_machine_file),
    (4, Acts::finish_machine_report),
    (3, Acts::retract_machine_report),
    (3, Acts::expire_machine_report),
    (3, Acts::lay_hook),
    (1, Acts::end_hook),
    (5, Acts::try_hook),
    (4, Acts::send_again),
    (10, Acts::begin_hook),
    (10, Acts::tell_hook),
    (3, Acts::open_machine_key),
    (3, Acts::end_machine_key),
    (2, Acts::set_machine_quota),
    (3, Acts::succeed_machine_key),
];

impl Acts {
    pub(crate) fn new(seed: u64) -> Acts {
        Acts {
            numbers: Numbers(seed),
            complaints: vec![Id::NONE],
            units: vec![Id([151; 16]), Id([152; 16])],
            accounts: vec![Id([161; 16]), Id([162; 16])],
            root: Id(u128::from(seed).to_be_bytes()),
            ..Acts::default()
        }
    }

    /// The number of the act at hand, as those who send it draw it.
    pub(crate) fn act_id(&self) -> Id {
        self.root.derive("simulated", self.made - 1)
    }

    /// The next act.
    pub(crate) fn next(&mut self) -> Tried {
        self.made += 1;
        let total: usize = MAKERS.iter().map(|(weight, _)| weight).sum();
        let mut at = self.numbers.below(total);
        let maker = MAKERS.iter().find(|(weight, _)| {
            let hit = at < *weight;
            at = at.wrapping_sub(*weight);
            hit
        });
        let act = (maker.expect("a weight is met").1)(self);
        // Mostly somebody who may; sometimes anybody at all.
        let roles = act.kind().roles;
        let role =
            if self.numbers.chance(4) { self.numbers.code() } else { roles[self.numbers.below(roles.len())] };
        // Mostly people of one unit; the fourth is of another.
        let n = if self.numbers.chance(10) { 3 } else { self.numbers.below(3) as u8 };
        let actor = match role {
            Role::Public => Actor::PUBLIC,
            Role::System => Actor::SYSTEM,
            Role::Host => {
                let host = takedown::address::host_number(takedown_acts::HOSTS[usize::from(n) % 2]);
                Actor { id: host, role, unit: Id::NONE }
            }
            Role::Sender => {
                let by = officer(role, n);
                self.succeeding.take().map_or(by, |id| Actor { id, ..by })
            }
            _ => officer(role, n),
        };
        let purpose = if self.numbers.chance(8) { Purpose::NotStated } else { Purpose::Investigation };
        Tried { act, actor, purpose }
    }

    /// Learns what became of the act at hand.
    pub(crate) fn told(&mut self, outcome: &Outcome) {
        let entered = if let Outcome::Entered { seq, .. } = outcome { Some(*seq) } else { None };
        if std::mem::take(&mut self.breaking) {
            self.glasses.extend(entered);
        }
        if std::mem::take(&mut self.handing) && entered.is_none() {
            self.handovers.pop();
        }
        self.to_platforms.extend(self.drafting.take().filter(|_| entered.is_some()));
        self.due.extend(self.announcing.take().filter(|_| entered.is_some()));
        self.put_aside.extend(self.putting_aside.take().filter(|_| entered.is_some()));
        self.version += u32::from(self.approving.take().is_some() && entered.is_some());
        let approved = self.approving_hotline.take().filter(|_| entered.is_some());
        self.spoken_with = self.spoken_with.or(approved);
        self.begun.extend(self.beginning.take().filter(|_| entered.is_some()));
        self.graded.extend(self.grading.take().filter(|_| entered.is_some()));
        self.put_forward.extend(self.putting.take().filter(|_| entered.is_some()));
        self.digests =
            self.keeping.take().filter(|_| entered.is_some()).map_or(self.digests, |place| place + 1);
        if let Some((at, count)) = self.adding.take().filter(|_| entered.is_none()) {
            let held = self.lists[at].1.len();
            self.lists[at].1.truncate(held - count);
        }
    }

    fn fresh(&mut self) -> Id {
        let (a, b) = (self.numbers.next().to_be_bytes(), self.numbers.next().to_be_bytes());
        let mut id = [0; 16];
        id[..8].copy_from_slice(&a);
        id[8..].copy_from_slice(&b);
        Id(id)
    }

    /// A recent one of these; sometimes one that is none.
    fn some(&mut self, of: fn(&Acts) -> &Vec<Id>) -> Id {
        let known = of(self).len();
        if known == 0 || self.numbers.chance(2) {
            return if self.numbers.chance(50) { Id::NONE } else { self.fresh() };
        }
        let back = self.numbers.below(known.min(6));
        of(self)[known - 1 - back]
    }
    fn report(&mut self) -> Id {
        self.some(|acts| &acts.reports)
    }
    fn case(&mut self) -> Id {
        self.some(|acts| &acts.cases)
    }
    fn person(&mut self) -> Id {
        self.some(|acts| &acts.persons)
    }

    /// Days around the eighteenth birthday of those born in June 2008; sometimes a wide span or none known.
    fn when(&mut self) -> Span {
        let birthday = Day::of(2026, 6, 15).expect("a date").0;
        match self.numbers.below(10) {
            0 => Span::UNKNOWN,
            1 => Span { from: Day(birthday - 400), to: Day(birthday - 30) },
            2..=4 => Span::on(Day(birthday + 60)),
            _ => Span::on(Day(birthday - 3 + self.numbers.below(7) as i32)),
        }
    }
    fn born(&mut self) -> Span {
        let day = Day::of(2008, 6, 15).expect("a date").0;
        match self.numbers.below(10) {
            0 => Span::UNKNOWN,
            1 => Span { from: Day(day - 200), to: Day(day + 200) },
            2..=5 => Span::on(Day(day - 9_000)),
            _ => Span::on(Day(day)),
        }
    }
    fn conduct(&mut self) -> Option<ConductOfExploitation> {
        self.numbers.chance(40).then(|| self.numbers.code())
    }

    fn open_case(&mut self) -> Box<dyn AnyAct> {
        let case = self.new_number("case");
        let report = if self.numbers.chance(50) { self.report() } else { Id::NONE };
        self.cases.push(case);
        Box::new(OpenCase {
            case,
            report,
            offence: self.numbers.code::<Iccs>(),
            conduct_when: self.when(),
            country: self.numbers.code::<Country>(),
            ex_officio: report.is_none() || self.numbers.chance(30),
        })
    }
    fn enter_person(&mut self) -> Box<dyn AnyAct> {
        let person = self.new_number("person");
        self.persons.push(person);
        Box::new(EnterPerson { person, born: self.born(), sex: self.numbers.code::<Sex>() })
    }
    /// The number that follows from the act at hand; sometimes another, which no node takes.
    fn new_number(&mut self, field: &str) -> Id {
        if self.numbers.chance(1) { self.fresh() } else { kernel::act::made(self.act_id(), field) }
    }
    fn link_persons(&mut self) -> Box<dyn AnyAct> {
        Box::new(LinkPersons { kept: self.person(), linked: self.person() })
    }
    fn record_victim(&mut self) -> Box<dyn AnyAct> {
        let thread = if self.numbers.chance(70) { self.report() } else { Id::NONE };
        let (case, person) = (self.case(), self.person());
        self.victims.push((case, person));
        Box::new(RecordVictim { case, person, thread })
    }
    fn name_suspect(&mut self) -> Box<dyn AnyAct> {
        let (case, person) = (self.case(), self.person());
        self.suspects.push((case, person));
        Box::new(NameSuspect {
            case,
            person,
            role: self.numbers.code::<SuspectRole>(),
            sector: self.numbers.code::<Sector>(),
            conduct_when: self.when(),
            conduct: self.conduct(),
            ground: self.numbers.code::<SuspicionGround>(),
        })
    }
    fn code_demand(&mut self) -> Box<dyn AnyAct> {
        let category = self.numbers.code::<DemandCategory>();
        let level = if self.numbers.chance(90) { category.level() } else { self.numbers.code() };
        let person = if self.numbers.chance(60) { self.person() } else { Id::NONE };
        Box::new(CodeDemand { case: self.case(), person, level, category })
    }
    fn decide_charge(&mut self) -> Box<dyn AnyAct> {
        Box::new(DecideCharge {
            case: self.case(),
            person: self.person(),
            offence: self.numbers.code(),
            conduct: self.conduct(),
        })
    }
    fn close_case(&mut self) -> Box<dyn AnyAct> {
        let person = if self.numbers.chance(50) { self.person() } else { Id::NONE };
        Box::new(CloseCase { case: self.case(), person, reason: self.numbers.code::<ClosureReason>() })
    }
    fn divert(&mut self) -> Box<dyn AnyAct> {
        Box::new(Divert { case: self.case(), person: self.person() })
    }
    fn assess_risk(&mut self) -> Box<dyn AnyAct> {
        // Mostly a victim and a suspect who were said to be of one case: by chance alone they seldom meet.
        let back = self.numbers.below(self.victims.len().min(12));
        let of_one =
            self.victims.iter().rev().nth(back).copied().filter(|_| !self.numbers.0.is_multiple_of(4));
        let (case, victim) = of_one.unwrap_or_else(|| (self.case(), self.person()));
        let suspect = self.suspects.iter().rev().find(|(of, _)| *of == case).map(|(_, person)| *person);
        Box::new(AssessRisk {
            case,
            person: suspect.unwrap_or_else(|| self.person()),
            victim,
            risk: self.numbers.code::<RiskLevel>(),
            best_interests_considered: self.numbers.chance(85),
        })
    }
    fn decide_release(&mut self) -> Box<dyn AnyAct> {
        let on = Span::on(Day(Day::of(2026, 11, 1).expect("a date").0 + self.numbers.below(40) as i32));
        Box::new(DecideRelease {
            case: self.case(),
            person: self.person(),
            kind: self.numbers.code::<ReleaseKind>(),
            on,
        })
    }
    fn request_testimony(&mut self) -> Box<dyn AnyAct> {
        Box::new(RequestTestimony {
            case: self.case(),
            victim: self.person(),
            condition: self.numbers.chance(40),
        })
    }
    fn declare_conflict(&mut self) -> Box<dyn AnyAct> {
        let matter = match self.numbers.below(3) {
            0 => self.report(),
            1 => self.case(),
            _ => self.person(),
        };
        Box::new(DeclareConflict { officer: Id([1 + self.numbers.below(4) as u8; 16]), matter })
    }

    fn deed(&mut self) -> Deed {
        let happened = if self.numbers.chance(90) { self.when() } else { Span::on(Day(80_000)) };
        Deed {
            case: self.case(),
            person: self.person(),
            authority: if self.numbers.chance(95) { Id([210; 16]) } else { Id::NONE },
            happened,
            document: if self.numbers.chance(95) { self.fresh() } else { Id::NONE },
        }
    }
    fn accusation(&mut self) -> Accusation {
        Accusation { conduct: self.conduct(), when: self.when() }
    }
    fn arrest_made(&mut self) -> Box<dyn AnyAct> {
        Box::new(ArrestMade { deed: self.deed(), accusation: self.accusation() })
    }
    fn person_detained(&mut self) -> Box<dyn AnyAct> {
        Box::new(PersonDetained { deed: self.deed(), accusation: self.accusation() })
    }
    fn charge_brought(&mut self) -> Box<dyn AnyAct> {
        Box::new(ChargeBrought {
            deed: self.deed(),
            offence: self.numbers.code(),
            accusation: self.accusation(),
        })
    }
    fn verdict_given(&mut self) -> Box<dyn AnyAct> {
        Box::new(VerdictGiven {
            deed: self.deed(),
            verdict: self.numbers.code::<Verdict>(),
            accusation: self.accusation(),
        })
    }
    fn sentence_passed(&mut self) -> Box<dyn AnyAct> {
        let kinds = vec![self.numbers.code::<SentenceKind>()];
        let months = if kinds[0] == SentenceKind::Custodial { 1 + self.numbers.below(100) as u32 } else { 0 };
        Box::new(SentencePassed { deed: self.deed(), kinds, months, accusation: self.accusation() })
    }
    fn appeal_lodged(&mut self) -> Box<dyn AnyAct> {
        Box::new(AppealLodged { deed: self.deed() })
    }
    fn became_final(&mut self) -> Box<dyn AnyAct> {
        Box::new(BecameFinal {
            deed: self.deed(),
            verdict: self.numbers.code::<Verdict>(),
            accusation: self.accusation(),
        })
    }
    fn release_happened(&mut self) -> Box<dyn AnyAct> {
        Box::new(ReleaseHappened { deed: self.deed(), kind: self.numbers.code::<ReleaseKind>() })
    }
    fn closed_by_authority(&mut self) -> Box<dyn AnyAct> {
        Box::new(ClosedByAuthority { deed: self.deed(), reason: self.numbers.code::<ClosureReason>() })
    }
    fn diverted_by_authority(&mut self) -> Box<dyn AnyAct> {
        Box::new(DivertedByAuthority { deed: self.deed() })
    }

    fn create_list(&mut self) -> Box<dyn AnyAct> {
        let list = self.fresh();
        self.lists.push((list, Vec::new()));
        Box::new(CreateList {
            list,
            name: "Fictional list".to_owned(),
            country: self.numbers.code::<Country>(),
            grade_scheme: 1,
            max_distance: self.numbers.below(34) as u8,
            purpose: self.numbers.code::<ListPurpose>(),
            visible: self.numbers.code(),
            organisation: String::new(),
        })
    }
    fn list(&mut self) -> Option<usize> {
        (!self.lists.is_empty()).then(|| self.lists.len() - 1 - self.numbers.below(self.lists.len().min(3)))
    }
    fn held(&self, at: Option<usize>) -> (Id, &[Grade]) {
        at.map_or((Id([99; 16]), &[]), |at| (self.lists[at].0, self.lists[at].1.as_slice()))
    }
    fn add_hashes(&mut self) -> Box<dyn AnyAct> {
        let at = self.list();
        let count = 1 + self.numbers.below(4);
        let grades: Vec<Grade> = (0..count)
            .map(|_| if self.numbers.chance(70) { Grade::Baseline } else { self.numbers.code() })
            .collect();
        let gap = if self.numbers.chance(95) { 1 } else { 7 };
        let (list, held) = self.held(at);
        let first = (held.len() + gap) as u32;
        if let Some(at) = at {
            self.lists[at].1.extend(&grades);
            self.adding = Some((at, count));
        }
        let (reach, exchange, until) = (Vec::new(), String::new(), None);
        Box::new(AddHashes { list, first, count: count as u32, grades, reach, exchange, until })
    }
    fn withdraw_hashes(&mut self) -> Box<dyn AnyAct> {
        let at = self.list();
        let pick = self.numbers.next() as usize;
        let (list, held) = self.held(at);
        let entries = vec![1 + (pick % (held.len() + 1)) as u32];
        Box::new(WithdrawHashes { list, entries, withdrawn_why: self.numbers.code() })
    }
    fn record_matches(&mut self) -> Box<dyn AnyAct> {
        let (report, at, pick) = (self.report(), self.list(), self.numbers.next() as usize);
        let how = self.numbers.code::<How>();
        let distance = if how == How::Perceptual { self.numbers.below(32) as u8 } else { 0 };
        let (list, held) = self.held(at);
        let entry = pick % held.len().max(1);
        let grade = held.get(entry).copied().unwrap_or(Grade::Baseline);
        let harmless = held.iter().rposition(|grade| *grade == Grade::KnownHarmless);
        let negative = 1 + harmless.unwrap_or(pick / 7 % held.len().max(1)) as u32;
        let hit = Hit { picture: 0, list, entry: entry as u32 + 1, how, distance, grade };
        let (hits, set_aside) = match self.numbers.below(20) {
            0..=2 => (Vec::new(), Vec::new()),
            3..=5 => (Vec::new(), vec![Negated { hit, list, entry: negative }]),
            _ => (vec![hit], Vec::new()),
        };
        self.leads.extend(hits.iter().map(|hit| (report, *hit)));
        Box::new(RecordMatches { report, hits, exact_only: 0, left_out: 0, set_aside })
    }
    fn lead(&mut self) -> Id {
        if self.leads.is_empty() {
            return self.fresh();
        }
        let at = self.leads.len() - 1 - self.numbers.below(self.leads.len().min(3));
        let (report, hit) = &self.leads[at];
        known_material::acts::record_matches::lead_id(*report, hit)
    }
    fn confirm_lead(&mut self) -> Box<dyn AnyAct> {
        Box::new(ConfirmLead { lead: self.lead() })
    }
    fn reject_lead(&mut self) -> Box<dyn AnyAct> {
        Box::new(RejectLead { lead: self.lead() })
    }

    fn name_guardian(&mut self) -> Box<dyn AnyAct> {
        let thread = if self.numbers.chance(80) { self.report() } else { Id::NONE };
        Box::new(NameGuardian { child: self.person(), guardian: self.person(), thread })
    }
    fn exclude_guardian(&mut self) -> Box<dyn AnyAct> {
        Box::new(ExcludeGuardian { child: self.person(), guardian: self.person() })
    }
    fn state_wish(&mut self) -> Box<dyn AnyAct> {
        let through = if self.numbers.chance(50) { self.person() } else { Id::NONE };
        Box::new(StateWish {
            victim: self.person(),
            case: self.case(),
            told_of_release: self.numbers.chance(85),
            through,
        })
    }

    fn propose_release(&mut self) -> Box<dyn AnyAct> {
        let release = self.fresh();
        self.releases.push(release);
        let mut count = |least: usize| (least + self.numbers.below(60)) as i64;
        let funnel = Funnel { reports: count(0), ..Funnel::default() };
        let demand = DemandCounts::default();
        let threshold = 3 + self.numbers.below(5) as i64;
        let mut cells = release::freeze(&funnel, &demand, threshold).unwrap_or_default();
        // Near misses: one shown number near the threshold.
        if self.numbers.chance(40) && !cells.is_empty() {
            let at = 0;
            let near = threshold - 1 + self.numbers.below(3) as i64;
            cells[at].figure = demand_map::scheme::Figure::Shown(near);
        }
        let year = 2000 + self.numbers.below(26) as i16;
        let period =
            Span { from: Day::of(year, 1, 1).expect("a date"), to: Day::of(year, 12, 31).expect("a date") };
        Box::new(ProposeRelease { release, period, threshold, cells })
    }
    fn confirm_release(&mut self) -> Box<dyn AnyAct> {
        Box::new(ConfirmRelease { release: self.some(|acts| &acts.releases) })
    }

    fn ask_erasure(&mut self) -> Box<dyn AnyAct> {
        let subject = if self.numbers.chance(50) { self.report() } else { self.person() };
        self.erasures.push(subject);
        Box::new(AskErasure { subject })
    }
    fn rotate_keys(&mut self) -> Box<dyn AnyAct> {
        Box::new(RotateKeys {})
    }
    fn honour_erasure(&mut self) -> Box<dyn AnyAct> {
        Box::new(HonourErasure { subject: self.some(|acts| &acts.erasures) })
    }
    fn confirm_erasure(&mut self) -> Box<dyn AnyAct> {
        Box::new(ConfirmErasure { subject: self.some(|acts| &acts.erasures) })
    }
    fn confirm_erasures(&mut self) -> Box<dyn AnyAct> {
        let mut subjects = vec![self.some(|acts| &acts.erasures)];
        if self.numbers.chance(20) {
            subjects.push(self.some(|acts| &acts.due));
        }
        Box::new(ConfirmErasures { subjects })
    }

    fn unit(&mut self) -> Id {
        Id([200 + self.numbers.below(3) as u8; 16])
    }
    fn share_case(&mut self) -> Box<dyn AnyAct> {
        Box::new(ShareCase { case: self.case(), unit: self.unit() })
    }
    fn unshare_case(&mut self) -> Box<dyn AnyAct> {
        Box::new(UnshareCase { case: self.case(), unit: self.unit() })
    }
    fn break_glass(&mut self) -> Box<dyn AnyAct> {
        self.breaking = true;
        let record = match self.numbers.below(3) {
            0 => self.case(),
            1 => self.person(),
            _ => {
                let report = self.report();
                *self.broken_before.insert(report)
            }
        };
        Box::new(BreakGlass { record, reason: self.numbers.code() })
    }
    fn review_glass(&mut self) -> Box<dyn AnyAct> {
        let back = self.numbers.below(self.glasses.len().min(4));
        let glass = self.glasses.iter().rev().nth(back).copied().unwrap_or(0);
        Box::new(ReviewGlass { glass, justified: self.numbers.chance(50) })
    }
    fn find_matches(&mut self) -> Box<dyn AnyAct> {
        let pair = (self.person(), self.person());
        self.pairs.push(pair);
        Box::new(FindMatches { person: pair.0, others: vec![pair.1] })
    }
    fn answer_match(&mut self) -> Box<dyn AnyAct> {
        let back = self.numbers.below(self.pairs.len().min(6));
        let (one, other) = self.pairs.iter().rev().nth(back).copied().unwrap_or_default();
        let (kept, other) = if self.numbers.chance(50) { (one, other) } else { (other, one) };
        Box::new(AnswerMatch { match_id: match_id(kept, other), share: self.numbers.chance(50) })
    }
    fn look(&mut self) -> Box<dyn AnyAct> {
        let whose = if self.numbers.chance(90) { vec![self.report()] } else { Vec::new() };
        Box::new(Look { read: 101, whose })
    }
}
