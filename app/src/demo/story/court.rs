//! From a report to a case, a conviction and a sentence; what the rules refuse on the way, and what they mark.

use super::cast::{Cast, court_deed};
use super::steps::Story;
use crate::demo::people::unit;
use crate::fault::Fault;
use kernel::Id;
use kernel::Role;
use serde_json::{Value, json};

/// The name of the story's adult.
pub(super) const ADULT: &str = "Fictional Adult of the Story";

impl Story<'_> {
    /// From the report to a conviction and a sentence.
    pub(crate) fn case(&mut self) -> Result<(), Fault> {
        let cast = self.cast.clone();
        let (case, child, adult) = (cast.case, cast.child, cast.adult);
        self.acted(
            "a case is opened from the report",
            Role::Investigator,
            "cases.open",
            &json!({ "act-id": Cast::act("case"), "report": self.report, "offence": "03022", "conduct_when": "2025", "country": "NL", "ex_officio": false }),
        )?;
        self.need_to_know()?;
        let opened: Vec<(&str, Role, &str, Value)> = vec![
            (
                "the child is entered",
                Role::Investigator,
                "cases.enter-person",
                json!({ "act-id": Cast::act("child"), "born": "2012", "sex": "not-known" }),
            ),
            (
                "the child is recorded as a victim",
                Role::Investigator,
                "cases.record-victim",
                json!({ "case": case, "person": child, "thread": self.report }),
            ),
            (
                "the adult is named as a suspect",
                Role::Investigator,
                "cases.name-suspect",
                json!({ "case": case, "person": adult, "role": "procurer", "sector": "none", "conduct_when": "2025", "ground": "assessment" }),
            ),
            (
                "demand is coded",
                Role::Investigator,
                "cases.code-demand",
                json!({ "case": case, "person": adult, "level": "intermediate", "category": "procurer" }),
            ),
            (
                "the child wishes to be told of a release",
                Role::VictimSupport,
                "victims.state-wish",
                json!({ "victim": child, "case": case, "told_of_release": true, "through": "" }),
            ),
        ];
        let person = json!({ "act-id": Cast::act("adult"), "born": "1980", "sex": "not-known" });
        let entered =
            self.staff(Role::Investigator)?.act("cases.enter-person", &person, &json!({ "0": ADULT }))?;
        let seen = if entered.status == 200 { "entered".to_owned() } else { entered.body };
        self.step("an adult is entered by name", "entered", &seen);
        let wanted = json!({ "name": "STORY, of the fictional adult" }).to_string();
        let investigator = self.staff(Role::Investigator)?;
        let known = investigator.post("/api/cases/candidates", "application/json", wanted.as_bytes())?;
        let found = known.json()["candidates"][0]["person"] == json!(adult);
        let seen = if found { "found".to_owned() } else { known.body };
        self.step("whoever looks the name up finds the person", "found", &seen);
        opened.iter().try_for_each(|(step, role, name, act)| self.acted(step, *role, name, act))?;
        self.trial(&cast)
    }

    /// Another unit learns nothing of the case, not even that it exists, until it is shared or the glass is broken.
    fn need_to_know(&mut self) -> Result<(), Fault> {
        let case = self.cast.case;
        let outsider = self.staff(Role::VictimSupport)?;
        let path = |case: Id| format!("/api/cases/{case}");
        let (there, absent) = (outsider.get(&path(case))?, outsider.get(&path(case.derive("none", 0)))?);
        let same = there.status == 404 && (there.status, &there.body) == (absent.status, &absent.body);
        let seen = if same { "the same answer" } else { "another answer" };
        self.step("to another unit the case is like none", "the same answer", seen);
        let glass = json!({ "record": case, "reason": "danger-now" });
        let broken = self.act(Role::VictimSupport, "journal.break-glass", &glass)?;
        let opened = self.staff(Role::VictimSupport)?.get(&path(case))?;
        let seen = format!("{}, opens {}", broken.status, opened.status);
        self.step("the glass is broken: a child is in danger", "200, opens 200", &seen);
        let review = json!({ "glass": broken.json()["entry"], "justified": true });
        self.acted("the overseer reviews it", Role::Overseer, "journal.review-glass", &review)?;
        for name in ["prosecution", "court", "victim-support"] {
            let share = json!({ "case": case, "unit": unit(name) });
            self.acted(&format!("the case is shared: {name}"), Role::Investigator, "cases.share", &share)?;
        }
        Ok(())
    }

    /// What the police, the prosecution and the court did.
    fn trial(&mut self, cast: &Cast) -> Result<(), Fault> {
        let (case, adult) = (cast.case, cast.adult);
        let steps: Vec<(&str, Role, &str, Value)> = vec![
            (
                "an arrest by the police is entered",
                Role::CourtOfficer,
                "cases.arrest-made",
                court_deed(cast, adult, "2026-02-01"),
            ),
            (
                "the charge is decided",
                Role::Prosecutor,
                "cases.decide-charge",
                json!({ "case": case, "person": adult, "offence": "03022" }),
            ),
            (
                "the verdict is entered",
                Role::CourtOfficer,
                "cases.verdict-given",
                with(court_deed(cast, adult, "2026-06-01"), "verdict", json!("convicted")),
            ),
            (
                "the sentence is entered",
                Role::CourtOfficer,
                "cases.sentence-passed",
                with(
                    with(court_deed(cast, adult, "2026-06-10"), "kinds", json!(["custodial"])),
                    "months",
                    json!(60),
                ),
            ),
            (
                "the conviction became final",
                Role::CourtOfficer,
                "cases.became-final",
                with(court_deed(cast, adult, "2026-09-01"), "verdict", json!("convicted")),
            ),
        ];
        steps.iter().try_for_each(|(step, role, name, act)| self.acted(step, *role, name, act))
    }

    /// Three decisions that the rules forbid, and a release once the risk is assessed.
    pub(crate) fn refusals(&mut self) -> Result<(), Fault> {
        let cast = self.cast.clone();
        let (case, child, adult) = (cast.case, cast.child, cast.adult);
        let close = json!({ "case": case, "person": adult, "reason": "alleged-consent" });
        self.refused(
            "closing on 'consent' is refused",
            Role::Investigator,
            "cases.close",
            &close,
            "no-consent-of-a-child",
        )?;
        let divert = json!({ "case": case, "person": adult });
        self.refused(
            "a programme instead of prosecution is refused",
            Role::Prosecutor,
            "cases.divert",
            &divert,
            "no-programme-instead-of-prosecution",
        )?;
        let release =
            json!({ "case": case, "person": adult, "kind": "conditional-release", "on": "2030-01-15" });
        self.refused(
            "a release without the child's risk is refused",
            Role::CourtOfficer,
            "cases.decide-release",
            &release,
            "risk-before-release",
        )?;
        let risk = json!({ "case": case, "person": adult, "victim": child, "risk": "medium", "best_interests_considered": true });
        self.acted("the risk to the child is assessed", Role::VictimSupport, "cases.assess-risk", &risk)?;
        self.acted("the same release is decided", Role::CourtOfficer, "cases.decide-release", &release)?;
        let notice = |story: &Self| -> Result<bool, Fault> {
            let first = story.filed.first().map(|filed| filed.receipt.clone()).unwrap_or_default();
            let body = json!({ "receipt": first }).to_string();
            let thread = story.public().post("/api/thread", "application/json", body.as_bytes())?.json();
            Ok(thread["said"]
                .as_array()
                .is_some_and(|said| said.iter().any(|one| one["notice"] == "release-ahead")))
        };
        let mut told = false;
        for _ in 0..100 {
            told = notice(self)?;
            if told {
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
        self.step(
            "the child is told before the release",
            "told in the thread",
            if told { "told in the thread" } else { "not told" },
        );
        Ok(())
    }

    /// What an authority did all the same: entered, marked, alarmed and counted.
    pub(crate) fn violation(&mut self) -> Result<(), Fault> {
        let cast = self.cast.clone();
        let mut arrest = court_deed(&cast, cast.child, "2026-03-01");
        arrest["accusation"] = json!({ "conduct": "prostitution", "when": "2026-02" });
        let answer = self.act(Role::CourtOfficer, "cases.arrest-made", &arrest)?.json();
        let seen = format!("entered, violates {}", answer["violates"][0].as_str().unwrap_or("nothing"));
        self.step(
            "the arrest of a child is entered and marked",
            "entered, violates victim-is-not-offender",
            &seen,
        );
        let alarms = self.staff(Role::Overseer)?.get("/api/lists/journal/alarms")?.json();
        self.step("the overseer is alarmed", "1 alarm", &format!("{} alarm", alarms["total"]));
        Ok(())
    }
}

fn with(mut act: Value, name: &str, value: Value) -> Value {
    act[name] = value;
    act
}
