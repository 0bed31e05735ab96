//! Each sealed thing beside the promise that its entry made.

use super::{Finding, Progress, Verifier, row_finding};
use crate::database::{Database, DatabaseFault, SEAL_COLUMNS, Statement, quoted};
use crate::deed::{SealedRow, payload_promise};
use crate::schema::PayloadRow;
use kernel::{Cell, Class, Hash, Id, Record, Table, Value};

impl Verifier<'_> {
    pub(super) fn sealed(&mut self, database: &mut dyn Database) -> Result<(), DatabaseFault> {
        let sql = "SELECT act, slot, subject, key, ciphertext FROM payload";
        let mut kept = 0;
        database.each(&Statement::new(sql, Vec::new()), &mut |row| {
            match PayloadRow::from_row(&row) {
                Ok(row) => {
                    self.hold(row.act, row.slot, row.subject, payload_promise(row.key, &row.ciphertext))
                }
                Err(_) => self.find(Finding::Sealed {
                    seq: 0,
                    act: Id::NONE,
                    slot: 0,
                    wrong: "its row has another shape",
                }),
            }
            kept += 1;
            if kept % 4096 == 0 {
                (self.progress)(Progress { doing: "sealed things", done: kept, of: 0 });
            }
            true
        })?;
        for table in self.registry.tables().filter(|table| table.class == Class::Sealed) {
            self.sealed_table(database, table)?;
        }
        let promises = std::mem::take(&mut self.promises);
        for ((act, slot), promise) in promises {
            if self.erased_at.get(&promise.subject).is_some_and(|&erased| erased >= promise.seq) {
                self.found.erased += 1;
            } else {
                self.find(Finding::Sealed {
                    seq: promise.seq,
                    act,
                    slot,
                    wrong: "is missing, and no erasure explains it",
                });
            }
        }
        Ok(())
    }

    fn sealed_table(
        &mut self,
        database: &mut dyn Database,
        table: &'static Table,
    ) -> Result<(), DatabaseFault> {
        let own = table.columns.iter().map(|column| quoted(column.name));
        let names: Vec<String> = own.chain(SEAL_COLUMNS.iter().map(|(name, _)| quoted(name))).collect();
        let ask = Statement::new(format!("SELECT {} FROM {}", names.join(", "), table.name), Vec::new());
        database.each(&ask, &mut |mut row| {
            let seal = row.split_off(table.columns.len().min(row.len()));
            match seal.as_slice() {
                [act, Value::Integer(slot), subject, Value::Bytes(salt)] => {
                    let id = |cell| Id::from_value(cell).unwrap_or(Id::NONE);
                    self.hold(id(act), *slot, id(subject), SealedRow::promise(salt, table.name, &row));
                }
                _ => self.find(row_finding(table, &row, "has another shape")),
            }
            true
        })
    }

    /// Holds one sealed thing against its promise, and crosses the promise off.
    fn hold(&mut self, act: Id, slot: i64, subject: Id, hash: Hash) {
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
