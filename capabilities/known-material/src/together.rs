//! Random acts on lists beside a plain model of what must hold whatever comes: grades by two people, withdrawals, negative lists, visibility.
//!
//! `TUTELA_LIST_ACTS=100000 cargo test --release -p known-material together` is the long form; CI tries fewer.

mod model;

use crate::acts::record_matches::lead_id;
use crate::acts::*;
use crate::codes::*;
use crate::events::Hit;
use crate::matcher::{Graded, Matcher, Visible};
use crate::tables::{EntryGrading, HashEntry, HashList, Lead, ListChange, SetAside};
use crate::testing::{REPORT, Room, a_list, a_report, analyst};
use facts::unit::{Unit, UnitKind};
use kernel::codes::{Grade, LeadState};
use kernel::{Actor, AnyAct, Id, Instant, Outcome, Record, RuleName, Tables};
use model::{Entry, List, Model, Numbers, hashes, picture};
use std::collections::{BTreeMap, BTreeSet};

/// Accepted acts after which a run begins anew, so that the model stays small.
const RUN: usize = 1_500;
const PICTURES: u32 = 10;
const UNITS: [Id; 3] = [Id([201; 16]), Id([202; 16]), Id([203; 16])];

/// What the gate is expected to say.
#[derive(Debug, PartialEq)]
enum Said {
    Entered,
    TwoPeople,
    Wrong,
}

struct World {
    numbers: Numbers,
    room: Room,
    model: Model,
    matcher: Matcher,
    held: BTreeMap<Id, (i64, i64)>,
    accepted: BTreeMap<&'static str, usize>,
}

impl World {
    fn new(seed: u64) -> World {
        let mut room = Room::default();
        for unit in UNITS {
            let row = Unit { unit, word: "fictional".into(), kind: UnitKind::Hotline, opened_at: Instant(1) };
            room.node.tables.put_row(Unit::TABLE, row.to_row()).unwrap();
        }
        room.tell(&a_report(REPORT, PICTURES));
        World {
            numbers: Numbers(seed),
            room,
            model: Model::default(),
            matcher: Matcher::default(),
            held: BTreeMap::new(),
            accepted: BTreeMap::new(),
        }
    }

    fn officer(&mut self) -> Actor {
        let n = self.numbers.below(9);
        let unit = UNITS[n % 3];
        Actor { unit, ..analyst(u8::try_from(n + 1).unwrap()) }
    }

    fn list(&mut self) -> Id {
        let at = self.numbers.below(self.model.lists.len());
        self.model.lists.keys().nth(at).copied().unwrap_or(Id([99; 16]))
    }

    /// Mostly an entry that was entered not long ago.
    fn entry(&mut self) -> (Id, u32) {
        let list = self.list();
        let entries = self.model.lists.get(&list).map_or(0, |row| row.entries);
        let back = u32::try_from(self.numbers.below(6)).unwrap();
        (list, entries.saturating_sub(back))
    }

    /// Tries an act, and fails when the gate says something else than the model.
    fn tries(&mut self, act: &dyn AnyAct, actor: Actor, expected: &Said) -> bool {
        let outcome = self.room.enter(act, actor);
        let said = match &outcome {
            Outcome::Entered { .. } => Said::Entered,
            Outcome::Refused(refusal) if refusal.rule == RuleName::TwoPeople => Said::TwoPeople,
            _ => Said::Wrong,
        };
        assert_eq!(&said, expected, "{}: {outcome:?}", act.kind().name);
        let entered = said == Said::Entered;
        *self.accepted.entry(act.kind().name).or_default() += usize::from(entered);
        entered
    }

    fn create(&mut self) {
        let (list, actor) = (self.numbers.id(), self.officer());
        let (visible, harmless_only) = (self.numbers.code::<ListVisible>(), self.numbers.chance(25));
        let purpose = if harmless_only { ListPurpose::SetAside } else { ListPurpose::Recognise };
        let max_distance = u8::try_from(self.numbers.below(32)).unwrap();
        let act = CreateList { list, visible, purpose, max_distance, ..a_list() };
        self.tries(&act, actor, &Said::Entered);
        let everybody = visible == ListVisible::Everybody;
        let (owner, named) = (actor.unit, BTreeSet::new());
        let row = List { owner, everybody, named, harmless_only, distance: max_distance, entries: 0 };
        self.model.lists.insert(list, row);
    }

