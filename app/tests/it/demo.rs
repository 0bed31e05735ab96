//! A demo as a process: what the other tests of the whole house look at, kill and damage.

use serde_json::Value;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;
use store::testing::Home;

/// The program under test.
pub(crate) const TUTELA: &str = env!("CARGO_BIN_EXE_tutela");

/// A running demo, killed when this goes.
pub(crate) struct Demo {
    child: Child,
    pub(crate) doors: Value,
}

/// The arguments that name a home.
pub(crate) fn at(home: &Home) -> Vec<String> {
    let config = home.config();
    let mut words = vec![
        "--data".to_owned(),
        config.data.display().to_string(),
        "--name".to_owned(),
        "test.example".to_owned(),
    ];
    words.extend(config.database.map(|url| format!("--database={url}")));
    words
}

/// Runs the program in a home to its end.
pub(crate) fn run(home: &Home, words: &[&str]) -> Output {
    Command::new(TUTELA).args(words).args(at(home)).stdin(Stdio::null()).output().unwrap()
}

impl Demo {
    /// Starts a demo in a home; its log goes to `log` at that level.
    pub(crate) fn start(home: &Home, reports: u32, cases: u32, level: &str, log: &Path) -> Demo {
        Demo::start_by(&[TUTELA], home, reports, cases, level, log)
    }

    /// The same by another program, which becomes this one.
    pub(crate) fn start_by(
        program: &[&str],
        home: &Home,
        reports: u32,
        cases: u32,
        level: &str,
        log: &Path,
    ) -> Demo {
        let log = std::fs::OpenOptions::new().create(true).append(true).open(log).unwrap();
        let mut child = Command::new(program[0])
            .args(&program[1..])
            .args([
                "demo",
                "--plain",
                "--json",
                "--port",
                "0",
                "--reports",
                &reports.to_string(),
                "--cases",
                &cases.to_string(),
            ])
            .args(at(home))
            .env("TUTELA_LOG", level)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        Demo { child, doors: serde_json::from_str(&line).unwrap() }
    }

    /// The number of its process.
    pub(crate) fn process(&self) -> u32 {
        self.child.id()
    }

    /// Kills it without a word (SIGKILL), while others still speak to it.
    pub(crate) fn kill_now(&self) {
        let killed = Command::new("kill").args(["-KILL", &self.child.id().to_string()]).status().unwrap();
        assert!(killed.success());
    }

    /// Stops it in order (SIGTERM).
    pub(crate) fn stop(mut self) {
        let stopped = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap();
        assert!(stopped.success());
        self.child.wait().unwrap();
    }

    fn text(&self, name: &str) -> String {
        self.doors[name].as_str().unwrap().to_owned()
    }

    /// The token of the account with that role.
    pub(crate) fn token(&self, role: &str) -> String {
        let account =
            self.doors["accounts"].as_array().unwrap().iter().find(|one| one["role"] == role).unwrap();
        let tokens = self.doors["tokens"].as_array().unwrap();
        tokens.iter().find(|one| one["name"] == account["user"]).unwrap()["token"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    /// Posts JSON: to the staff door with a role's token, or to the public door. None when the process is gone.
    pub(crate) fn post(&self, role: Option<&str>, path: &str, body: &Value) -> Option<(u16, Value)> {
        let base = self.text(if role.is_some() { "staff" } else { "public" });
        post(&base, role.map(|role| self.token(role)).as_deref(), path, body)
    }
}

/// Posts JSON to an address.
pub(crate) fn post(base: &str, token: Option<&str>, path: &str, body: &Value) -> Option<(u16, Value)> {
    let agent = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .timeout_global(Some(Duration::from_secs(20)))
        .build()
        .new_agent();
    let mut post = agent.post(format!("{base}{path}")).header("content-type", "application/json");
    if let Some(token) = token {
        post = post.header("authorization", format!("Bearer {token}"));
    }
    let mut answer = post.send(body.to_string()).ok()?;
    let text = answer.body_mut().read_to_string().ok()?;
    Some((answer.status().as_u16(), serde_json::from_str(&text).unwrap_or_default()))
}

impl Drop for Demo {
    fn drop(&mut self) {
        // Stopped or killed by the test already, as a rule.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
