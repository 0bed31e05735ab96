//! The hotline asks the police about a report that stays its own, and reads what they think.

use super::steps::Story;
use crate::demo::people::unit;
use crate::fault::Fault;
use kernel::Role;
use serde_json::json;

impl Story<'_> {
    /// One question: what the police are shown, their answer, and that nothing is left to them of it.
    pub(super) fn asks_the_police(&mut self) -> Result<(), Fault> {
        let asked = json!({
            "report": self.report, "unit": unit("police"), "parts": ["words"], "agreement": "reporter-agreed",
        });
        let question = json!({ "0": "Is this address known to you? A fictional question." });
        let answer = self.staff(Role::Analyst)?.act("reports.consult", &asked, &question)?;
        self.step("the hotline asks the police, and keeps it", "200", &answer.status.to_string());
        let police = self.staff(Role::Investigator)?;
        let list = police.get("/api/lists/reports/asked")?.json();
        let number = list["rows"][0]["consultation"].clone();
        let path = format!("/api/consultations/{}", number.as_str().unwrap_or_default());
        let shown = police.get(&path)?;
        let whole = police.get(&format!("/api/reports/{}", self.report))?.status;
        let words = shown.json()["thread"].as_array().map_or(0, Vec::len);
        let seen = format!("{words} text, the report {whole}");
        self.step("the police see the words that were chosen", "1 text, the report 404", &seen);
        let view = json!({ "0": "It is not known to us. A fictional answer." });
        police.act("reports.give-view", &json!({ "consultation": number }), &view)?;
        let after = police.get(&path)?.status;
        let read = self.staff(Role::Analyst)?.get(&format!("/api/reports/{}", self.report))?.json();
        let is_read =
            read["consultations"][0]["answer"].as_str().is_some_and(|one| one.contains("not known"));
        let seen = format!("{}, the page {after}", if is_read { "read" } else { "missing" });
        self.step("their answer is read, and they see no more", "read, the page 404", &seen);
        Ok(())
    }
}