    fn add(&mut self) {
        let (list, actor) = (self.list(), self.officer());
        let (first, harmless_only) =
            self.model.lists.get(&list).map_or((1, false), |row| (row.entries + 1, row.harmless_only));
        let grade = if harmless_only { Grade::KnownHarmless } else { self.numbers.code() };
        let act = AddHashes {
            list,
            first,
            count: 1,
            grades: vec![grade],
            reach: vec![EntryReach::Likeness],
            exchange: String::new(),
            until: None,
        };
        let expected = if self.model.owns(actor.unit, list) { Said::Entered } else { Said::Wrong };
        if self.tries(&act, actor, &expected) {
            let entry = Entry {
                picture: u32::try_from(self.numbers.below(usize::try_from(PICTURES).unwrap())).unwrap(),
                distance: u32::try_from(self.numbers.below(36)).unwrap(),
                same_file: self.numbers.chance(30),
                withdrawn: false,
                grade,
                behind: None,
                waits: Some((grade, actor.id)),
                voted: BTreeSet::new(),
            };
            self.model.entries.insert((list, first), entry);
            self.model.lists.get_mut(&list).unwrap().entries = first;
        }
    }

    fn propose(&mut self) {
        let ((list, number), actor, grade) = (self.entry(), self.officer(), self.numbers.code::<Grade>());
        let owns = self.model.owns(actor.unit, list);
        let fits = self
            .model
            .lists
            .get(&list)
            .is_some_and(|row| !row.harmless_only || grade == Grade::KnownHarmless);
        let entry = self.model.entries.get(&(list, number)).filter(|entry| !entry.withdrawn);
        let is_new = entry.is_some_and(|entry| {
            entry.waits.is_none_or(|(waits, _)| waits != grade)
                && (entry.behind.is_none() || entry.grade != grade)
        });
        let expected = if owns && fits && is_new { Said::Entered } else { Said::Wrong };
        let act = ProposeGrade { list, entries: vec![number], grade };
        if self.tries(&act, actor, &expected) {
            let entry = self.model.entries.get_mut(&(list, number)).unwrap();
            entry.waits = Some((grade, actor.id));
            entry.voted.clear();
        }
    }

    fn vote(&mut self) {
        let ((list, number), actor, agrees) = (self.entry(), self.officer(), self.numbers.chance(75));
        let sees = self.model.sees(actor.unit, list);
        let entry = self.model.entries.get(&(list, number)).filter(|_| sees);
        let waits =
            entry.and_then(|entry| entry.waits.filter(|_| !entry.withdrawn).map(|waits| (entry, waits)));
        let expected = match waits {
            None => Said::Wrong,
            Some((entry, (_, by))) if by == actor.id || entry.voted.contains(&actor.id) => Said::TwoPeople,
            Some(_) => Said::Entered,
        };
        let act = VoteGrade { list, entries: vec![number], agrees };
        if self.tries(&act, actor, &expected) {
            let entry = self.model.entries.get_mut(&(list, number)).unwrap();
            entry.voted.insert(actor.id);
            if agrees {
                let (grade, by) = entry.waits.take().unwrap();
                assert_ne!(by, actor.id);
                (entry.grade, entry.behind) = (grade, Some((by, actor.id)));
            }
        }
    }

    fn withdraw(&mut self) {
        let ((list, number), actor) = (self.entry(), self.officer());
        let may = self.model.owns(actor.unit, list) && self.model.stands((list, number));
        let expected = if may { Said::Entered } else { Said::Wrong };
        let act = WithdrawHashes { list, entries: vec![number], withdrawn_why: self.numbers.code() };
        if self.tries(&act, actor, &expected) {
            self.ends((list, number));
        }
    }

    fn ends(&mut self, at: (Id, u32)) {
        let entry = self.model.entries.get_mut(&at).unwrap();
        (entry.withdrawn, entry.waits) = (true, None);
    }

