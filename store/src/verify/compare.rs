//! Each row of a derived table beside what the entries amount to.

use super::expected::{Packed, Standing};
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
        let mut done = 0;
        belt::carry(
            database,
            &ask,
            |row| Packed::of(table, &row),
            |row| {
                match self.expected.cross_off(table, &row) {
                    Standing::AsExpected => {}
                    Standing::Another => {
                        self.find(row_finding(table, &row.row(), "is not what the entries amount to"))
                    }
                    Standing::FromNoEntry => self.find(row_finding(table, &row.row(), "comes from no entry")),
                }
                done += 1;
                if done % 4096 == 0 {
                    (self.progress)(Progress { doing: table.name, done, of });
                }
                true
            },
        )?;
        let missing = self.expected.left(table);
        missing.iter().for_each(|row| self.find(row_finding(table, row, "is missing")));
        self.found.rows += done;
        Ok(())
    }
}
