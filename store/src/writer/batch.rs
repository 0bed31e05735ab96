//! One batch of the writer: the fence, the gate for each act, and one durable transaction; and what is done where it fails.

use super::acts::{Entered, decode, enter, first_needs, react};
use super::rows::{opening, sealed_statements, signed};
use super::{BatchFault, Order, REFUSED_REST_MS, Waiting, Writer, digests};
use crate::database::{DatabaseFault, Statement};
use crate::deed::{Answer, Deed, DeedFault};
use crate::erasing::{self, EraseFault, erase_keys, erased_in, erases, keys_stand};
use crate::node::{OpenFault, end_for};
use crate::schema::EntryRow;
use crate::world::Overlay;
use kernel::ledger::Written;
use kernel::{AnyAct, Head, Id, Instant, Outcome, Record, Value};
use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};

impl Writer {
    /// Whether reactions that were refused have rested, and are to be tried before the next acts.
    fn refused_are_due(&self) -> bool {
        let now = (self.clock)();
        // A clock that was set back does not put them off.
        let rested = |at: Instant| now < at || now.0 - at.0 >= REFUSED_REST_MS;
        self.jobs_waiting && self.between.refused.is_some_and(rested)
    }

    /// One transaction for all; where its data are refused, each act again by itself.
    pub(super) fn write(&mut self, batch: Vec<Waiting>) {
        if !batch.is_empty() && self.refused_are_due() {
            self.write(Vec::new());
        }
        if self.is_standby() {
            // It lost its place while the batch was being put together.
            self.held.extend(batch.into_iter().map(|waiting| Order::Enter(Box::new(waiting))));
            return;
        }
        if batch.is_empty() && !self.jobs_waiting && !self.between.lost {
            return;
        }
        let (deeds, senders): (Vec<Deed>, Vec<_>) =
            batch.into_iter().map(|waiting| (waiting.deed, waiting.answer)).unzip();
        let done = self.find_back().map_err(BatchFault::Broken).and_then(|()| self.transaction(&deeds));
        let answers = match done {
            Ok(answers) => answers,
            Err(BatchFault::Broken(_)) if !self.keeps_place() => {
                let unanswered = deeds.into_iter().zip(senders);
                let again = unanswered.map(|(deed, answer)| Waiting::again(deed, answer, &self.meters));
                let again = again.collect();
                return self.leave_place(again);
            }
            Err(BatchFault::Broken(fault)) => {
                tracing::error!(%fault, "a batch was not written");
                self.between.lost = true;
                // Nothing is tried again by itself: the next act, or the next start, does.
                self.jobs_waiting = false;
                vec![Err(DeedFault::Broken(fault)); deeds.len()]
            }
            Err(BatchFault::Data(fault)) if deeds.is_empty() => {
                tracing::error!(%fault, "reactions were not written; they are tried again");
                self.between.refused = Some((self.clock)());
                Vec::new()
            }
            Err(BatchFault::Data(_)) => {
                // A reaction that cannot be written must not keep anybody's act from being entered.
                self.between.refused = Some((self.clock)());
                deeds.iter().map(|deed| self.singly(deed)).collect()
            }
        };
        self.meters.batch(&deeds, &answers);
        self.meters.database_is_away(self.between.lost);
        for (sender, answer) in senders.into_iter().zip(answers) {
            // A sender that went away may ask again under the same act id.
            drop(sender.send(answer));
        }
        let due = std::mem::take(&mut self.between.digests);
        if let Err(fault) = digests::keep(&mut *self.runtime, &due) {
            tracing::error!(%fault, "digests of acts were not kept");
        }
    }

