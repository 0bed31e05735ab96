//! What is kept, how long, and for whom: a schedule of two, a legal hold, a request about what is held on somebody.

use super::court::ADULT;
use super::steps::Story;
use crate::demo::http::Answer;
use crate::fault::Fault;
use kernel::{Day, Id, Role};
use serde_json::{Value, json};

/// What an act at a door came to, in a few words.
fn outcome(answer: &Answer) -> String {
    if answer.status == 200 { "entered".to_owned() } else { format!("{}: {}", answer.status, answer.body) }
}

impl Story<'_> {
    fn lists(&self, list: &str) -> Result<Vec<Value>, Fault> {
        let listed = self.staff(Role::Overseer)?.get(&format!("/api/lists/letting-go/{list}"))?.json();
        Ok(listed["rows"].as_array().cloned().unwrap_or_default())
    }

    /// Two people lay down how long reports are kept; what falls due is shown, and nothing is erased by itself.
    pub(super) fn retention(&mut self) -> Result<(), Fault> {
        let schedule = Id(*b"fictional term 1");
        let body = json!({ "schedule": schedule, "kind": "report", "counts_from": "last-event", "days": 365,
            "notice_days": 30, "basis": "A fictional law on the keeping of reports, section 4" });
        self.acted(
            "one lays down how long reports are kept",
            Role::Administrator,
            "letting-go.lay-down-schedule",
            &body,
        )?;
        let approve = json!({ "schedule": schedule });
        self.refused(
            "and cannot approve it alone",
            Role::Administrator,
            "letting-go.approve-schedule",
            &approve,
            "two-people",
        )?;
        // Read before the schedule is in force: from then on the node's own daily work may be the one that announces.
        let before = self.lists("due?per_page=1")?.len();
        self.acted("the overseer approves it", Role::Overseer, "letting-go.approve-schedule", &approve)?;
        letting_go::fall_due(&self.running.house)?;
        let after = self.lists("due?per_page=500")?;
        let only_shown = !after.is_empty() && after.iter().all(|row| row["state"] == "announced");
        let seen = if before == 0 && only_shown { "shown, nothing asked for" } else { "something else" };
        self.step("what falls due is shown 30 days before", "shown, nothing asked for", seen);
        Ok(())
    }

    /// What is held on the adult is shown to those who answer for it, and the answer is given by two.
    pub(super) fn request(&mut self) -> Result<(), Fault> {
        let (request, subject) = (Id(*b"fictional asks 1"), self.cast.adult);
        let asked = json!({ "request": request, "subject": subject, "asks": "access", "guardian": "",
            "identity": "document", "told": false });
        self.acted("somebody asks what is held on them", Role::VictimSupport, "letting-go.request", &asked)?;
        let path = format!("/api/letting-go/requests/{request}");
        let held = self.staff(Role::VictimSupport)?.get(&path)?;
        let tables = held.json()["held"].as_array().map_or(0, Vec::len);
        let seen = if held.status == 200 && held.body.contains(ADULT) && tables >= 5 {
            "all rooms' rows and the words"
        } else {
            "less"
        };
        self.step("it is collected from all rooms", "all rooms' rows and the words", seen);
        let stopped = self.act(Role::VictimSupport, "journal.ask-erasure", &json!({ "subject": subject }))?;
        let seen = if stopped.body.contains("is not answered") { "stopped" } else { "not stopped" };
        self.step("nothing is erased before they are answered", "stopped", seen);
        let decided = json!({ "request": request, "subject": subject, "answer": "granted", "ground": "none", "withheld": [], "renamed": false });
        let sealed = json!({ "0": "Here is what is held on you." });
        let answer = self.staff(Role::VictimSupport)?.act("letting-go.decide-request", &decided, &sealed)?;
        self.step("one decides the answer", "entered", &outcome(&answer));
        let release = json!({ "request": request, "subject": subject });
        self.refused(
            "and cannot release it",
            Role::VictimSupport,
            "letting-go.release-answer",
            &release,
            "two-people",
        )?;
        self.acted("the overseer releases it", Role::Overseer, "letting-go.release-answer", &release)
    }

    /// A court still needs the adult's record: nothing is erased until two people lift the hold.
    pub(super) fn hold(&mut self) -> Result<(), Fault> {
        let (hold, record) = (Id(*b"fictional hold 1"), self.cast.adult);
        let until = Day(desk::Desk::now().day().0 + 90).to_string();
        let body = json!({ "hold": hold, "record": record, "reason": "appeal", "authority": crate::demo::people::unit("court"),
            "document": Id(*b"fictional paper1"), "until": until });
        self.acted("a court needs a record: it is held", Role::Investigator, "letting-go.hold", &body)?;
        let stopped = self.act(Role::VictimSupport, "journal.ask-erasure", &json!({ "subject": record }))?;
        let says = stopped.status == 422
            && stopped.body.contains(&hold.to_string())
            && stopped.body.contains(&until);
        let seen = if says { "stopped: which, until when" } else { stopped.body.as_str() };
        self.step("it cannot be erased", "stopped: which, until when", seen);
        let lift = json!({ "record": record, "hold": hold });
        self.refused("nobody lifts it alone", Role::Overseer, "letting-go.lift-hold", &lift, "two-people")?;
        let ask = json!({ "record": record, "hold": hold, "document": Id(*b"fictional paper2") });
        self.acted("one asks that it be lifted", Role::Investigator, "letting-go.ask-lift", &ask)?;
        self.acted("the overseer lifts it", Role::Overseer, "letting-go.lift-hold", &lift)
    }

    /// After the erasure: whoever was told of the record is to be told.
    pub(super) fn partners(&mut self) -> Result<(), Fault> {
        let list = format!("partners?record_id={}&waiting=yes", self.cast.adult);
        let mut seen = "nobody";
        for _ in 0..100 {
            if !self.lists(&list)?.is_empty() {
                seen = "named";
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
        self.step("units that knew of the person are to be told", "named", seen);
        Ok(())
    }
}
