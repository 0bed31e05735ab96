//! Each sealed thing beside the promise that its entry made.

use super::{Finding, Progress, Promise, Verifier, belt, row_finding};
use crate::database::{Database, DatabaseFault, SEAL_COLUMNS, Statement, owned, quoted};
use crate::deed::{SealedRow, payload_promise};
use crate::schema::PayloadRow;
use kernel::{Cell, Class, Hash, Id, Record, Row, Table, Value};

/// A sealed thing, ready to be held against its promise.
struct Kept {
    act: Id,
    slot: i64,
    subject: Id,
    hash: Hash,
}

impl Kept {
    fn of_payload(row: &Row) -> Result<Kept, Finding> {
        let wrong = "its row has another shape";
        let PayloadRow { act, slot, subject, key, ciphertext } = PayloadRow::from_row(row)
            .map_err(|_| Finding::Sealed { seq: 0, act: Id::NONE, slot: 0, wrong })?;
        Ok(Kept { act, slot, subject, hash: payload_promise(key, &ciphertext) })
    }

    fn of_row(table: &'static Table, mut row: Row) -> Result<Kept, Finding> {
        let seal = row.split_off(table.columns.len().min(row.len()));
        let [act, Value::Integer(slot), subject, Value::Bytes(salt)] = seal.as_slice() else {
            return Err(row_finding(table, &row, "has another shape"));
        };
        let [act, subject] = [act, subject].map(|cell| Id::from_value(cell).unwrap_or(Id::NONE));
        Ok(Kept { act, slot: *slot, subject, hash: SealedRow::promise(salt, table.name, &row) })
    }
}

impl Verifier<'_> {
    pub(super) fn sealed(&mut self, database: &mut dyn Database) -> Result<(), DatabaseFault> {
        // What is laid for acts that are not entered yet nobody promised. A promise that such a row hid would still be missed.
        let sql =
            "SELECT act, slot, subject, key, ciphertext FROM payload WHERE act NOT IN (SELECT act FROM laid)";
        self.hold_all(database, sql.to_owned(), |row| Kept::of_payload(&row))?;
        for table in self.registry.tables().filter(|table| table.class == Class::Sealed) {
            let own = table.columns.iter().map(|column| quoted(column.name));
            let names: Vec<String> = own.chain(SEAL_COLUMNS.iter().map(|(name, _)| quoted(name))).collect();
            let sql = format!("SELECT {} FROM {}", names.join(", "), table.name);
            self.hold_all(database, sql, |row| Kept::of_row(table, row))?;
        }
        self.broken_promises();
        Ok(())
    }

    fn hold_all(
        &mut self,
        database: &mut dyn Database,
        sql: String,
        ready: impl Fn(Row) -> Result<Kept, Finding> + Send + Sync,
    ) -> Result<(), DatabaseFault> {
        let of = (self.promises.len() as u64).saturating_add(self.found.sealed);
        belt::carry(
            database,
            &Statement::new(sql, Vec::new()),
            |batch: &mut Vec<Row>, cells| batch.push(owned(cells)),
            |batch| batch.into_iter().map(&ready).collect::<Vec<_>>(),
            |batch| {
                for kept in batch {
                    match kept {
                        Ok(kept) => self.hold(&kept),
                        Err(finding) => self.find(finding),
                    }
                }
                (self.progress)(Progress { doing: "sealed things", done: self.found.sealed, of });
                true
            },
        )
    }

    /// What was promised and is not there must have been erased.
    fn broken_promises(&mut self) {
        let mut left: Vec<_> = std::mem::take(&mut self.promises).into_iter().collect();
        left.sort_by_key(|((_, slot), promise)| (promise.seq, *slot));
        for ((act, slot), Promise { seq, subject, .. }) in left {
            if self.erased_at.get(&subject).is_some_and(|&erased| erased >= seq) {
                self.found.erased += 1;
            } else {
                let wrong = "is missing, and no erasure explains it";
                self.find(Finding::Sealed { seq, act, slot, wrong });
            }
        }
    }

    /// Holds one sealed thing against its promise, and crosses the promise off.
    fn hold(&mut self, kept: &Kept) {
        let Kept { act, slot, subject, hash } = *kept;
        self.found.sealed += 1;
        match self.promises.remove(&(act, slot)) {
            Some(promise) if self.erased_at.get(&promise.subject).is_some_and(|&at| at >= promise.seq) => {
                let wrong = "was erased, and is here again";
                self.find(Finding::Sealed { seq: promise.seq, act, slot, wrong });
            }
            Some(promise) if promise.hash == hash && promise.subject == subject => {}
            Some(promise) => self.find(Finding::Sealed { seq: promise.seq, act, slot, wrong: "was changed" }),
            None => self.find(Finding::Sealed { seq: 0, act, slot, wrong: "was promised by no entry" }),
        }
    }
}
