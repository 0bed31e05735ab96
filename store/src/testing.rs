//! For tests of this and the floors above: every store test runs on both databases.

use crate::database::Statement;
use crate::node::NodeConfig;
use crate::postgres::{Postgres, TemporaryDatabase};
use std::path::Path;

pub mod chance;
pub mod simulation;
pub(crate) mod weather;

/// Where the tests find PostgreSQL: `scripts/postgres-for-tests` starts one and prints this.
pub const POSTGRES_VARIABLE: &str = "TUTELA_TEST_POSTGRES";

/// A home for a node under test: its directory and database are gone when this goes.
pub struct Home {
    directory: tempfile::TempDir,
    database: Option<TemporaryDatabase>,
}

impl Home {
    /// A home on SQLite.
    ///
    /// # Panics
    /// When there is no room for a temporary directory.
    #[must_use]
    pub fn sqlite() -> Home {
        Home { directory: tempfile::tempdir().expect("a temporary directory"), database: None }
    }

    /// A home with a new database on the tests' PostgreSQL server.
    ///
    /// # Panics
    /// When the server is not there: a test that needs it must not pass without.
    #[must_use]
    pub fn postgres() -> Home {
        let server = std::env::var(POSTGRES_VARIABLE)
            .expect("TUTELA_TEST_POSTGRES must name a server: export it from scripts/postgres-for-tests");
        let database = TemporaryDatabase::make(&server).expect("a database can be made");
        Home { directory: tempfile::tempdir().expect("a temporary directory"), database: Some(database) }
    }

    /// A home with a new database on that server.
    ///
    /// # Panics
    /// When the server is not there.
    #[must_use]
    pub fn on_server(server: &str) -> Home {
        let database = TemporaryDatabase::make(server).expect("a database can be made");
        Home { directory: tempfile::tempdir().expect("a temporary directory"), database: Some(database) }
    }

    /// A copy of this home as it is now, on a database of its own: what somebody has who kept a backup. No node may run here.
    ///
    /// # Panics
    /// When a file or the database cannot be copied.
    #[must_use]
    pub fn copy(&self) -> Home {
        let directory = tempfile::tempdir().expect("a temporary directory");
        for entry in std::fs::read_dir(self.path()).expect("the home can be listed").flatten() {
            if entry.path().is_file() {
                std::fs::copy(entry.path(), directory.path().join(entry.file_name()))
                    .expect("a file is copied");
            }
        }
        let copied = |database: &TemporaryDatabase| database.copy().expect("the database is copied");
        Home { directory, database: self.database.as_ref().map(copied) }
    }

    /// Its directory.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.directory.path()
    }

    /// The configuration of a node that lives here.
    #[must_use]
    pub fn config(&self) -> NodeConfig {
        let database = self.database.as_ref().map(|database| database.url().to_owned());
        NodeConfig { data: self.directory.path().to_owned(), database, name: "test.example".to_owned() }
    }
}

/// A PostgreSQL server of a test's own, that can be stopped and started; gone when this goes.
pub struct OwnServer {
    directory: std::path::PathBuf,
    port: u16,
    url: String,
}

impl OwnServer {
    /// Makes and starts one, with the script that starts the tests' server.
    ///
    /// # Panics
    /// When it does not start.
    #[must_use]
    pub fn start() -> OwnServer {
        let free = std::net::TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
        let port = free.expect("a free port").port();
        let directory = std::env::temp_dir().join(format!("tutela-own-postgres-{port}"));
        let mut server = OwnServer { directory, port, url: String::new() };
        server.url = server.script(&[]).trim().to_owned();
        server
    }

    fn script(&self, words: &[&str]) -> String {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../scripts/postgres-for-tests");
        let done = std::process::Command::new(script)
            .args(words)
            .env("TUTELA_TEST_POSTGRES_DIR", &self.directory)
            .env("TUTELA_TEST_POSTGRES_PORT", self.port.to_string())
            .stdin(std::process::Stdio::null())
            .output()
            .expect("the script runs");
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        String::from_utf8_lossy(&done.stdout).into_owned()
    }

    /// Its URL.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Stops it: "fast" ends connections in order, "immediate" is a crash.
    ///
    /// # Panics
    /// When it does not stop.
    pub fn stop(&self, how: &str) {
        self.script(&["stop", how]);
    }

    /// Starts it again.
    ///
    /// # Panics
    /// When it does not start.
    pub fn start_again(&self) {
        self.script(&[]);
    }
}

impl Drop for OwnServer {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("the server's files are left in {}", self.directory.display());
            return;
        }
        self.stop("immediate");
        // What cannot be removed lies where temporary files lie.
        drop(std::fs::remove_dir_all(&self.directory));
    }
}

/// Runs a test once on each database.
///
/// # Panics
/// When the test does, saying on which database.
pub fn on_both(test: impl Fn(&Home)) {
    for home in [Home::sqlite(), Home::postgres()] {
        eprintln!("on {}", if home.database.is_some() { "PostgreSQL" } else { "SQLite" });
        test(&home);
    }
}

/// Runs one statement against the node's main database, past all rules: what a burglar would do.
///
/// # Panics
/// When the statement fails.
pub fn burgle(home: &Home, sql: &str, parameters: Vec<kernel::Value>) {
    past_all_rules(home, |database| database.run(&[Statement::new(sql, parameters)]));
}

/// The same with an INSERT, UPDATE or DELETE; tells how many rows it changed.
///
/// # Panics
/// When the statement fails.
pub fn burgle_counted(home: &Home, sql: &str, parameters: Vec<kernel::Value>) -> usize {
    past_all_rules(home, |database| database.rows(&format!("{sql} RETURNING 1"), parameters)).len()
}

/// Works on the node's main database, past all rules.
///
/// # Panics
/// When the work fails.
pub fn past_all_rules<T>(
    home: &Home,
    work: impl FnOnce(&mut dyn crate::Database) -> Result<T, crate::database::DatabaseFault>,
) -> T {
    match home.config().database {
        None => {
            crate::sqlite::Sqlite::open(&home.path().join("tutela.db")).and_then(|mut file| work(&mut file))
        }
        Some(url) => Postgres::connect(&url).and_then(|mut database| work(&mut database)),
    }
    .expect("the database does what is asked")
}

/// Works on the node's `runtime.db`, past all rules. No node may run here.
///
/// # Panics
/// When the work fails.
pub fn beside_all_rules<T>(
    home: &Home,
    work: impl FnOnce(&mut dyn crate::Database) -> Result<T, crate::database::DatabaseFault>,
) -> T {
    let opened = crate::sqlite::Sqlite::open(&home.path().join("runtime.db"));
    opened.and_then(|mut file| work(&mut file)).expect("the database does what is asked")
}

#[cfg(test)]
kernel::record! {
    /// A row of unit tests.
    pub struct Leaf in "leaf", Derived, key 2, indexes [] {
        /// The tree.
        tree: kernel::Id, Internal;
        /// The branch.
        branch: i64, Internal;
        /// What hangs there.
        text: String, Internal;
    }
}