    fn dispute(&mut self) {
        let ((list, number), actor, dispute) = (self.entry(), self.officer(), self.numbers.id());
        let may = self.model.sees(actor.unit, list) && self.model.stands((list, number));
        let expected = if may { Said::Entered } else { Said::Wrong };
        let act = Dispute { dispute, list, entry: number, dispute_reason: self.numbers.code() };
        if self.tries(&act, actor, &expected) {
            self.model.disputes.insert(dispute, (list, number, actor.id));
        }
    }

    fn answer(&mut self) {
        let Some((&dispute, &(list, number, by))) = self.model.disputes.last_key_value() else { return };
        let actor = self.officer();
        let answers = [DisputeState::Kept, DisputeState::Withdrawn];
        let dispute_state = answers[self.numbers.below(2)];
        let expected = match self.model.owns(actor.unit, list) {
            _ if by == actor.id => Said::TwoPeople,
            true => Said::Entered,
            false => Said::Wrong,
        };
        let act = AnswerDispute { answered_dispute: dispute, dispute_state, grade: Grade::NotGraded };
        if self.tries(&act, actor, &expected) {
            self.model.disputes.remove(&dispute);
            if dispute_state == DisputeState::Withdrawn && self.model.stands((list, number)) {
                self.ends((list, number));
            }
        }
    }

    fn show(&mut self) {
        let (list, actor, unit) = (self.list(), self.officer(), UNITS[self.numbers.below(3)]);
        let row = self.model.lists.get(&list);
        let fits = row.is_some_and(|row| row.owner == actor.unit && !row.everybody && unit != row.owner);
        let expected = if fits { Said::Entered } else { Said::Wrong };
        if self.tries(&ShowList { list, unit }, actor, &expected) {
            self.model.lists.get_mut(&list).unwrap().named.insert(unit);
        }
    }

    fn hide(&mut self) {
        let (list, actor) = (self.list(), self.officer());
        let unit = if self.numbers.chance(30) { Id::NONE } else { UNITS[self.numbers.below(3)] };
        let row = self.model.lists.get(&list);
        let fits = row.is_some_and(|row| {
            row.owner == actor.unit && unit != row.owner && row.everybody == unit.is_none()
        });
        let expected = if fits { Said::Entered } else { Said::Wrong };
        if self.tries(&HideList { list, unit }, actor, &expected) {
            let row = self.model.lists.get_mut(&list).unwrap();
            row.everybody = false;
            row.named.remove(&unit);
        }
    }

    /// What a worker does: compares a picture and enters what it finds.
    fn compare(&mut self) {
        let found = self.matcher.hits(&picture(u32::try_from(self.numbers.below(10)).unwrap()));
        let act = RecordMatches {
            report: REPORT,
            hits: found.leads.clone(),
            exact_only: 0,
            left_out: 0,
            set_aside: found.set_aside.clone(),
        };
        self.tries(&act, Actor::SYSTEM, &Said::Entered);
        for hit in found.leads {
            let lead = self.lead(&hit).unwrap();
            assert_ne!(lead.state, LeadState::Withdrawn, "what stands is a lead");
        }
        for one in found.set_aside {
            assert!(self.model.entries[&(one.list, one.entry)].behind.is_some(), "two people say harmless");
            let told_before = self.lead(&one.hit).is_some_and(|lead| lead.state == LeadState::Unverified);
            let tables = &mut self.room.node.tables as &mut dyn Tables;
            let aside = tables.get::<SetAside>(lead_id(REPORT, &one.hit)).unwrap();
            assert!(told_before || aside.is_some(), "what is not told says why");
        }
    }

    fn lead(&mut self, hit: &Hit) -> Option<Lead> {
        (&mut self.room.node.tables as &mut dyn Tables).get::<Lead>(lead_id(REPORT, hit)).unwrap()
    }

