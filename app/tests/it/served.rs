//! A served node as operators run it: `tutela serve` as a process, with figures and health.

use crate::demo::{TUTELA, at};
use serde_json::Value;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use store::testing::Home;

/// A served node.
pub(crate) struct Served {
    child: Child,
    pub(crate) doors: Value,
}

impl Served {
    /// Starts it; its log goes to a file of that name in the home.
    pub(crate) fn start(home: &Home, log: &str, words: &[&str]) -> Served {
        Served::start_in(home, log, words, &[])
    }

    /// As [`Served::start`], with variables of the environment.
    pub(crate) fn start_in(home: &Home, log: &str, words: &[&str], environment: &[(&str, String)]) -> Served {
        let log = std::fs::OpenOptions::new().create(true).append(true).open(home.path().join(log)).unwrap();
        let mut child = Command::new(TUTELA)
            .args(["serve", "--json", "--public", "127.0.0.1:0", "--staff", "127.0.0.1:0"])
            .args(["--metrics", "127.0.0.1:0"])
            .args(words)
            .args(at(home))
            .envs(environment.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        Served { child, doors: serde_json::from_str(&line).unwrap() }
    }

    /// Where a door is.
    pub(crate) fn url(&self, door: &str) -> String {
        self.doors[door].as_str().unwrap().to_owned()
    }

    /// Status and body of an address; none when nobody answers within some seconds.
    pub(crate) fn try_get(&self, door: &str, path: &str) -> Option<(u16, String)> {
        let agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_secs(4)))
            .build()
            .new_agent();
        let mut answer = agent.get(format!("{}{path}", self.url(door))).call().ok()?;
        Some((answer.status().as_u16(), answer.body_mut().read_to_string().ok()?))
    }

    /// Status and body of an address.
    pub(crate) fn get(&self, door: &str, path: &str) -> (u16, String) {
        self.try_get(door, path).unwrap()
    }

    /// Waits until the staff door says of itself what is wanted.
    pub(crate) fn becomes(&self, said: &str) {
        let begun = Instant::now();
        loop {
            let told = self.try_get("staff", "/readyz").map(|(_, body)| body).unwrap_or_default();
            if told == said {
                return;
            }
            assert!(begun.elapsed() < Duration::from_secs(30), "{told:?} and not {said:?}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Sends it a signal: KILL, STOP, CONT.
    pub(crate) fn signal(&self, name: &str) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args([&format!("-{name}"), &id]).status().unwrap().success());
    }

    /// Stops it in order.
    pub(crate) fn stop(&mut self) {
        self.signal("TERM");
        assert!(self.child.wait().unwrap().success());
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // Stopped or killed by the test already, as a rule.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
