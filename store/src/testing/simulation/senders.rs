//! Those who send acts: what is on its way, who waits for which answer, and whether an answer may be what it is.

use super::laws::Journal;
use super::machine::Machine;
use super::plan::Errand;
use super::{Failure, broken};
use crate::deed::{Answer, Deed, DeedBuilder, DeedFault};
use crate::node::Node;
use kernel::{Id, Outcome, Registry};
use std::collections::{BTreeMap, BTreeSet};
use tokio::sync::oneshot::{Receiver, error::TryRecvError};

type Answered = Result<Answer, DeedFault>;

/// Everybody who sends.
#[derive(Default)]
pub(super) struct Senders {
    pub(super) errands: Vec<Errand>,
    /// Each errand's act as it was sealed last.
    pub(super) deeds: BTreeMap<usize, Deed>,
    pub(super) on_the_way: Vec<(usize, Deed)>,
    pub(super) waiting: Vec<Waiting>,
    stories: BTreeMap<Id, Story>,
    /// Errands that have had their answer.
    done: BTreeSet<usize>,
}

/// Somebody who waits for an answer.
pub(super) struct Waiting {
    errand: usize,
    deed: Deed,
    answer: Receiver<Answered>,
}

/// What is known of one act.
#[derive(Default)]
struct Story {
    /// Digests of all contents that reached the writer under this id.
    sent: BTreeSet<[u8; 32]>,
    /// Whether anybody was told what became of it.
    is_told: bool,
    /// The content that was entered for certain, while its digest is kept for certain; and when it was entered.
    kept: Option<([u8; 32], i64)>,
}

/// Under what circumstances an answer was given.
#[derive(Clone, Copy)]
pub(super) struct Context {
    /// A fault fell in the same step.
    pub(super) struck: bool,
    /// By a writer in whose place another has come.
    pub(super) is_old: bool,
    /// When, UTC ms.
    pub(super) now: i64,
}

/// Seals an errand, as a door does.
pub(super) fn sealed(node: &Node, registry: &Registry, errand: &Errand) -> Result<Deed, DeedFault> {
    let mut deed =
        DeedBuilder::of(node, errand.act, errand.kind, errand.body.clone(), errand.actor, errand.purpose);
    if let Some(cause) = errand.cause {
        deed = deed.caused_by(cause);
    }
    for plain in &errand.payloads {
        deed = deed.seal(plain.slot, plain.subject, &plain.text)?;
    }
    for row in &errand.rows {
        let table = registry.tables().find(|table| table.name == row.table);
        let table = table.ok_or_else(|| DeedFault::Unreadable(format!("no table {}", row.table)))?;
        deed = deed.sealed_row(row.subject, table, row.row.clone())?;
    }
    Ok(deed.build())
}

impl Senders {
    /// Keeps an errand, and tells its place.
    pub(super) fn learn(&mut self, errand: Errand) -> usize {
        if let Some(known) = self.errands.iter().position(|known| *known == errand) {
            return known;
        }
        self.errands.push(errand);
        self.errands.len() - 1
    }

    pub(super) fn pick(&self, which: u32) -> Option<usize> {
        (!self.errands.is_empty()).then(|| which as usize % self.errands.len())
    }

    /// An errand with the id of one and the content of another.
    pub(super) fn misuse(&mut self, which: u32) -> Option<usize> {
        let victim = self.pick(which)?;
        let other = self.errands.get(victim + 1).or(self.errands.first())?;
        let act = self.errands[victim].act;
        // A row of a sealed table can be there once: only the rest is taken.
        let taken = Errand { act, rows: Vec::new(), payloads: Vec::new(), cause: None, ..other.clone() };
        Some(self.learn(taken))
    }

    pub(super) fn send_as_it_was(&mut self, which: usize) {
        if let Some(deed) = self.deeds.get(&which) {
            self.on_the_way.push((which, deed.clone()));
        }
    }

    pub(super) fn take_from_the_way(&mut self, which: u32) -> Option<(usize, Deed)> {
        let at = which as usize % self.on_the_way.len().max(1);
        (!self.on_the_way.is_empty()).then(|| self.on_the_way.remove(at))
    }

    pub(super) fn lose(&mut self, which: u32) {
        drop(self.take_from_the_way(which));
    }

    pub(super) fn wait(&mut self, errand: usize, deed: Deed, answer: Receiver<Answered>) {
        self.stories.entry(deed.act).or_default().sent.insert(deed.digest);
        self.waiting.push(Waiting { errand, deed, answer });
    }

    pub(super) fn give_up(&mut self, which: u32) {
        if !self.waiting.is_empty() {
            self.waiting.remove(which as usize % self.waiting.len());
        }
    }