    /// After a failed connection or disk: a new connection where the old one is gone, and the journal's end as it is now. The
    /// lost COMMIT may have arrived; whoever sends the same act again is answered from the journal.
    pub(super) fn find_back(&mut self) -> Result<(), String> {
        if !self.between.lost {
            return Ok(());
        }
        #[cfg(feature = "testing")]
        if crate::testing::simulation::is_sown(crate::testing::simulation::Bug::KeepOldHead) {
            self.between.lost = false;
            return Ok(());
        }
        // What is left of a transaction must not be taken for the journal; most often nothing is.
        drop(self.database.declare("ROLLBACK"));
        match end_for(&mut *self.database, self.term) {
            Ok(end) => (self.head, self.tree) = end,
            Err(OpenFault::Database(DatabaseFault::Fenced)) => return Err(DatabaseFault::Fenced.to_string()),
            Err(_) if self.shared.is_some() => {
                return Err("the connection to the database is lost".to_owned());
            }
            Err(_) => {
                let found = (self.reopen)(self.term)?;
                (self.database, self.head, self.tree) = (found.database, found.head, found.tree);
            }
        }
        // An erasure may be among what arrived: its keys are still to go, and nothing new may be sealed with them.
        self.between.due = erasing::due(&mut *self.database).map_err(|fault| fault.to_string())?;
        self.subject_keys.lock().unwrap_or_else(PoisonError::into_inner).clear();
        tracing::warn!(entries = self.head.seq, "the database is back");
        self.between.lost = false;
        self.jobs_waiting = true;
        Ok(())
    }

    fn singly(&mut self, deed: &Deed) -> Result<Answer, DeedFault> {
        match self.transaction(std::slice::from_ref(deed)) {
            Ok(mut answers) => answers.pop().unwrap_or(Err(DeedFault::Stopping)),
            Err(BatchFault::Broken(fault)) => {
                self.between.lost = true;
                Err(DeedFault::Broken(fault))
            }
            Err(BatchFault::Data(fault)) => {
                tracing::error!(%fault, act = %deed.act, "an act was not written");
                Err(DeedFault::Internal(fault))
            }
        }
    }

    fn transaction(&mut self, deeds: &[Deed]) -> Result<Vec<Result<Answer, DeedFault>>, BatchFault> {
        let before = (self.head, self.tree.clone());
        let done = self.attempt(deeds);
        if done.is_err() {
            (self.head, self.tree) = before;
            self.between.warm.clear();
            // After an error the connection may be inside a lost transaction.
            drop(self.database.declare("ROLLBACK"));
        }
        done
    }

    fn attempt(&mut self, deeds: &[Deed]) -> Result<Vec<Result<Answer, DeedFault>>, BatchFault> {
        let registry = Arc::clone(&self.registry);
        let sql = Arc::clone(&self.sql);
        let (mut head, fresh) = (self.head, (self.clock)());
        let acts: Vec<Result<Box<dyn AnyAct>, DeedFault>> = deeds
            .iter()
            .map(|deed| {
                keys_stand(&self.keys, &self.between.due, deed).and_then(|()| decode(&registry, deed))
            })
            .collect();
        let mut overlay = Overlay::new(&mut *self.database, &sql, std::mem::take(&mut self.between.warm));
        let first = signed(head.seq + 1);
        let opened = overlay.prefetch_after(
            &opening(overlay.dialect(), self.term, head.seq),
            &first_needs(deeds, &acts, fresh),
        )?;
        // The fence answers with its row while this process is still the writer.
        if opened.last().is_none_or(Vec::is_empty) {
            return Err(BatchFault::Broken(DatabaseFault::Fenced.to_string()));
        }
        let mut written = Vec::new();
        let reacts = self.jobs_waiting && (deeds.is_empty() || self.between.refused.is_none());
        if reacts {
            written.extend(react(&registry, &mut head, &mut overlay, fresh)?);
        }
        let mut entered = Vec::with_capacity(deeds.len());
        for (deed, act) in deeds.iter().zip(&acts) {
            let one = match act {
                Ok(act) => {
                    enter(&registry, &mut head, deed, &**act, fresh, &mut *self.runtime, &mut overlay)?
                }
                Err(fault) => Entered { answer: Err(fault.clone()), written: Vec::new() },
            };
            entered.push(one);
        }
        let (derived, warm) = overlay.into_statements()?;
        let mut answers = Vec::with_capacity(deeds.len());
        let mut sealed = Vec::new();
        for (deed, one) in deeds.iter().zip(entered) {
            if matches!(&one.answer, Ok(Answer { outcome: Outcome::Entered { .. }, again: false, .. })) {
                sealed.extend(sealed_statements(&sql, deed)?);
            }
            written.extend(one.written);
            answers.push(one.answer);
        }
        let erased: Vec<Id> = erased_in(&written).collect();
        let keys = self.commit(head, &written, derived, sealed, &erased)?;
        if reacts {
            self.between.refused = None;
        }
        self.between.warm = warm;
        self.between.digests.extend(digests::of(first, deeds, &answers, fresh));
        self.notice_jobs(&written, reacts);
        self.between.due.extend(keys);
        if let Err(fault) = self.erase_due_keys() {
            // The entry stands and it is tried again; but nobody is told that the data are gone while they are not.
            let entered = answers
                .iter_mut()
                .zip(deeds)
                .filter(|(answer, deed)| answer.is_ok() && erases(&self.registry, deed));
            entered.for_each(|(answer, _)| *answer = Err(DeedFault::Broken(fault.to_string())));
        }
        Ok(answers)
    }

