//! Each row of a derived table beside what the entries amount to.

use super::{Progress, Verifier, row_finding};
use crate::database::{Database, DatabaseFault, Statement, TableSql};
use kernel::{Row, Table};

impl Verifier<'_> {
    /// Compares a derived table with its replay, row by row in the order of the key.
    pub(super) fn compare(
        &mut self,
        database: &mut dyn Database,
        table: &'static Table,
    ) -> Result<(), DatabaseFault> {
        let expected: Vec<Row> = self.tables.rows(table).cloned().collect();
        let total = expected.len() as u64;
        let mut expected = expected.into_iter().peekable();
        let ask = Statement::new(TableSql::of(table).all, Vec::new());
        let mut done = 0;
        database.each(&ask, &mut |row| {
            let key = table.key_of(&row).to_vec();
            while let Some(missing) = expected.next_if(|wanted| table.key_of(wanted) < key.as_slice()) {
                self.find(row_finding(table, &missing, "is missing"));
            }
            match expected.next_if(|wanted| table.key_of(wanted) == key.as_slice()) {
                Some(wanted) if wanted == row => {}
                Some(_) => self.find(row_finding(table, &row, "is not what the entries amount to")),
                None => self.find(row_finding(table, &row, "comes from no entry")),
            }
            done += 1;
            if done % 4096 == 0 {
                (self.progress)(Progress { doing: table.name, done, of: total });
            }
            true
        })?;
        expected.for_each(|missing| self.find(row_finding(table, &missing, "is missing")));
        self.found.rows += done;
        Ok(())
    }
}
