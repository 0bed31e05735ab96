//! Two people open an account; its holder chooses how to sign in; one person stops it.

use super::steps::Story;
use crate::demo::http::Answer;
use crate::demo::people::unit;
use crate::fault::Fault;
use access::enrolment_by_link;
use desk::Desk;
use kernel::{Id, Role};
use serde_json::{Value, json};

/// The password of the story's new officer.
const PASSWORD: &str = "four-quiet-words-here";

impl Story<'_> {
    /// An officer gets an account by two people, signs in with a second factor, and is stopped by one.
    pub(crate) fn people(&mut self) -> Result<(), Fault> {
        let account = Id(*b"fictional story!").derive("officer", 0);
        let proposal = json!({ "account": account, "staff_role": "investigator", "unit": unit("police") });
        let proposed = self.act(Role::Administrator, "access.propose-account", &proposal)?.json();
        let approval = json!({ "account": account, "proposal": proposed["id"] });
        let name = "access.approve-account";
        self.refused(
            "who proposed an account cannot open it",
            Role::Administrator,
            name,
            &approval,
            "two-people",
        )?;
        self.acted("a second person opens the account", Role::Overseer, name, &approval)?;
        let codes = self.begins(account)?;
        let with = |code: &str| json!({ "user": "fictional-newcomer", "password": PASSWORD, "code": code, "purpose": "investigation" });
        let without = self.signs_in(&with(""))?;
        let right = self.signs_in(&with(codes[0].as_str().unwrap_or_default()))?;
        let again = self.signs_in(&with(codes[0].as_str().unwrap_or_default()))?;
        let seen = format!("{}, {}, {}", without.status, right.status, again.status);
        self.step("no code, a recovery code, the same again", "401, 200, 401", &seen);
        let session = right.json()["token"].as_str().unwrap_or_default().to_owned();
        let officer = crate::demo::http::AtDoor::new(&self.running.staff_url, Some(&session));
        let before = officer.get("/api/rules")?.status;
        let suspended = self.act(Role::Overseer, "access.suspend-account", &json!({ "account": account }))?;
        let seen = format!("{before}, {}, {}", suspended.status, officer.get("/api/rules")?.status);
        self.step("suspended: the officer is nobody at once", "200, 200, 401", &seen);
        Ok(())
    }

    /// The holder of the new account uses link and code, and enrols a second factor; tells the recovery codes.
    fn begins(&mut self, account: Id) -> Result<Value, Fault> {
        let path = format!("/api/accounts/{account}");
        let link = self.signed_in(Role::Overseer)?.get(&path)?.json()["link"].clone();
        let code = self.signed_in(Role::Administrator)?.get(&path)?.json()["code"].clone();
        let link = link.as_str().unwrap_or_default().trim_start_matches("/begin/").to_owned();
        let offered = enrolment_by_link(&self.running.house, &link, Desk::now());
        let app = offered.map(|(_, offered)| offered.code_at(Desk::now())).unwrap_or_default();
        let chosen = |link_code: &Value| json!({ "user": "fictional-newcomer", "password": PASSWORD, "link_code": link_code, "code": app });
        let alone = self.chooses(&link, &chosen(&json!("")))?;
        let both = self.chooses(&link, &chosen(&code))?;
        let again = self.chooses(&link, &chosen(&code))?;
        let seen = format!("{}, {}, {}", alone.status, both.status, again.status);
        self.step("the link alone, with its code, and once more", "422, 200, 422", &seen);
        Ok(both.json()["recovery_codes"].clone())
    }

    fn chooses(&self, link: &str, chosen: &Value) -> Result<Answer, Fault> {
        let door = crate::demo::http::AtDoor::new(&self.running.staff_url, None);
        door.post(&format!("/api/begin/{link}"), "application/json", chosen.to_string().as_bytes())
    }
}
