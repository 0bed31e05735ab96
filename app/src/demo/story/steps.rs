//! The steps one by one.

use super::acts::{Court, court_deed};
use crate::commands::{Common, Running, verify_node};
use crate::demo::http::{Answer, AtDoor};
use crate::demo::people::{by_role, unit};
use crate::demo::pictures::{brightened, jpeg, landscape, resized};
use crate::fault::Fault;
use kernel::{CodeList, Id, Role};
use material::{Digests, decode, pdq_of_image};
use serde_json::{Value, json};
use std::time::Instant;

/// A report filed at the door: its receipt in digits, and the language it was written in.
struct Filed {
    receipt: String,
}

/// The story so far.
pub(crate) struct Story<'r> {
    running: &'r Running,
    common: &'r Common,
    json: bool,
    held: bool,
    began: Instant,
    list: Id,
    filed: Vec<Filed>,
    report: String,
    court: Court,
}

/// What is told at the door, in two languages; fictional and neutral.
const TOLD: [(&str, &str); 3] = [
    (
        "en",
        "This is a fictional report for a demonstration. Somebody sent me this picture and asks for more.",
    ),
    ("ar", "هذا بلاغ خيالي للعرض. أرسل لي شخص هذه الصورة ويطلب المزيد."),
    ("en", "This is a fictional report for a demonstration. I found this on a page."),
];

