//! Other ways to tell: a voice alone, and a fingerprint in the place of a picture.

use super::steps::Story;
use crate::fault::Fault;
use kernel::Role;
use serde_json::{Value, json};

/// A WAV file of our own making: a moment of silence, 5,120 samples a second of 16 bits. Its bytes are all below 128, so that an
/// answer that holds it can be read as text.
fn silence() -> Vec<u8> {
    const DATA: [u8; 64] = [0; 64];
    let head: [&[u8]; 13] = [
        b"RIFF",
        &100_u32.to_le_bytes(),
        b"WAVEfmt ",
        &16_u32.to_le_bytes(),
        &1_u16.to_le_bytes(),
        &1_u16.to_le_bytes(),
        &5_120_u32.to_le_bytes(),
        &10_240_u32.to_le_bytes(),
        &2_u16.to_le_bytes(),
        &16_u16.to_le_bytes(),
        b"data",
        &64_u32.to_le_bytes(),
        &DATA,
    ];
    head.concat()
}

impl Story<'_> {
    /// A voice alone is a report; so is the fingerprint of a picture that never leaves its holder.
    pub(crate) fn ways(&mut self) -> Result<(), Fault> {
        let files = [("voice", "message.wav", "audio/wav", &*silence())];
        let told = self.public().form("/api/reports", &[("by", "child")], &files)?;
        let report = self.newest()?;
        let voice = &self.staff(Role::Analyst)?.get(&format!("/api/reports/{report}"))?.json()["voice"];
        let seen = format!("{}, {}", told.status, voice["sound"].as_str().unwrap_or("no voice"));
        self.step("a voice message alone is filed and known of", "200, wav", &seen);
        let heard = self.staff(Role::Analyst)?.get(&format!("/api/reports/{report}/voice"))?;
        let seen = if heard.body.as_bytes() == silence() { "as it was sent" } else { "something else" };
        self.step("staff hear it", "as it was sent", seen);

        let hash = "0f".repeat(32);
        let wish = json!({ "hashes": [hash], "place": "A fictional site", "by": "child" });
        let told = self.public().post("/api/reports", "application/json", wish.to_string().as_bytes())?;
        let report = self.newest()?;
        let given = self.staff(Role::Analyst)?.get(&format!("/api/reports/{report}/hashes"))?.json();
        let seen =
            format!("{}, {}", told.status, if given["sha256"] == json!([hash]) { "given" } else { "lost" });
        self.step("a picture is wished gone by its fingerprint", "200, given", &seen);
        Ok(())
    }

    /// The report that came last.
    pub(super) fn newest(&self) -> Result<String, Fault> {
        let list = "/api/lists/reports/queue?sort=-filed_at&per_page=1";
        let queue: Value = self.staff(Role::Analyst)?.get(list)?.json();
        Ok(queue["rows"][0]["report"].as_str().unwrap_or_default().to_owned())
    }
}
