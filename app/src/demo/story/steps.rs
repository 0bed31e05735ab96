//! What every step of the story uses: the doors, and the comparison of what was expected with what was seen.

use super::cast::Cast;
use crate::commands::{Common, Running};
use crate::demo::http::{Answer, AtDoor};
use crate::demo::people::{by_name, by_role};
use crate::fault::Fault;
use kernel::{CodeList, Id, Role};
use serde_json::{Value, json};
use std::time::Instant;

/// A report filed at the door: its receipt in digits, and the language it was written in.
pub(super) struct Filed {
    pub(super) receipt: String,
}

/// How the story is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Told {
    /// As a table for people.
    Table,
    /// As JSON, one object a line.
    Lines,
    /// Only what does not hold.
    Silently,
}

/// The story so far.
pub(crate) struct Story<'r> {
    pub(super) running: &'r Running,
    pub(super) common: &'r Common,
    told: Told,
    held: bool,
    began: Instant,
    pub(super) list: Id,
    pub(super) filed: Vec<Filed>,
    pub(super) report: String,
    pub(super) cast: Cast,
}

impl<'r> Story<'r> {
    /// Before the first step.
    pub(crate) fn begin(running: &'r Running, common: &'r Common, told: Told) -> Story<'r> {
        if told == Told::Table {
            println!("{:48} {:40} {:40} {:>7}", "step", "expected", "seen", "ms");
        }
        Story {
            running,
            common,
            told,
            held: true,
            began: Instant::now(),
            list: Id(*b"fictional list 1"),
            filed: Vec::new(),
            report: String::new(),
            cast: Cast::new(),
        }
    }

    /// After the last step.
    pub(crate) fn end(self) -> bool {
        if self.told == Told::Table {
            println!("{}", if self.held { "Every step holds." } else { "NOT every step holds." });
        }
        self.held
    }

    pub(super) fn step(&mut self, step: &str, expected: &str, seen: &str) {
        let ms = self.began.elapsed().as_millis();
        let ok = expected == seen;
        self.held &= ok;
        if self.told == Told::Lines {
            let ms = u64::try_from(ms).unwrap_or(u64::MAX);
            println!("{}", json!({ "step": step, "expected": expected, "seen": seen, "ms": ms, "ok": ok }));
        } else if self.told == Told::Table || !ok {
            println!("{step:48} {expected:40} {seen:40} {ms:>7}{}", if ok { "" } else { "  WRONG" });
        }
        self.began = Instant::now();
    }

    pub(super) fn staff(&self, role: Role) -> Result<AtDoor, Fault> {
        Ok(AtDoor::new(&self.running.staff_url, Some(&by_role(&self.running.staff, role)?.token)))
    }

    /// The desk of the member of staff of that name.
    pub(super) fn at_desk_of(&self, user: &str) -> Result<AtDoor, Fault> {
        Ok(AtDoor::new(&self.running.staff_url, Some(&by_name(&self.running.staff, user)?.token)))
    }

    pub(super) fn public(&self) -> AtDoor {
        AtDoor::new(&self.running.public, None)
    }

    /// Somebody who has just signed in by name and password, as it is wanted for what is grave.
    pub(super) fn signed_in(&self, role: Role) -> Result<AtDoor, Fault> {
        let one = by_role(&self.running.staff, role)?;
        let asked = json!({ "user": one.user, "password": one.password(), "purpose": one.purpose.code() });
        let answer = self.signs_in(&asked)?.json();
        Ok(AtDoor::new(&self.running.staff_url, answer["token"].as_str()))
    }

    /// What the staff door answers to somebody who signs in.
    pub(super) fn signs_in(&self, asked: &Value) -> Result<Answer, Fault> {
        let door = AtDoor::new(&self.running.staff_url, None);
        door.post("/api/sign-in", "application/json", asked.to_string().as_bytes())
    }

    pub(super) fn act(&self, role: Role, name: &str, act: &Value) -> Result<Answer, Fault> {
        let door = if access::is_grave(name) { self.signed_in(role)? } else { self.staff(role)? };
        door.act(name, act, &json!({}))
    }

    pub(super) fn acted(&mut self, step: &str, role: Role, name: &str, act: &Value) -> Result<(), Fault> {
        let answer = self.act(role, name, act)?;
        let seen = if answer.status == 200 {
            "entered".to_owned()
        } else {
            format!("{}: {}", answer.status, answer.body)
        };
        self.step(step, "entered", &seen);
        Ok(())
    }

    pub(super) fn refused(
        &mut self,
        step: &str,
        role: Role,
        name: &str,
        act: &Value,
        rule: &str,
    ) -> Result<(), Fault> {
        let answer = self.act(role, name, act)?.json();
        let seen =
            answer["type"].as_str().unwrap_or("not refused").trim_start_matches("/problems/rule/").to_owned();
        self.step(step, rule, &seen);
        Ok(())
    }
}
