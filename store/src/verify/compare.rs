//! The rows of a derived table beside what the entries amount to: added up first, and one by one where the sums differ.

use super::expected::{Adding, Batch, Standing, Sum};
use super::{Progress, Verifier, belt, row_finding};
use crate::database::{Database, DatabaseFault, Statement, TableSql};
use kernel::Table;

impl Verifier<'_> {
    /// Compares a derived table with its replay. Sums agree only of the same rows; where they differ, each row is looked at.
    pub(super) fn compare(
        &mut self,
        database: &mut dyn Database,
        table: &'static Table,
    ) -> Result<(), DatabaseFault> {
        let of = self.expected.count(table) as u64;
        let ask = Statement::new(TableSql::of(table).every, Vec::new());
        let adding = Adding::drawn().map_err(|fault| DatabaseFault::Refused(fault.to_string()))?;
        let mut there = Sum::default();
        let (expected, progress) = (&self.expected, &mut self.progress);
        let wanted = std::thread::scope(|scope| {
            let wanted = scope.spawn(|| expected.sum(table, &adding));
            belt::carry(
                database,
                &ask,
                |batch: &mut Batch, cells| batch.add(table.key, cells.iter().copied()),
                |batch| adding.batch(&batch),
                |sum| {
                    there = there.and(sum);
                    progress(Progress { doing: table.name, done: there.rows, of });
                    true
                },
            )?;
            Ok(wanted.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
        })?;
        if there == wanted {
            self.expected.forget(table);
            self.found.rows += there.rows;
            return Ok(());
        }
        self.compare_each(database, table)
    }

    /// Compares a derived table with its replay, row by row, and names what is wrong.
    fn compare_each(
        &mut self,
        database: &mut dyn Database,
        table: &'static Table,
    ) -> Result<(), DatabaseFault> {
        let of = self.expected.count(table) as u64;
        let ask = Statement::new(TableSql::of(table).every, Vec::new());
        let mut done = 0_u64;
        belt::carry(
            database,
            &ask,
            |batch: &mut Batch, cells| batch.add(table.key, cells.iter().copied()),
            std::convert::identity,
            |batch| {
                for row in batch.rows() {
                    let wrong = match self.expected.cross_off(table, row) {
                        Standing::AsExpected => None,
                        Standing::Another => Some("is not what the entries amount to"),
                        Standing::FromNoEntry => Some("comes from no entry"),
                    };
                    wrong.into_iter().for_each(|wrong| self.find(row_finding(table, &row.row(), wrong)));
                    done += 1;
                }
                (self.progress)(Progress { doing: table.name, done, of });
                true
            },
        )?;
        let missing = self.expected.left(table);
        missing.iter().for_each(|row| self.find(row_finding(table, row, "is missing")));
        self.found.rows += done;
        Ok(())
    }
}
