//! Somebody who must report by law: the number for their file, the acknowledgement, and what they read of it.

use super::steps::Story;
use crate::demo::http::AtDoor;
use crate::fault::Fault;
use kernel::Role;
use serde_json::{Value, json};

impl Story<'_> {
    /// A fictional school reports by law; a person says that it was read, and the school reads that.
    pub(crate) fn official(&mut self) -> Result<(), Fault> {
        let told = json!({
            "text": "This is a fictional report for a demonstration. A pupil told a teacher that an adult asks for meetings.",
            "danger": "unsure",
            "age": "10-12",
            "contact": "Fictional: the school office",
            "duty": {
                "kind": "law",
                "words": "Article 12 of a fictional law on the protection of children",
                "agency": "Fictional school of the Third Street",
                "child_knows": "no",
            },
        });
        let door = self.public();
        let filed = sent(&door, "/api/reports", &told)?;
        let number = filed["official"]["number"].as_str().unwrap_or_default().to_owned();
        let seen = format!("number of {} digits", number.len());
        self.step("a school reports by law", "number of 8 digits", &seen);
        let report = self.newest()?;
        let desk = self.staff(Role::Analyst)?;
        let shown = desk.get(&format!("/api/reports/{report}"))?.json();
        let is_same = report.starts_with(&number) && !number.is_empty();
        let seen = format!("{}, {}", shown["official"]["told"]["duty"].as_str().unwrap_or_default(), is_same);
        self.step("the desk reads what obliges it, under that number", "law, true", &seen);
        let act = json!({ "report": report });
        self.acted("a person says that it was read", Role::Analyst, "reports.acknowledge", &act)?;
        let receipt = json!({ "receipt": filed["receipt"]["digits"] });
        let thread = sent(&self.public(), "/api/thread", &receipt)?;
        let at = thread["official"]["acknowledged_at"].as_str().unwrap_or_default();
        let seen = if at.is_empty() { "nothing" } else { "when it was read" };
        self.step("the receipt tells the school", "when it was read", seen);
        Ok(())
    }
}

/// What a door answers to a program.
fn sent(door: &AtDoor, path: &str, body: &Value) -> Result<Value, Fault> {
    Ok(door.post(path, "application/json", body.to_string().as_bytes())?.json())
}
