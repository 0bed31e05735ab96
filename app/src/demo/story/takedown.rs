//! The hotline's desk: an address comes in, two people grade it, the host preserves it and gets a notice, and it is gone.

use super::steps::Story;
use crate::demo::http::AtDoor;
use crate::fault::Fault;
use kernel::Role;
use serde_json::{Value, json};

impl Story<'_> {
    /// From an address to the day on which it is gone, against a fictional host of the demo.
    pub(crate) fn takedown(&mut self) -> Result<(), Fault> {
        let page = self.running.host.page.clone();
        let mut address = String::new();
        // The police bring it, too: who brings an address knows of it, and grades by themselves.
        for (role, source) in [(Role::Analyst, "analyst"), (Role::Investigator, "police")] {
            let path = format!("/api/takedown/addresses?source={source}");
            let took = self.staff(role)?.post(&path, "text/plain", page.as_bytes())?.json();
            self.step("an address comes in", "1", &took["entered"].to_string());
            address = took["first"].as_str().unwrap_or_default().to_owned();
        }
        let about = json!({ "address": address });
        let grade = json!({ "address": address, "country": "FR", "label": "baseline" });
        self.acted("somebody grades it", Role::Analyst, "takedown.grade-address", &grade)?;
        self.refused("nobody grades twice", Role::Analyst, "takedown.grade-address", &grade, "two-people")?;
        self.acted("a second person grades it", Role::Investigator, "takedown.grade-address", &grade)?;
        let notice = json!({ "address": address, "ground": "opsc" });
        let early = self.act(Role::Analyst, "takedown.send-notice", &notice)?;
        self.step("no notice before preservation", "422", &early.status.to_string());
        self.acted("the host is asked to preserve it", Role::Analyst, "takedown.ask-preservation", &about)?;
        let host = self.row(&format!("/api/takedown/addresses/{address}"))?["host"].clone();
        let hook = &self.running.host;
        let sealed = json!({ "0": hook.notices, "1": "Fictional: told by the host", "2": hook.secret });
        let set = self.staff(Role::Analyst)?.act("takedown.set-hook", &json!({ "host": host }), &sealed)?;
        self.step("the host's system takes notices", "200", &set.status.to_string());
        self.acted("the notice goes out", Role::Analyst, "takedown.send-notice", &notice)?;
        let letters = format!("/api/lists/takedown/letters?address={address}");
        let taken =
            self.until(|story| Ok(story.row(&letters)?["rows"][0]["letter_state"].clone()), "taken")?;
        self.step("its system takes it over", "taken", &taken);
        self.host_says_that_it_is_gone(&address)?;
        let path = format!("/api/takedown/addresses/{address}");
        let state = self.until(|story| Ok(story.row(&path)?["address_state"].clone()), "offline")?;
        self.step("and a look finds it gone", "offline", &state);
        Ok(())
    }

    /// The host opens its own page by the link that the notice brought, and says there that the address is gone.
    fn host_says_that_it_is_gone(&mut self, address: &str) -> Result<(), Fault> {
        let told = AtDoor::new("", None).get(&self.running.host.inbox)?.json();
        let page = told["page"].as_str().unwrap_or_default().to_owned();
        let shown = AtDoor::new("", None).get(&page)?;
        self.step("the notice brings a link to the host's own page", "200", &shown.status.to_string());
        self.step(
            "which shows the address",
            "true",
            &shown.body.contains(&self.running.host.page).to_string(),
        );
        let said = AtDoor::new("", None).post(
            &format!("{page}/notices/{address}/removed"),
            "application/x-www-form-urlencoded",
            b"",
        )?;
        self.step("the host says there that it is gone", "303", &said.status.to_string());
        Ok(())
    }

    /// What the desk answers, as JSON.
    fn row(&self, path: &str) -> Result<Value, Fault> {
        Ok(self.staff(Role::Analyst)?.get(path)?.json())
    }

    /// What is seen in the end: what was wanted, or what stood there after ten seconds.
    fn until(&self, see: impl Fn(&Self) -> Result<Value, Fault>, wanted: &str) -> Result<String, Fault> {
        let mut seen = see(self)?;
        for _ in 0..200 {
            if seen == wanted {
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(50));
            seen = see(self)?;
        }
        Ok(seen.as_str().unwrap_or_default().to_owned())
    }
}