impl<'r> Story<'r> {
    /// Before the first step.
    pub(crate) fn begin(running: &'r Running, common: &'r Common, json: bool) -> Story<'r> {
        if !json {
            println!("{:44} {:34} {:34} {:>7}", "step", "expected", "seen", "ms");
        }
        Story {
            running,
            common,
            json,
            held: true,
            began: Instant::now(),
            list: Id(*b"fictional list 1"),
            filed: Vec::new(),
            report: String::new(),
            court: Court::new(),
        }
    }

    /// After the last step.
    pub(crate) fn end(self) -> bool {
        if !self.json {
            println!("{}", if self.held { "Every step holds." } else { "NOT every step holds." });
        }
        self.held
    }

    fn step(&mut self, step: &str, expected: &str, seen: &str) {
        let ms = self.began.elapsed().as_millis();
        let ok = expected == seen;
        self.held &= ok;
        if self.json {
            let ms = u64::try_from(ms).unwrap_or(u64::MAX);
            println!("{}", json!({ "step": step, "expected": expected, "seen": seen, "ms": ms, "ok": ok }));
        } else {
            println!("{step:44} {expected:34} {seen:34} {ms:>7}{}", if ok { "" } else { "  WRONG" });
        }
        self.began = Instant::now();
    }

    fn staff(&self, role: Role) -> Result<AtDoor, Fault> {
        Ok(AtDoor::new(&self.running.staff_url, Some(&by_role(&self.running.staff, role)?.token)))
    }

    fn public(&self) -> AtDoor {
        AtDoor::new(&self.running.public, None)
    }

    fn act(&self, role: Role, name: &str, act: &Value) -> Result<Answer, Fault> {
        self.staff(role)?.act(name, act, &json!({}))
    }

    fn acted(&mut self, step: &str, role: Role, name: &str, act: &Value) -> Result<(), Fault> {
        let answer = self.act(role, name, act)?;
        let seen = if answer.status == 200 {
            "entered".to_owned()
        } else {
            format!("{}: {}", answer.status, answer.body)
        };
        self.step(step, "entered", &seen);
        Ok(())
    }

    /// The hashes of pictures of our own making become a list.
    pub(crate) fn pictures(&mut self) -> Result<(), Fault> {
        let list = json!({ "list": self.list, "name": "Fictional list", "country": "NL", "grade_scheme": 1, "max_distance": 31, "purpose": "recognition" });
        let created = self.act(Role::Analyst, "known-material.create-list", &list)?;
        let purposes = known_material::codes::ListPurpose::all()
            .first()
            .map(|purpose| purpose.code())
            .unwrap_or_default();
        let created = if created.status == 200 {
            created
        } else {
            let mut list = list;
            list["purpose"] = json!(purposes);
            self.act(Role::Analyst, "known-material.create-list", &list)?
        };
        let mut csv = String::from("sha256,md5,pdq,grade\n");
        for n in 0..TOLD.len() as u64 {
            let original = jpeg(&landscape(100 + n), 95);
            let digests = Digests::of(&original);
            let picture = decode(&original, Some("image/jpeg"), &material::DecodeLimits::default());
            let pdq = pdq_of_image(&picture.map_err(|error| Fault::Input(error.to_string()))?);
            let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
            csv += &format!("{},{},{},baseline\n", hex(&digests.sha256), hex(&digests.md5), pdq.hash);
        }
        let path = format!("/api/known-material/lists/{}/import", self.list);
        let imported = self.staff(Role::Analyst)?.post(&path, "text/csv", csv.as_bytes())?;
        let seen = format!("{} list, {} hashes", u8::from(created.status == 200), imported.json()["entries"]);
        self.step("hashes of pictures entered as a list", "1 list, 3 hashes", &seen);
        Ok(())
    }

    /// Altered copies are reported by different people in both languages.
    pub(crate) fn reports(&mut self) -> Result<(), Fault> {
        for (n, (language, text)) in (0..).zip(TOLD) {
            let original = landscape(100 + n);
            let (how, copy) = match n {
                0 => ("re-encoded", jpeg(&original, 50)),
                1 => ("resized", jpeg(&resized(&original), 90)),
                _ => ("brightened", jpeg(&brightened(&original), 90)),
            };
            let fields =
                [("by", "child"), ("danger", "unsure"), ("age", "13-15"), ("text", text), ("contact", "")];
            let page = self.public().form(
                &format!("/report?lang={language}"),
                &fields,
                &[("pictures", "picture.jpg", "image/jpeg", &copy)],
            )?;
            let receipt = digits_of(&page.body);
            let seen =
                if page.status == 200 && receipt.len() == 28 { "filed, receipt shown" } else { "no receipt" };
            self.step(&format!("a {how} copy reported in {language}"), "filed, receipt shown", seen);
            self.filed.push(Filed { receipt });
        }
        Ok(())
    }

    /// The copies are recognised; a lead is confirmed by a named unit.
    pub(crate) fn leads(&mut self) -> Result<(), Fault> {
        let mut leads = Value::Null;
        for _ in 0..200 {
            leads = self.staff(Role::Analyst)?.get("/api/lists/known-material/leads?per_page=100")?.json();
            if leads["total"].as_u64() >= Some(3) {
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(25));
        }
        let rows = leads["rows"].as_array().cloned().unwrap_or_default();
        let unverified = rows.iter().filter(|row| row["state"] == "unverified").count();
        self.step(
            "copies recognised, as leads only",
            "3 leads, all unverified",
            &format!(
                "{} leads, {}",
                rows.len(),
                if unverified == rows.len() { "all unverified" } else { "some decided" }
            ),
        );
        let lead = rows.first().cloned().unwrap_or_default();
        self.report = lead["report"].as_str().unwrap_or_default().to_owned();
        self.acted(
            "a named unit confirms one",
            Role::Analyst,
            "known-material.confirm-lead",
            &json!({ "lead": lead["lead"] }),
        )
    }

    /// A person answers in the thread; the receipt opens the answer and never what was reported.
    pub(crate) fn thread(&mut self) -> Result<(), Fault> {
        let reports = self
            .staff(Role::Analyst)?
            .get("/api/lists/reports/queue?state=new&sort=-filed_at&per_page=500")?
            .json();
        let first = self.filed.first().map(|filed| filed.receipt.clone()).unwrap_or_default();
        let rows = reports["rows"].as_array().cloned().unwrap_or_default();
        let with_pictures: Vec<&Value> = rows.iter().filter(|row| row["pictures"] == 1).collect();
        // The first of the story's reports is the oldest of those that have a picture.
        let report = with_pictures.last().map(|row| row["report"].clone()).unwrap_or_default();
        self.acted("the report is taken up", Role::Analyst, "reports.take-up", &json!({ "report": report }))?;
        let answer = self.staff(Role::Analyst)?.act(
            "reports.reply",
            &json!({ "report": report }),
            &json!({ "0": "Thank you. This is a fictional answer." }),
        )?;
        let page = self.public().post(
            "/thread",
            "application/x-www-form-urlencoded",
            format!("receipt={}", first.replace(' ', "+")).as_bytes(),
        )?;
        let shows_reply = page.body.contains("fictional answer");
        let shows_report = page.body.contains("Somebody sent me this picture");
        let seen = format!(
            "reply {}, report {}",
            if answer.status == 200 && shows_reply { "shown" } else { "missing" },
            if shows_report { "SHOWN" } else { "closed" }
        );
        self.step("the receipt opens the reply", "reply shown, report closed", &seen);
        self.report = report.as_str().unwrap_or_default().to_owned();
        Ok(())
    }

    /// From the report to a conviction and a sentence.
    pub(crate) fn case(&mut self) -> Result<(), Fault> {
        let court = self.court.clone();
        let (case, child, adult) = (court.case, court.child, court.adult);
        let opened: Vec<(&str, Role, &str, Value)> = vec![
            (
                "a case is opened from the report",
                Role::Investigator,
                "cases.open",
                json!({ "case": case, "report": self.report, "offence": "03022", "conduct_when": "2025", "country": "NL", "ex_officio": false }),
            ),
            (
                "the child is entered",
                Role::Investigator,
                "cases.enter-person",
                json!({ "person": child, "born": "2012", "sex": "not-known" }),
            ),
            (
                "the child is recorded as a victim",
                Role::Investigator,
                "cases.record-victim",
                json!({ "case": case, "person": child, "thread": self.report }),
            ),
            (
                "an adult is entered",
                Role::Investigator,
                "cases.enter-person",
                json!({ "person": adult, "born": "1980", "sex": "not-known" }),
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
        opened.iter().try_for_each(|(step, role, name, act)| self.acted(step, *role, name, act))?;
        self.trial(&court)
    }

    /// What the police, the prosecution and the court did.
    fn trial(&mut self, court: &Court) -> Result<(), Fault> {
        let (case, adult) = (court.case, court.adult);
        let steps: Vec<(&str, Role, &str, Value)> = vec![
            (
                "an arrest by the police is entered",
                Role::CourtOfficer,
                "cases.arrest-made",
                court_deed(court, adult, "2026-02-01"),
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
                with(court_deed(court, adult, "2026-06-01"), "verdict", json!("convicted")),
            ),
            (
                "the sentence is entered",
                Role::CourtOfficer,
                "cases.sentence-passed",
                with(
                    with(court_deed(court, adult, "2026-06-10"), "kinds", json!(["custodial"])),
                    "months",
                    json!(60),
                ),
            ),
            (
                "the conviction became final",
                Role::CourtOfficer,
                "cases.became-final",
                with(court_deed(court, adult, "2026-09-01"), "verdict", json!("convicted")),
            ),
        ];
        steps.iter().try_for_each(|(step, role, name, act)| self.acted(step, *role, name, act))
    }

    fn refused(&mut self, step: &str, role: Role, name: &str, act: &Value, rule: &str) -> Result<(), Fault> {
        let answer = self.act(role, name, act)?.json();
        let seen =
            answer["type"].as_str().unwrap_or("not refused").trim_start_matches("/problems/rule/").to_owned();
        self.step(step, rule, &seen);
        Ok(())
    }

    /// Three decisions that the rules forbid, and a release once the risk is assessed.
    pub(crate) fn refusals(&mut self) -> Result<(), Fault> {
        let court = self.court.clone();
        let (case, child, adult) = (court.case, court.child, court.adult);
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
        let court = self.court.clone();
        let mut arrest = court_deed(&court, court.child, "2026-03-01");
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

    /// A person is erased by two; what was sealed is gone.
    pub(crate) fn erasure(&mut self) -> Result<(), Fault> {
        let subject = json!({ "subject": self.report });
        self.acted("an erasure is asked for", Role::Analyst, "journal.ask-erasure", &subject)?;
        self.refused(
            "who is not the overseer cannot confirm it",
            Role::Analyst,
            "journal.confirm-erasure",
            &subject,
            "/problems/policy",
        )?;
        self.acted("the overseer confirms it", Role::Overseer, "journal.confirm-erasure", &subject)?;
        let page = self.staff(Role::Analyst)?.get(&format!("/api/reports/{}", self.report))?;
        let gone = page.status == 200 && !page.body.contains("Somebody sent me this picture");
        self.step("what was told is gone", "gone", if gone { "gone" } else { "still there" });
        Ok(())
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
        Ok(())
    }

    /// The journal of the running node verifies, against a checkpoint taken now.
    pub(crate) fn verification(&mut self) -> Result<(), Fault> {
        let text = self.running.house.checkpoint()?;
        let verifier = self.running.house.verifier();
        let kept = verifier.read(&text).map_err(|error| Fault::Input(error.to_string()))?;
        let found = verify_node(self.common, verifier, Some(kept))?;
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

fn with(mut act: Value, name: &str, value: Value) -> Value {
    act[name] = value;
    act
}

/// The digits of the receipt on a page.
fn digits_of(page: &str) -> String {
    let begin = page.find("id=\"receipt-digits\"").map_or(page.len(), |at| at);
    let text = page[begin..].split_once('>').map_or("", |(_, rest)| rest);
    text.split('<').next().unwrap_or_default().chars().filter(char::is_ascii_digit).collect()
}
