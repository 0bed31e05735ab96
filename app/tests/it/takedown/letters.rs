//! Notices and corrections leave by a real mail server, which refuses at first: each arrives, and says nothing but what it must.

use super::house::House;
use crate::calling::{Peer, catalogue};
use couriers::mail;
use kernel::Id;
use store::testing::on_both;
use takedown::Outreach;
use takedown::acts::{DecideAppeal, LodgeAppeal, SLOT_WORDS};
use takedown::codes::{AppealBy, LetterKind, LetterState};
use takedown::tables::Letter;

const URL: &str = "https://host.example/fictional/page?n=1";

/// The texts of letters as the server has them, and to whom each is.
fn letters(server: &Peer) -> Vec<(String, String)> {
    let part = |line: &serde_json::Value, name: &str| line[name].as_str().unwrap().to_owned();
    server.all("letter").iter().map(|line| (part(line, "to"), part(line, "letter"))).collect()
}

#[test]
fn a_notice_and_its_correction_arrive_by_mail_and_name_nobody() {
    on_both(|home| {
        let mut server = Peer::start("mail.mjs", &[]);
        let port = server.says("port");
        let house = House::open(home);
        let address = house.noticed(&[URL.to_owned()])[0];
        let settings = takedown::Settings {
            mail: Some((
                mail::Server::read(&format!("smtp+plain://127.0.0.1:{port}")).unwrap(),
                "desk@hotline.example".into(),
            )),
            patience: std::time::Duration::from_secs(5),
            ..house.settings()
        };
        server.is_told("refuse 451", "mode");
        let outreach = Outreach::start(&house.node, &catalogue(), settings);
        let of =
            |kind: LetterKind| house.rows::<Letter>().into_iter().find(move |row| row.letter_kind == kind);
        house.until("a refusal", 30, || of(LetterKind::Notice).is_some_and(|row| row.letter_answer == 451));
        server.is_told("accept", "mode");
        house.later(2 * 60_000);
        let is_taken = |kind| of(kind).is_some_and(|row| row.letter_state == LetterState::Taken);
        house.until("the notice", 30, || is_taken(LetterKind::Notice));
        house.does(&LodgeAppeal { address, by: AppealBy::Host }, 1, &[(SLOT_WORDS, "Fictional words")]);
        house.does(&DecideAppeal { address, mistaken: true }, 9, &[]);
        house.until("the correction", 30, || is_taken(LetterKind::Correction));
        outreach.stop();
        server.is_told("accept", "mode");
        let came = letters(&server);
        assert_eq!(came.iter().map(|(to, _)| to.as_str()).collect::<Vec<_>>(), ["abuse@host.example"; 2]);
        for (n, subject) in [(0, "Notice: child sexual abuse material"), (1, "Correction: a notice")] {
            let text = came[n].1.replace("=\r\n", "").replace("=3D", "=");
            for wanted in [URL, "article 3", "desk@hotline.example", subject] {
                assert!(text.contains(wanted), "{wanted} is not in {text}");
            }
            let nobody: [Id; 4] = [address, Id([1; 16]), Id([2; 16]), Id([200; 16])];
            assert!(nobody.iter().all(|id| !text.contains(&id.to_string())), "{text}");
        }
    });
}
