//! A platform is asked to preserve an account, and to disclose its content: the first by one person, the second never alone.

use super::steps::Story;
use crate::fault::Fault;
use desk::Desk;
use kernel::{Day, Role};
use serde_json::{Value, json};

impl Story<'_> {
    /// From a legal basis to an answer.
    pub(crate) fn letters(&mut self) -> Result<(), Fault> {
        let basis = json!({ "country": "NL", "law": "Fictional Code, article 12", "allows": ["preserve", "extend", "content"],
            "order": "prosecutor", "preserved_days": 90, "answer_days": 10 });
        let basis = self.act(Role::Administrator, "letters.propose-basis", &basis)?.json()["made"].clone();
        let approve = json!({ "legal_basis": basis });
        self.acted(
            "a second person approves a legal basis",
            Role::Overseer,
            "letters.approve-basis",
            &approve,
        )?;
        let platform = json!({ "platform_name": "Fictional Platform", "country": "NL", "way": "portal", "language": "en" });
        let sealed = json!({ "1": "Fictional: its page for authorities" });
        let door = self.staff(Role::Investigator)?;
        let platform = door.act("letters.add-platform", &platform, &sealed)?.json()["made"].clone();
        let record = self.cast.case;
        let today = Desk::now().day();
        let draft = |asks: &str, order: &str| {
            json!({ "record": record, "asks_for": asks, "platform": platform,
            "legal_basis": basis, "in_name_of": "Police of a fictional State", "period": today.to_string(),
            "order": order, "in_danger": "nobody", "about": "unknown" })
        };
        let words = json!({ "0": "user 4711 (fictional)" });
        let first = door.act("letters.draft", &draft("preserve", "nobody"), &words)?.json()["made"].clone();
        let about = |letter: &Value| json!({ "record": record, "letter": letter });
        self.acted(
            "one person asks a platform to preserve",
            Role::Investigator,
            "letters.send",
            &about(&first),
        )?;
        let sent = json!({ "record": record, "letter": first, "sent_what": "letter", "way": "portal",
            "on": today.to_string() });
        self.acted("and enters it in its portal", Role::Investigator, "letters.sent-by-hand", &sent)?;
        let until = Day(today.0 + 60).to_string();
        let answer = json!({ "record": record, "letter": first, "platform_answer": "preserved",
            "preserved_until": until, "why_refused": "not-said" });
        self.acted("it is preserved until a day", Role::Investigator, "letters.record-answer", &answer)?;
        let ordered = json!({ "0": "user 4711 (fictional)", "1": "Order 12 of a fictional court" });
        let door = self.staff(Role::Investigator)?;
        let second = door.act("letters.draft", &draft("content", "court"), &ordered)?.json()["made"].clone();
        self.refused(
            "nobody asks for content alone",
            Role::Investigator,
            "letters.send",
            &about(&second),
            "two-people",
        )?;
        let letter = first.as_str().unwrap_or_default();
        let seen = door.get(&format!("/api/letters/letters/{letter}"))?.json();
        self.step(
            "its letter says how far it is",
            "preserved",
            seen["letter_stands"].as_str().unwrap_or_default(),
        );
        Ok(())
    }
}
