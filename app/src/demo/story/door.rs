//! At the public door and in the hotline: a hash list, three reports, their recognition, the thread.

use super::steps::{Filed, Story};
use crate::demo::http::AtDoor;
use crate::demo::people::{COMPLAINTS, unit};
use crate::demo::pictures::{brightened, jpeg, landscape, resized};
use crate::fault::Fault;
use kernel::{CodeList, Role};
use material::{Digests, decode, pdq_of_image};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// What is told at the door: language, who tells, danger, age, and words. Fictional and neutral.
const TOLD: [(&str, &str, &str, &str, &str); 3] = [
    (
        "en",
        "child",
        "unsure",
        "13-15",
        "This is a fictional report for a demonstration. Somebody sent me this picture and asks for more.",
    ),
    (
        "ar",
        "adult-for-child",
        "not-safe",
        "10-12",
        "هذا بلاغ خيالي للعرض. أرسل شخص إلى ابنتي هذه الصورة ويطلب المزيد.",
    ),
    (
        "en",
        "professional",
        "safe",
        "not-said",
        "This is a fictional report for a demonstration. I found this on a page.",
    ),
];

impl Story<'_> {
    /// The hashes of pictures of our own making become a list.
    pub(crate) fn pictures(&mut self) -> Result<(), Fault> {
        let purpose = known_material::codes::ListPurpose::Recognise.code();
        let list = json!({ "list": self.list, "name": "Fictional list", "country": "NL", "grade_scheme": 1, "max_distance": 31, "purpose": purpose });
        let created = self.act(Role::Analyst, "known-material.create-list", &list)?;
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
        for (n, (language, by, danger, age, text)) in (0..).zip(TOLD) {
            let original = landscape(100 + n);
            let (how, copy) = match n {
                0 => ("re-encoded", jpeg(&original, 50)),
                1 => ("resized", jpeg(&resized(&original), 90)),
                _ => ("brightened", jpeg(&brightened(&original), 90)),
            };
            let fields = [("by", by), ("danger", danger), ("age", age), ("text", text), ("contact", "")];
            let page = self.public().form(
                &format!("/report?lang={language}"),
                &fields,
                &[("pictures", "picture.jpg", "image/jpeg", &copy)],
            )?;
            let receipt = digits_of(&page.body);
            let seen =
                if page.status == 200 && receipt.len() == 28 { "filed, receipt shown" } else { "no receipt" };
            self.step(&format!("a {how} copy reported in {language} by {by}"), "filed, receipt shown", seen);
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
        let met: BTreeSet<i64> = rows.iter().filter_map(|row| row["entry"].as_i64()).collect();
        let reported: BTreeSet<&str> = rows.iter().filter_map(|row| row["report"].as_str()).collect();
        let near = rows.iter().all(|row| row["distance"].as_u64().is_some_and(|bits| bits <= 31));
        self.step(
            "each copy met its own entry, within 31 bits",
            "3 entries, 3 reports, near",
            &format!(
                "{} entries, {} reports, {}",
                met.len(),
                reported.len(),
                if near { "near" } else { "far" }
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
        self.asks_the_police()?;
        let refer = json!({ "report": report, "unit": unit("police"), "agreement": "reporter-agreed" });
        self.acted("the report is handed to the police", Role::Analyst, "reports.refer", &refer)?;
        let gone = self.staff(Role::Analyst)?.get(&format!("/api/reports/{}", self.report))?.status;
        self.step("the hotline knows of it no more", "404", &gone.to_string());
        Ok(())
    }
}

impl Story<'_> {
    /// What is about the police is heard by the body that hears complaints, and by nobody else.
    pub(crate) fn complaint(&mut self) -> Result<(), Fault> {
        let told = json!({
            "text": "This is a fictional report for a demonstration. It is about somebody of the police.",
            "by": "adult-for-child", "danger": "safe", "about": ["police"],
        });
        let filed = self.public().post("/api/reports", "application/json", told.to_string().as_bytes())?;
        self.step("a complaint about the police is filed", "200", &filed.status.to_string());
        let about_police = |door: AtDoor| -> Result<Vec<Value>, Fault> {
            let list = door.get("/api/lists/reports/said-of?said_of=police&per_page=500")?.json();
            Ok(list["rows"].as_array().cloned().unwrap_or_default())
        };
        let heard = about_police(self.at_desk_of(COMPLAINTS)?)?;
        let hotline = about_police(self.staff(Role::Analyst)?)?.len();
        let seen = format!("{} there, {hotline} at the hotline", heard.len());
        self.step("the body that hears complaints has it", "1 there, 0 at the hotline", &seen);
        let report = heard.first().map(|row| row["report"].clone()).unwrap_or_default();
        let back = json!({ "report": report, "unit": unit("police"), "agreement": "reporter-agreed" });
        let answer = self.at_desk_of(COMPLAINTS)?.act("reports.refer", &back, &json!({}))?;
        let seen = if answer.body.contains("no-judge-in-own-cause") { "refused" } else { &answer.body };
        self.step("it is not handed to the police", "refused", seen);
        Ok(())
    }
}

/// The digits of the receipt on a page.
fn digits_of(page: &str) -> String {
    let begin = page.find("id=\"receipt-digits\"").map_or(page.len(), |at| at);
    let text = page[begin..].split_once('>').map_or("", |(_, rest)| rest);
    text.split('<').next().unwrap_or_default().chars().filter(char::is_ascii_digit).collect()
}
