//! The public door at an onion address, carried by the real `tor` of the machine (scripts/install-for-tests).

use crate::served::Served;
use std::fmt::Write as _;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use store::testing::Home;

/// A daemon that ends with the test.
struct Tor(Child);

impl Drop for Tor {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

/// The lines of deploy/tor/torrc.tutela, for that folder and that door.
fn service(directory: &Path, door: &str) -> String {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../deploy/tor/torrc.tutela");
    let lines = std::fs::read_to_string(file).unwrap();
    assert!(lines.contains("/var/lib/tor/tutela/") && lines.contains("127.0.0.1:8080"));
    lines
        .replace("/var/lib/tor/tutela/", &format!("{}/", directory.display()))
        .replace("127.0.0.1:8080", door)
}

/// Writes the settings of a daemon into a folder of its own.
fn settings(folder: &Path, lines: &str) -> PathBuf {
    private(folder);
    let file = folder.join("torrc");
    let own = format!("DataDirectory {0}\nLog notice file {0}/log\nShutdownWaitLength 0\n", folder.display());
    std::fs::write(&file, own + lines).unwrap();
    file
}

fn private(folder: &Path) {
    use std::os::unix::fs::DirBuilderExt;
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder).unwrap();
}

fn tor(torrc: &Path) -> Command {
    let mut command = Command::new("tor");
    command.args(["--defaults-torrc", "/dev/null", "-f"]).arg(torrc).stdin(Stdio::null());
    command
}

fn start(torrc: &Path) -> Tor {
    Tor(tor(torrc).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap())
}

/// Waits until that is there.
fn until<T>(patience: Duration, what: &str, mut found: impl FnMut() -> Option<T>) -> T {
    let begun = Instant::now();
    loop {
        if let Some(found) = found() {
            return found;
        }
        assert!(begun.elapsed() < patience, "{what}: nothing within {patience:?}");
        std::thread::sleep(Duration::from_millis(200));
    }
}

fn hostname(directory: &Path) -> Option<String> {
    let name = std::fs::read_to_string(directory.join("hostname")).ok()?;
    Some(name.trim().to_owned()).filter(|name| !name.is_empty())
}

/// Where a door listens: HOST:PORT.
fn door(served: &Served) -> String {
    served.url("public").trim_start_matches("http://").trim_end_matches('/').to_owned()
}

#[test]
fn tor_takes_the_configuration_and_the_door_names_the_address_that_it_makes() {
    let home = Home::sqlite();
    let (folder, directory) = (home.path().join("tor"), home.path().join("tor/tutela"));
    let torrc = settings(&folder, &(service(&directory, "127.0.0.1:8080") + "DisableNetwork 1\n"));
    let checked = tor(&torrc).arg("--verify-config").output().unwrap();
    let said = String::from_utf8_lossy(&checked.stdout).into_owned();
    assert!(checked.status.success() && said.contains("Configuration was valid"), "{said}");
    let _tor = start(&torrc);
    let onion = until(Duration::from_secs(60), "an address", || hostname(&directory));

    assert!(crate::demo::run(&home, &["init"]).status.success());
    let mut served = Served::start(&home, "log", &["--door-onion", &onion]);
    let answer = ureq::get(served.url("public") + "/thread?lang=fr").call().unwrap();
    assert_eq!(answer.headers()["onion-location"], format!("http://{onion}/thread?lang=fr"));
    served.stop();
    let mistyped = crate::demo::run(&home, &["public", "--door-onion", &onion[1..]]);
    assert_eq!(mistyped.status.code(), Some(2), "a letter is missing");
}

/// A free port of this machine.
fn port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// What every daemon of a network of a test's own is told: short intervals, and that addresses of this machine will do.
const OF_A_TEST: &str = "TestingTorNetwork 1\nAssumeReachable 1\nPathsNeededToBuildCircuits 0.25\n\
    TestingDirAuthVoteExit *\nTestingDirAuthVoteHSDir *\nTestingDirAuthVoteGuard *\n\
    V3AuthVotingInterval 20 seconds\nV3AuthVoteDelay 4 seconds\nV3AuthDistDelay 4 seconds\n\
    TestingV3AuthInitialVotingInterval 10 seconds\nTestingV3AuthInitialVoteDelay 2 seconds\n\
    TestingV3AuthInitialDistDelay 2 seconds\n";

/// A relay of a network of a test's own.
fn relay(name: &str, port: u16) -> String {
    format!(
        "{OF_A_TEST}Address 127.0.0.1\nNickname {name}\nORPort 127.0.0.1:{port}\nContactInfo nobody\n\
         ExitPolicy reject *:*\nSocksPort 0\n"
    )
}

/// An authority: its settings, and the line by which all others know it.
struct Authority {
    folder: PathBuf,
    lines: String,
    known_by: String,
}

