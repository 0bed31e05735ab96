//! An original goes to a lawful unit, as two people approve; the unit opens it, its receipt comes back, and the chain verifies.

use super::steps::Story;
use crate::demo::http::AtDoor;
use crate::fault::Fault;
use desk::Desk;
use evidence::acts::fingerprint;
use evidence::custody::Document;
use evidence::package::{Identities, open};
use kernel::{CodeList as _, Day, Hash, Role};
use serde_json::{Value, json};
use std::path::Path;
use std::time::Duration;

/// The public key of the fictional police; its private half lies beside the demo's data.
fn key_of(file: &Path) -> Result<String, Fault> {
    if !file.exists() {
        return Ok(store::keeping::make_identity(file)?);
    }
    Ok(store::keeping::recipients_of(file)?.into_iter().next().unwrap_or_default())
}

fn hex(hash: &Hash) -> String {
    hash.0.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn rows(door: &AtDoor, list: &str) -> Result<Vec<Value>, Fault> {
    Ok(door.get(&format!("/api/lists/evidence/{list}"))?.json()["rows"]
        .as_array()
        .cloned()
        .unwrap_or_default())
}

impl Story<'_> {
    /// One handover with its receipt.
    pub(crate) fn evidence(&mut self) -> Result<(), Fault> {
        let file = self.common.data.join("fictional-police.key");
        let key = key_of(&file)?;
        let until = Day(Desk::now().day().0 + 60).to_string();
        let act =
            json!({ "recipient_name": "Police of a fictional State", "public_key": key, "until": until });
        let named = self.act(Role::Administrator, "evidence.propose-recipient", &act)?.json();
        let act = json!({ "recipient": named["made"], "fingerprint": fingerprint(&key) });
        self.acted(
            "a second person compares the key of the police",
            Role::Overseer,
            "evidence.approve-recipient",
            &act,
        )?;
        let known = rows(&self.staff(Role::Investigator)?, "originals?per_page=500")?;
        let own = rows(&self.staff(Role::Analyst)?, "originals?per_page=500")?;
        let both = known.into_iter().find(|row| own.contains(row)).unwrap_or_default();
        let (record, text) =
            (&both["record"], |name: &str| both[name].as_str().unwrap_or_default().to_owned());
        let slot = both["slot"].as_i64().map_or_else(|| text("slot"), |slot| slot.to_string());
        let act = json!({ "record": record, "recipient": named["made"], "basis": "court-order", "until": until,
            "originals": format!("{}/{slot}", text("act")) });
        let words = json!({ "0": "Order 12 of a fictional court" });
        let proposed = self.staff(Role::Analyst)?.act("evidence.propose-handover", &act, &words)?;
        let handover = proposed.json()["made"].as_str().unwrap_or_default().to_owned();
        let approve = json!({ "record": record, "handover": handover });
        self.refused(
            "nobody hands an original over alone",
            Role::Analyst,
            "evidence.approve-handover",
            &approve,
            "two-people",
        )?;
        self.acted("a second person approves", Role::Investigator, "evidence.approve-handover", &approve)?;
        let packed = self.packed(&handover)?;
        self.step("it is packed for the police alone", "packed", &packed);
        let path = format!("/api/evidence/handovers/{handover}");
        let fetched = self.staff(Role::Analyst)?.post(&format!("{path}/package"), "application/json", b"")?;
        self.step("it is fetched, and that is entered", "200", &fetched.status.to_string());
        let (package, manifest) = self.at_the_police(&handover, &file)?;
        let act = json!({ "record": record, "handover": handover, "hand": "arrived", "hash": manifest, "package": package });
        self.acted("the receipt of the police comes back", Role::Analyst, "evidence.tell-hand", &act)?;
        let act = json!({ "record": record, "handover": handover, "answer": "confirmed" });
        self.acted("and their answer", Role::Analyst, "evidence.answer-handover", &act)?;
        let chain = self.staff(Role::Analyst)?.get(&format!("{path}/custody"))?.body;
        let custody = Document::from_bytes(chain.as_bytes()).and_then(|document| document.verify(None));
        let seen = custody.map_or_else(
            |broken| broken.to_string(),
            |custody| custody.last.map_or("nothing", |hand| hand.code()).to_owned(),
        );
        self.step("the chain of custody holds", "answered", &seen);
        Ok(())
    }

    /// How far a handover is, once the worker had its time.
    fn packed(&self, handover: &str) -> Result<String, Fault> {
        let mut state = String::new();
        for _ in 0..200 {
            let seen = self.staff(Role::Analyst)?.get(&format!("/api/evidence/handovers/{handover}"))?.json();
            state = seen["handover_state"].as_str().unwrap_or_default().to_owned();
            if state != "approved" {
                break;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Ok(state)
    }

    /// What the police compute: the hash of the package that lies ready, and of its manifest after decryption.
    fn at_the_police(&self, handover: &str, key: &Path) -> Result<(String, String), Fault> {
        let directory = self.common.data.join("handover");
        let files = std::fs::read_dir(&directory).map_err(Fault::file(&directory))?.flatten();
        let mut names = files.map(|file| file.path());
        let is_it = |path: &std::path::PathBuf| {
            path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(handover))
        };
        let missing = || Fault::Input("no package lies ready".into());
        let path = names.find(is_it).ok_or_else(missing)?;
        let bytes = std::fs::read(&path).map_err(Fault::file(&path))?;
        let text = std::fs::read_to_string(key).map_err(Fault::file(key))?;
        let known = Identities::from_text(&text).ok_or_else(missing)?;
        let opened = open(bytes.as_slice(), &known, &mut |_| Ok(std::io::sink()));
        let opened = opened.map_err(|wrong| Fault::Found(wrong.to_string()))?;
        Ok((hex(&Hash::of(&[&bytes])), hex(&opened.manifest_hash)))
    }
}
