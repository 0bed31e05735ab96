//! What ends the story: a person is erased, the funnel is published, the journal verifies.

use super::court::ADULT;
use super::steps::Story;
use crate::commands::verify_node;
use crate::demo::people::unit;
use crate::fault::Fault;
use kernel::Role;
use serde_json::json;
use store::verify::Depth;

impl Story<'_> {
    /// A person and a report are erased by two; what was sealed is gone.
    pub(super) fn erasure(&mut self) -> Result<(), Fault> {
        let adult = self.cast.adult;
        let before = self.sees()?;
        self.step("before: name and words are there", "name, words", &before);
        let subject = json!({ "subject": adult });
        self.acted(
            "the erasure of a person is asked for",
            Role::VictimSupport,
            "journal.ask-erasure",
            &subject,
        )?;
        self.refused(
            "who is not the overseer cannot confirm it",
            Role::VictimSupport,
            "journal.confirm-erasure",
            &subject,
            "/problems/policy",
        )?;
        self.acted("the overseer confirms it", Role::Overseer, "journal.confirm-erasure", &subject)?;
        let seen = self.sees()?;
        self.step("the person's name is gone, no other", "no name, words", &seen);
        let report = json!({ "subject": self.report });
        self.acted(
            "the erasure of a report is asked for",
            Role::VictimSupport,
            "journal.ask-erasure",
            &report,
        )?;
        self.acted("the overseer confirms this, too", Role::Overseer, "journal.confirm-erasure", &report)?;
        let seen = self.sees()?;
        self.step("what was told is gone", "no name, no words", &seen);
        Ok(())
    }

    /// Which sealed things of the story can still be opened by who may.
    fn sees(&self) -> Result<String, Fault> {
        let names = self.staff(Role::Investigator)?.get(&format!("/api/cases/{}/names", self.cast.case))?;
        let words = self.staff(Role::Investigator)?.get(&format!("/api/reports/{}", self.report))?;
        let told = if names.status == 200 && words.status == 200 { "" } else { "an error: " };
        let name = if names.body.contains(ADULT) { "name" } else { "no name" };
        let text = if words.body.contains("Somebody sent me this picture") { "words" } else { "no words" };
        Ok(format!("{told}{name}, {text}"))
    }

    /// The funnel is frozen by one and published by another.
    pub(crate) fn publication(&mut self) -> Result<(), Fault> {
        let proposal = json!({ "period": "2023/2025", "threshold": 5 }).to_string();
        let proposed = self.staff(Role::Statistician)?.post(
            "/api/demand-map/releases",
            "application/json",
            proposal.as_bytes(),
        )?;
        let release = proposed.json()["release"].clone();
        let body = json!({ "release": release });
        self.refused(
            "who proposed a release cannot publish it",
            Role::Statistician,
            "demand-map.confirm-release",
            &body,
            "two-people",
        )?;
        self.acted(
            "a second person publishes the funnel",
            Role::Overseer,
            "demand-map.confirm-release",
            &body,
        )?;
        let path = format!("/statistics/{}", release.as_str().unwrap_or_default());
        let mut seen = "not there";
        for _ in 0..100 {
            let page = self.public().get(&path)?;
            if page.status == 200 && page.body.contains("<svg") {
                seen = "page with chart";
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
        self.step("everybody can see it", "page with chart", seen);
        let table = self.public().get(&format!("{path}.csv"))?;
        let live = self.staff(Role::Statistician)?.get("/api/demand-map/live?period=2023/2025")?;
        let seen = format!("{} as CSV, {} live", table.status, live.status);
        self.step("as a table for everybody, live for staff", "200 as CSV, 200 live", &seen);
        Ok(())
    }

    /// The journal of the running node verifies, against a checkpoint taken now.
    pub(crate) fn verification(&mut self) -> Result<(), Fault> {
        let text = self.running.house.checkpoint()?;
        let verifier = self.running.house.verifier();
        let kept = verifier.read(&text).map_err(|error| Fault::Input(error.to_string()))?;
        let found = verify_node(self.common, verifier, Some(kept), Depth::Everything)?;
        let seen = found.findings.first().map_or_else(|| "all is well".to_owned(), ToString::to_string);
        self.step(&format!("verify: {} entries, {} rows", found.entries, found.rows), "all is well", &seen);
        let rules = self.staff(Role::Overseer)?.get("/api/rules")?.json();
        let counted = rules.as_array().is_some_and(|all| {
            all.iter().any(|rule| rule["rule"] == "victim-is-not-offender" && rule["violations"] == 1)
        });
        self.step(
            "the violation is counted by its rule",
            "counted once",
            if counted { "counted once" } else { "not counted" },
        );
        // The units of this State are as fictional as its people.
        debug_assert!(!unit("court").is_none());
        Ok(())
    }
}
