//! How the doors are served: addresses, proxy, users, texts.

use super::{Patient, Report};
use crate::commands::phone_secret;
use crate::doors::core::{catalogue, public_directory, socket_path};
use crate::doors::films as sign;
use crate::rooms::rooms;
use kernel::Day;
use reports::door::{CHECKED_FOR_DAYS, Help};
use serde_json::Value;

/// Whether an address is reached from this machine alone.
fn is_of_this_machine(address: &str) -> bool {
    let host = address.rsplit_once(':').map_or(address, |(host, _)| host).trim_matches(['[', ']']);
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// Looks at the doors.
pub(super) fn look(patient: &Patient<'_>, report: &mut Report) {
    let runs = patient.runs();
    let is_listening = std::os::unix::net::UnixStream::connect(socket_path(patient.data())).is_ok();
    match (runs, is_listening) {
        (true, true) => report.ok("running", "the node runs, and core takes connections"),
        (true, false) => report.warn(
            "running",
            "something has the node open, and core takes no connections",
            "is a command at work on it? else look at the log of 'tutela serve'",
        ),
        (false, _) => report.ok("running", "the node is stopped"),
    }
    addresses(patient, report);
    users(patient, runs, report);
    texts(patient, report);
    films(patient, report);
    phones(patient, report);
}

/// Whether the door takes text messages, menus and calls. A file that cannot be used is told with the settings.
fn phones(patient: &Patient<'_>, report: &mut Report) {
    let file = patient.settings.values("door", "phone_secret").into_iter().next().unwrap_or_default();
    if file.is_empty() {
        report.ok("telephones", "the public door takes none; see door.phone_secret and docs/phones.md");
        return;
    }
    match phone_secret(&file) {
        Ok(secret) => report.ok("telephones", secret.told()),
        Err(what) => report.fail("telephones", what, "a file as docs/phones.md describes it, chmod 600"),
    }
}

fn addresses(patient: &Patient<'_>, report: &mut Report) {
    let first = |key: &str| patient.settings.values("serve", key).into_iter().next().unwrap_or_default();
    let (staff, origin) = (first("staff"), first("staff_origin"));
    if !is_of_this_machine(&staff) {
        report.fail(
            "staff door",
            format!("{staff} speaks plain HTTP to other machines"),
            "serve it at 127.0.0.1 behind a proxy that speaks TLS: docs/operations.md",
        );
    } else if origin.starts_with("https://") {
        report.ok("staff door", format!("{staff}, reached at {origin}"));
    } else {
        report.warn(
            "staff door",
            format!("{staff} speaks plain HTTP"),
            "put a proxy that speaks TLS before it, and tell nobody this address: docs/operations.md",
        );
    }
    match first("machine") {
        none if none.is_empty() => report.ok("machine door", "there is none; see serve.machine"),
        address if is_of_this_machine(&address) => {
            report.ok("machine door", format!("{address}, for senders' systems by their keys"));
        }
        address => report.fail(
            "machine door",
            format!("{address} speaks plain HTTP to other machines, and keys go by it"),
            "serve it at 127.0.0.1 behind a proxy that speaks TLS: docs/operator.md",
        ),
    }
    match first("metrics") {
        none if none.is_empty() => report.ok("figures", "are not told; see serve.metrics"),
        address => report.ok("figures", format!("{address}, for this machine alone")),
    }
}

/// Whether the public door runs as core's own user.
fn users(patient: &Patient<'_>, runs: bool, report: &mut Report) {
    let doors = std::fs::read_to_string(patient.data().join("doors.json")).unwrap_or_default();
    let doors: Value = serde_json::from_str(&doors).unwrap_or_default();
    let set = patient.settings.values("serve", "public");
    let is_ours =
        if runs { !doors["public"].is_null() } else { set.first().is_some_and(|public| public != "none") };
    if is_ours {
        let todo = "serve.public = \"none\", and 'tutela public' under another user: docs/operations.md";
        report.warn("public door", "it is served by core's own user, who can read the keys", todo);
    } else {
        report.ok("public door", "it is served by a process of its own");
    }
}

/// What to do about numbers that nobody has confirmed.
const CONFIRM: &str = "write public/help.json, and who checked each number where and when: docs/operator.md, \"Numbers to call\"";

/// Whether the operator has confirmed the numbers of its own State: a wrong one costs a child the only call that they dare.
fn numbers(help: &Help, today: Day, report: &mut Report) {
    let open = help.unconfirmed(today);
    let country = help.country().unwrap_or_default();
    if !open.missing.is_empty() {
        report.fail("numbers to call", open.missing.join("; "), CONFIRM);
    } else if !open.stale.is_empty() {
        let found = format!("checked more than {CHECKED_FOR_DAYS} days ago: {}", open.stale.join(", "));
        report.warn("numbers to call", found, "call them, and write the new day into public/help.json");
    } else {
        report.ok("numbers to call", format!("the public door names those of: {country}"));
    }
}

/// Whether the films in sign language that the operator has put there are shown.
fn films(patient: &Patient<'_>, report: &mut Report) {
    let (shown, silent) = sign::counted(&sign::folder(&public_directory(patient.data())));
    if !silent.is_empty() {
        let found = format!("films without captions are not shown: {}", silent.join(", "));
        report.warn("sign language", found, "write the captions beside each, as public/sign/en.vtt");
    } else if shown.is_empty() {
        report.ok("sign language", "the public door has no film: docs/child-door-operator.md");
    } else {
        report.ok("sign language", format!("the public door has films for: {}", shown.join(", ")));
    }
}

fn texts(patient: &Patient<'_>, report: &mut Report) {
    let all = rooms().into_iter().flat_map(|room| room.texts);
    match catalogue(all) {
        Ok(_) => report.ok("texts", "every text is there in every language"),
        Err(fault) => {
            report.fail("texts", fault.to_string(), "this program was built wrongly: install it anew")
        }
    }
    let file = public_directory(patient.data()).join("help.json");
    match std::fs::read_to_string(&file) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            report.fail("numbers to call", "the public door names none", CONFIRM);
        }
        Err(error) => report.fail(
            "numbers to call",
            format!("{}: {error}", file.display()),
            "let the node's user read it",
        ),
        Ok(text) => match Help::read(&text) {
            Ok(help) => numbers(&help, patient.now.day(), report),
            Err(fault) => report.fail(
                "numbers to call",
                format!("{}: {fault}", file.display()),
                "the public door does not start with it",
            ),
        },
    }
}
