//! Each row of a derived table beside what the entries amount to.

use super::expected::{Batch, Standing};
use super::{Progress, Verifier, belt, row_finding};
use crate::database::{Database, DatabaseFault, Statement, TableSql};
use kernel::Table;

impl Verifier<'_> {
    /// Compares a derived table with its replay, row by row.
    pub(super) fn compare(
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
