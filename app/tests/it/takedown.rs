//! The hotline's desk as its people and partners use it: files of addresses by command, API and page; letters by a real mail server; many
//! open addresses looked at on schedule.

mod house;
mod letters;
mod schedule;

use crate::commands::{lines, said, sign_in, text, with_password};
use crate::demo::{Demo, run};
use serde_json::Value;
use store::testing::{Home, on_both};

/// What a staff door answers: status and body.
struct Door {
    staff: String,
    token: String,
}

impl Door {
    fn of(home: &Home, demo: &Demo) -> Door {
        let token = std::fs::read_to_string(home.config().data.join("cli.token")).unwrap();
        Door { staff: text(&demo.doors["staff"]).to_owned(), token: token.trim().to_owned() }
    }

    fn post(&self, path: &str, media: &str, body: &[u8]) -> (u16, String) {
        let agent =
            ureq::Agent::config_builder().http_status_as_error(false).max_redirects(0).build().new_agent();
        let post = agent.post(format!("{}{path}", self.staff)).header("content-type", media);
        let mut answer = post.header("authorization", format!("Bearer {}", self.token)).send(body).unwrap();
        let status = answer.status().as_u16();
        let place =
            answer.headers().get("location").and_then(|value| value.to_str().ok()).map(ToOwned::to_owned);
        (status, place.unwrap_or_else(|| answer.body_mut().read_to_string().unwrap()))
    }
}

/// A file with 600 addresses and three lines that are none.
fn a_file(home: &Home) -> String {
    let right: String = (0..600).map(|n| format!("https://host.example/{n},police\n")).collect();
    let text = format!(
        "url,source\n{right}ftp://host.example/x,\nhttps://host.example/y,nobody\nhttps://host.example/z\n"
    );
    let file = home.path().join("addresses.csv");
    std::fs::write(&file, text).unwrap();
    file.display().to_string()
}

#[test]
fn a_file_of_addresses_comes_in_by_command_api_and_page_and_once() {
    on_both(|home| {
        let demo = Demo::start(home, 3, 0, "error", &home.path().join("log"));
        sign_in(home, &demo, "analyst", "triage");
        let file = a_file(home);
        let first = run(home, &["addresses", "add", &file, "--source", "hotline"]);
        let told = said(&first);
        assert_eq!(first.status.code(), Some(2), "{told}");
        for wanted in
            ["600 taken in, 0 before, 3 refused", "line 602, url: ", "line 603, source: ", "line 604, line: "]
        {
            assert!(told.contains(wanted), "{wanted} is not in {told}");
        }
        let again = run(home, &["addresses", "add", &file, "--source", "hotline", "--json"]);
        let answers = lines(&again);
        let again = answers.iter().filter(|line| line["outcome"] == "again").count();
        assert_eq!((answers.len(), again), (603, 600), "each line is answered, nothing is entered twice");
        let listed = run(
            home,
            &["addresses", "list", "--filter", "address_source=police", "--per-page", "500", "--json"],
        );
        assert_eq!(lines(&listed).len(), 500, "{}", said(&listed));
        assert_eq!(lines(&listed)[0]["seen"], 1);

        let door = Door::of(home, &demo);
        let path = "/api/takedown/addresses/file";
        let ndjson = b"{\"url\":\"https://other.example/1\"}\n{\"uri\":1}\n";
        let (status, body) = door.post(path, "application/x-ndjson", ndjson);
        let answers: Vec<Value> = body.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!((status, answers.len()), (200, 2), "{body}");
        assert_eq!((&answers[0]["outcome"], &answers[1]["field"]), (&"entered".into(), &"line".into()));
        assert_eq!(door.post(path, "application/json", b"{}").0, 415);
        assert_eq!(door.post(&format!("{path}?source=nobody"), "text/csv", b"").0, 400);
        let part = |name: &str, more: &str, value: &str| {
            format!("--x\r\ncontent-disposition: form-data; name=\"{name}\"{more}\r\n\r\n{value}\r\n")
        };
        let form = |file: &str| {
            part("source", "", "police") + &part("file", "; filename=\"a.csv\"", file) + "--x--\r\n"
        };
        let page =
            |file: &str| door.post("/takedown", "multipart/form-data; boundary=x", form(file).as_bytes());
        assert_eq!(page("url\nhttps://page.example/1\n"), (303, "/takedown?taken=1".into()));
        let (status, body) = page("url\nhttps://page.example/2\nnothing here\n");
        assert!(status == 400 && body.contains("href=\"#file\"") && body.contains("Line 3"), "{body}");

        let account = demo.doors["accounts"].as_array().unwrap();
        let account = account.iter().find(|account| account["role"] == "analyst").unwrap().clone();
        demo.stop();
        let words = [
            "addresses",
            "add",
            &file,
            "--source",
            "hotline",
            "--json",
            "--as",
            text(&account["user"]),
            "--purpose",
            "triage",
        ];
        let files = with_password(home, &account, &words);
        let again = lines(&files).iter().filter(|line| line["outcome"] == "again").count();
        assert_eq!(again, 600, "without the node running: {}", said(&files));
    });
}