impl Authority {
    fn new(folder: PathBuf, name: &str) -> Authority {
        let keys = folder.join("keys");
        private(&keys);
        let (of_relays, of_directory) = (port(), port());
        let file = |name: &str| keys.join(name).display().to_string();
        let mut maker = Command::new("tor-gencert")
            .args(["--create-identity-key", "--passphrase-fd", "0", "-m", "12"])
            .args(["-a", &format!("127.0.0.1:{of_directory}")])
            .args(["-i", &file("authority_identity_key"), "-s", &file("authority_signing_key")])
            .args(["-c", &file("authority_certificate")])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        maker.stdin.take().unwrap().write_all(b"a passphrase of a test\n").unwrap();
        assert!(maker.wait().unwrap().success());
        let certificate = std::fs::read_to_string(keys.join("authority_certificate")).unwrap();
        let identity =
            certificate.lines().find_map(|line| line.strip_prefix("fingerprint ")).unwrap().to_owned();
        let lines = relay(name, of_relays) + &format!("DirPort 127.0.0.1:{of_directory}\n");
        // The relay's own fingerprint is made by the daemon, which wants to know an authority to start at all.
        let nobody = "f".repeat(40);
        let placeholder = format!("DirAuthority x no-v2 v3ident={identity} orport=1 127.0.0.1:1 {nobody}\n");
        let listed =
            tor(&settings(&folder, &(lines.clone() + &placeholder))).arg("--list-fingerprint").output();
        let listed = String::from_utf8(listed.unwrap().stdout).unwrap();
        let print = listed.trim().lines().last().unwrap().split_once(' ').unwrap().1.replace(' ', "");
        let known_by = format!(
            "DirAuthority {name} orport={of_relays} no-v2 v3ident={identity} 127.0.0.1:{of_directory} {print}\n"
        );
        Authority { folder, lines, known_by }
    }
}

/// One exchange with an onion address through a client's SOCKS port (RFC 1928); none while there is no way.
fn through(socks: u16, onion: &str, request: &str) -> Option<String> {
    let mut stream = TcpStream::connect(("127.0.0.1", socks)).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    stream.write_all(&[5, 1, 0]).ok()?;
    let mut greeting = [0; 2];
    stream.read_exact(&mut greeting).ok()?;
    let length = u8::try_from(onion.len()).unwrap();
    let ask = [&[5, 1, 0, 3, length][..], onion.as_bytes(), &80_u16.to_be_bytes()].concat();
    stream.write_all(&ask).ok()?;
    let mut told = [0; 10];
    stream.read_exact(&mut told).ok()?;
    if told[1] != 0 {
        return None;
    }
    stream.write_all(request.as_bytes()).ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    Some(answer).filter(|answer| !answer.is_empty())
}

#[test]
#[ignore = "a network of eight relays takes minutes to agree: cargo xtask proof onion"]
fn a_report_is_filed_and_answered_over_a_tor_network_of_its_own() {
    let home = Home::sqlite();
    let root = home.path().join("tor");
    assert!(crate::demo::run(&home, &["init"]).status.success());
    let mut served = Served::start(&home, "log", &[]);

    let authorities: Vec<Authority> = (0..3)
        .map(|n| Authority::new(root.join(format!("authority{n}")), &format!("authority{n}")))
        .collect();
    let known = authorities.iter().fold(String::new(), |mut all, one| {
        write!(all, "{}", one.known_by).unwrap();
        all
    });
    let mut daemons = Vec::new();
    for one in &authorities {
        let decides = "AuthoritativeDirectory 1\nV3AuthoritativeDirectory 1\n";
        daemons.push(start(&settings(&one.folder, &(one.lines.clone() + &known + decides))));
    }
    for n in 0..5 {
        let name = format!("relay{n}");
        daemons.push(start(&settings(&root.join(&name), &(relay(&name, port()) + &known))));
    }
    let directory = root.join("service/tutela");
    let lines = OF_A_TEST.to_owned() + &known + &service(&directory, &door(&served));
    daemons.push(start(&settings(&root.join("service"), &lines)));
    let socks = port();
    let lines = format!("{OF_A_TEST}{known}SocksPort 127.0.0.1:{socks}\n");
    daemons.push(start(&settings(&root.join("client"), &lines)));

    let onion = until(Duration::from_secs(60), "an address", || hostname(&directory));
    let begun = Instant::now();
    let get = format!("GET /?lang=en HTTP/1.1\r\nHost: {onion}\r\nConnection: close\r\n\r\n");
    let page = until(Duration::from_secs(400), "the first page", || through(socks, &onion, &get));
    println!("proof: seconds until the onion address answers {}", begun.elapsed().as_secs());
    assert!(page.starts_with("HTTP/1.1 200") && page.contains("name=\"danger\""), "{page}");
    assert!(!page.to_ascii_lowercase().contains("onion-location"), "they are there already");
    // Nothing on it leads out of Tor but the way out.
    let elsewhere: Vec<&str> = page.split("href=\"http").skip(1).collect();
    assert!(elsewhere.iter().all(|rest| rest.contains("data-exit")), "{elsewhere:?}");

    let body = r#"{"text": "A fictional report over Tor.", "by": "child"}"#;
    let post = |path: &str, body: &str| {
        let head = format!("POST {path} HTTP/1.1\r\nHost: {onion}\r\nConnection: close\r\n");
        let media = format!("Content-Type: application/json\r\nContent-Length: {}\r\n\r\n", body.len());
        let answer = through(socks, &onion, &(head + &media + body)).unwrap();
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        let json = answer.split_once("\r\n\r\n").unwrap().1;
        let json = &json[json.find('{').unwrap()..=json.rfind('}').unwrap()];
        serde_json::from_str::<serde_json::Value>(json).unwrap()
    };
    let digits = post("/api/reports", body)["receipt"]["digits"].as_str().unwrap().to_owned();
    let thread = post("/api/thread", &format!(r#"{{"receipt": "{digits}"}}"#));
    assert_eq!(thread["state"], "new");
    served.stop();
}