    /// Digests of before that moment may be lost: a retry can no longer be told from another act for certain.
    pub(super) fn doubt_digests(&mut self, before: i64) {
        for story in self.stories.values_mut() {
            story.kept = story.kept.filter(|(_, at)| *at >= before);
        }
    }

    pub(super) fn unanswered(&self) -> Vec<usize> {
        (0..self.errands.len()).filter(|which| !self.done.contains(which)).collect()
    }
}

/// What an answer comes to.
fn word(answer: &Answered) -> &'static str {
    match answer {
        Ok(answer) if answer.again => "answered again",
        Ok(answer) => match answer.outcome {
            Outcome::Entered { .. } => "entered",
            Outcome::Refused(_) => "refused",
            Outcome::Forbidden(_) => "forbidden",
            Outcome::Invalid(_) => "invalid",
        },
        Err(DeedFault::AnotherBody) => "another body",
        Err(DeedFault::Internal(_)) => "internal",
        Err(_) => "failed",
    }
}

impl Machine<'_> {
    /// Takes in all answers that are there.
    pub(super) fn hear(&mut self, context: Context) -> Result<(), Failure> {
        let waiting = std::mem::take(&mut self.senders.waiting);
        let mut heard = Vec::new();
        for mut one in waiting {
            match one.answer.try_recv() {
                Ok(answer) => heard.push((one, answer)),
                Err(TryRecvError::Empty) => self.senders.waiting.push(one),
                Err(TryRecvError::Closed) => {}
            }
        }
        if heard.is_empty() {
            return Ok(());
        }
        if self.sky_is_clear() {
            self.look_at_the_journal()?;
        }
        for (one, answer) in heard {
            self.count(word(&answer));
            if matches!(&answer, Ok(Answer { outcome: Outcome::Entered { .. }, .. })) {
                self.journal.told(one.deed.act);
            }
            let is_final = self.senders.judge(&self.journal, &one, &answer, context)?;
            if is_final {
                self.senders.done.insert(one.errand);
            }
        }
        Ok(())
    }
}

impl Senders {
    /// Whether an answer is lawful, and whether it is the last that its sender wants.
    fn judge(
        &mut self,
        journal: &Journal,
        one: &Waiting,
        answer: &Answered,
        context: Context,
    ) -> Result<bool, Failure> {
        let act = one.deed.act;
        match answer {
            Ok(answer) if context.is_old => {
                Err(broken("a writer in whose place another came enters nothing", format!("{answer:?}")))
            }
            Ok(answer) => self.judge_told(journal, one, answer, context).map(|()| true),
            Err(DeedFault::AnotherBody) => {
                let story = self.stories.entry(act).or_default();
                let is_own =
                    story.kept.is_some_and(|(kept, _)| kept == one.deed.digest) || story.sent.len() < 2;
                if is_own {
                    return Err(broken("a retry is told from another act", act));
                }
                Ok(true)
            }
            Err(DeedFault::Broken(_)) if context.struck => Ok(false),
            // It is sealed again and comes again.
            Err(DeedFault::Broken(text)) if text.contains("the key is gone") => Ok(false),
            Err(DeedFault::Internal(_)) if context.struck => Ok(false),
            Err(DeedFault::Internal(text))
                if !one.deed.rows.is_empty() && (text.contains("UNIQUE") || text.contains("duplicate")) =>
            {
                Ok(true)
            }
            Err(fault) => Err(broken("in calm weather every act is answered", format!("{act}: {fault:?}"))),
        }
    }

    /// An answer that says what became of an act, held against the journal.
    fn judge_told(
        &mut self,
        journal: &Journal,
        one: &Waiting,
        answer: &Answer,
        context: Context,
    ) -> Result<(), Failure> {
        let act = one.deed.act;
        let entry = journal.first_of(act);
        if let Outcome::Invalid(_) = answer.outcome {
            // A reaction must end somewhere: as an entry.
            if entry.is_some() && one.deed.cause.is_none() {
                return Err(broken("what is entered is never told to be invalid", act));
            }
            return Ok(());
        }
        let Some(entry) = entry else {
            return Err(broken(
                "what is acknowledged is in the journal",
                format!("{act}: {:?}", answer.outcome),
            ));
        };
        if !entry.is_told_by(&answer.outcome) {
            let detail = format!("{act}: {:?}, and the journal has {entry:?}", answer.outcome);
            return Err(broken("an act gets one answer, however often it comes", detail));
        }
        let story = self.stories.entry(act).or_default();
        if story.is_told && !answer.again {
            return Err(broken("an act is entered once", act));
        }
        if answer.again && story.kept.is_some_and(|(kept, _)| kept != one.deed.digest) {
            return Err(broken("another content under a known id gets no answer", act));
        }
        if !answer.again {
            // When a fault fell, its digest may not have been kept.
            story.kept = (!context.struck).then_some((one.deed.digest, context.now));
        }
        story.is_told = true;
        Ok(())
    }
}
