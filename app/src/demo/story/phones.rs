//! Telephones without internet: two text messages and a menu, by the simulated gateway.

use super::steps::Story;
use crate::commands::Handset;
use crate::demo::phones::secret_of;
use crate::fault::Fault;
use kernel::Role;
use serde_json::{Value, json};

/// Numbers that belong to nobody: they are kept for fiction.
const NUMBERS: [&str; 3] = ["+12025550101", "+12025550102", "+12025550103"];

/// The code in a text that gives one: two groups of four digits.
fn code_in(text: &str) -> String {
    let digits: Vec<&str> = text.split(|letter: char| !letter.is_ascii_digit()).collect();
    let groups = digits.windows(2).find(|pair| pair.iter().all(|group| group.len() == 4));
    groups.map(<[&str]>::concat).unwrap_or_default()
}

/// All of what came back in one text.
fn said(answer: &Value) -> String {
    let messages = answer["reply"].as_array().cloned().unwrap_or_default();
    messages.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" ")
}

impl Story<'_> {
    fn telephone(&self, number: usize) -> Result<Handset, Fault> {
        Ok(Handset::new(&self.running.public, secret_of(&self.common.data)?, NUMBERS[number]))
    }

    /// Two people write, one of them reads the answer under the code; somebody types in a menu.
    pub(crate) fn phones(&mut self) -> Result<(), Fault> {
        let first = self.telephone(0)?;
        let text = "This is a fictional report for a demonstration. Somebody writes to me every night and asks for pictures.";
        let code = code_in(&said(&first.sms(None, text)?));
        self.step(
            "a text message is a report, and a code comes back",
            "8 digits",
            &format!("{} digits", code.len()),
        );
        let report = self.newest()?;
        let seen =
            self.staff(Role::Analyst)?.get(&format!("/api/reports/{report}"))?.json()["report"]["came_by"]
                .clone();
        self.step("the desk sees the way by which it came", "sms", seen.as_str().unwrap_or_default());
        let reply = json!({ "report": report });
        let words = json!({ "0": "Fictional: thank you. You are not alone with this." });
        let sent = self.staff(Role::Analyst)?.act("reports.reply", &reply, &words)?.status;
        let read = said(&first.sms(None, &format!("{code} ?"))?);
        let seen = if read.contains("not alone") { "read" } else { "not read" };
        self.step("staff answer, and the code opens it", "200, read", &format!("{sent}, {seen}"));

        let second = self.telephone(1)?;
        let stranger = said(&second.sms(None, &format!("{code} ?"))?);
        let seen = if stranger.contains("not alone") { "opened" } else { "nothing opens" };
        self.step("the code from another telephone", "nothing opens", seen);
        let code = code_in(&said(&second.sms(None, "هذا بلاغ خيالي للعرض. رجل يطلب صوراً من أختي.")?));
        self.step("a text message in Arabic", "8 digits", &format!("{} digits", code.len()));

        let inputs = ["1", "1", "3", "Fictional: by the bus stop"].map(ToOwned::to_owned);
        let screen = self.telephone(2)?.ussd(None, &inputs, false)?;
        let code = code_in(screen["text"].as_str().unwrap_or_default());
        self.step("a menu on an old telephone", "8 digits", &format!("{} digits", code.len()));
        Ok(())
    }
}