    /// Writes everything and commits; tells the keys that erasures made useless.
    fn commit(
        &mut self,
        head: Head,
        written: &[Written],
        derived: Vec<Statement>,
        sealed: Vec<Statement>,
        erased: &[Id],
    ) -> Result<Vec<Id>, BatchFault> {
        if written.is_empty() {
            self.database.declare("ROLLBACK")?;
            return Ok(Vec::new());
        }
        let entries = self.sql.table(EntryRow::TABLE)?;
        let mut statements: Vec<Statement> =
            Vec::with_capacity(written.len() + derived.len() + sealed.len() + 3);
        for one in written {
            let row = EntryRow { seq: signed(one.entry.seq), bytes: one.bytes.clone() };
            statements.push(entries.put_apart(row.to_row()));
            self.tree.push(one.leaf);
        }
        statements.extend(sealed);
        statements.extend(derived);
        let keys = erasing::keys_of(&mut *self.database, erased)?;
        statements.extend(erasing::statements(&self.registry, erased, &keys));
        let seal = "UPDATE head SET seq = $1, leaf = $2, recorded = $3 WHERE one = 1";
        let parameters = vec![
            Value::Integer(signed(head.seq)),
            Value::Bytes(head.leaf.0.to_vec()),
            Value::Integer(head.recorded.0),
        ];
        statements.push(Statement::new(seal, parameters));
        statements.push(Statement::new("COMMIT", Vec::new()));
        let begun = std::time::Instant::now();
        self.database.run(&statements)?;
        self.meters.commit(begun.elapsed());
        self.head = head;
        self.transactions.fetch_add(1, Ordering::Relaxed);
        let mut remembered = self.subject_keys.lock().unwrap_or_else(PoisonError::into_inner);
        remembered.retain(|subject, _| !erased.contains(subject));
        self.grown.send_replace(head.seq);
        Ok(keys)
    }

    pub(super) fn erase_due_keys(&mut self) -> Result<(), EraseFault> {
        if !self.between.due.is_empty() {
            erase_keys(&mut *self.database, &self.keys, &self.between.due)?;
            self.between.due.clear();
        }
        Ok(())
    }

    /// Whether the writer has reactions of its own to carry out: until it looked for some and nothing came of it.
    fn notice_jobs(&mut self, written: &[Written], reacted: bool) {
        let calls = |one: &Written| {
            self.registry.reactors(one.entry.kind).any(|reactor| matches!(reactor.work, kernel::Work::Act(_)))
        };
        self.jobs_waiting =
            written.iter().any(calls) || (self.jobs_waiting && !(reacted && written.is_empty()));
    }
}