    /// Follows the tables as the worker does: what was added, and what `list_change` names.
    fn follow(&mut self) {
        for list in self.room.rows::<HashList>() {
            self.matcher.hold(list.list, u8::try_from(list.max_distance).unwrap()).unwrap();
            let (entries, changes) =
                self.held.insert(list.list, (list.entries, list.changes)).unwrap_or_default();
            let tables = &mut self.room.node.tables as &mut dyn Tables;
            let named = (changes + 1..=list.changes)
                .map(|n| tables.get::<ListChange>((list.list, n)).unwrap().unwrap().entry);
            let touched: BTreeSet<i64> =
                named.collect::<Vec<_>>().into_iter().chain(entries + 1..=list.entries).collect();
            for number in touched {
                let row = tables.get::<HashEntry>((list.list, number)).unwrap().unwrap();
                let number = u32::try_from(number).unwrap();
                if row.withdrawn {
                    self.matcher.withdraw(list.list, number);
                } else {
                    let hashes = hashes(&self.model.entries[&(list.list, number)]);
                    let grade = Graded { grade: row.grade, stands: row.grade_stands };
                    self.matcher.add(list.list, number, &hashes, grade).unwrap();
                }
            }
        }
    }

    /// What each unit finds is what the model says, and nothing of a list that it does not see.
    fn judge(&mut self) {
        let (n, unit) = (u32::try_from(self.numbers.below(10)).unwrap(), UNITS[self.numbers.below(3)]);
        let lists: BTreeSet<Id> =
            self.model.lists.keys().copied().filter(|list| self.model.sees(unit, *list)).collect();
        let found = self.matcher.look_up(&picture(n), &Visible::These(lists.clone()), usize::MAX);
        assert_eq!(found, self.model.look_up(n, &lists));
        assert!(found.iter().all(|one| self.model.sees(unit, one.list)));
    }

    /// What holds of all rows at any time.
    fn judge_tables(&self) {
        for row in self.room.rows::<HashEntry>() {
            let entry = &self.model.entries[&(row.list, u32::try_from(row.entry).unwrap())];
            assert_eq!((row.withdrawn, row.grade), (entry.withdrawn, entry.grade));
            assert_eq!(row.grade_stands == GradeStands::Confirmed, entry.behind.is_some());
        }
        for row in self.room.rows::<EntryGrading>() {
            let entry = &self.model.entries[&(row.list, u32::try_from(row.entry).unwrap())];
            assert_eq!((row.graded_first, row.graded_by), entry.behind.unwrap_or_default());
            assert!(row.graded_by.is_none() || row.graded_by != row.graded_first, "two people");
        }
        for lead in self.room.rows::<Lead>() {
            let entry = &self.model.entries[&(lead.list, u32::try_from(lead.entry).unwrap())];
            let rests_on_nothing = entry.withdrawn || entry.grade == Grade::KnownHarmless;
            assert!(!rests_on_nothing || lead.state == LeadState::Withdrawn, "{lead:?}");
        }
    }

    fn step(&mut self) {
        match self.numbers.below(100) {
            _ if self.model.lists.len() < 3 => self.create(),
            0..=1 => self.create(),
            2..=26 => self.add(),
            27..=36 => self.propose(),
            37..=61 => self.vote(),
            62..=66 => self.withdraw(),
            67..=72 => self.dispute(),
            73..=77 => self.answer(),
            78..=80 => self.show(),
            81..=83 => self.hide(),
            _ => self.compare(),
        }
        self.follow();
        self.judge();
        if self.numbers.chance(4) {
            self.matcher.merge(1);
            self.judge_tables();
        }
    }
}

#[test]
fn whatever_comes_grades_are_two_peoples_and_what_went_is_silent_and_nobody_finds_what_they_do_not_see() {
    #[expect(clippy::disallowed_methods, reason = "how many are tried is the caller's")]
    let wanted = std::env::var("TUTELA_LIST_ACTS").ok().and_then(|text| text.parse().ok()).unwrap_or(1_500);
    let (mut accepted, mut all) = (0, BTreeMap::<&str, usize>::new());
    for seed in 1.. {
        let mut world = World::new(seed);
        while world.accepted.values().sum::<usize>() < RUN.min(wanted - accepted) {
            world.step();
        }
        world.judge_tables();
        assert!(world.room.replays());
        accepted += world.accepted.values().sum::<usize>();
        world.accepted.into_iter().for_each(|(name, count)| *all.entry(name).or_default() += count);
        if accepted >= wanted {
            break;
        }
    }
    assert_eq!(all.len(), 10, "each kind of act was accepted: {all:?}");
    println!("proof: {accepted} accepted random acts on lists: {all:?}");
}
