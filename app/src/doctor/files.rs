//! The data directory: what is there, who may read it, and how much room is left.

use super::{Patient, Report};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::Path;

/// Files that only the node's user may read, where they are there.
const SECRET: [&str; 9] = [
    "node.key",
    "keys.db",
    "runtime.db",
    "tutela.db",
    "keys.db-wal",
    "runtime.db-wal",
    "tutela.db-wal",
    "doors.json",
    "cli.token",
];

/// Below this much free space acts will soon be refused, in MiB.
const LITTLE: u64 = 256;
/// Below this much it is time to make room.
const LOW: u64 = 2048;

/// Looks at the files; false when no node is there.
pub(super) fn look(patient: &Patient<'_>, report: &mut Report) -> bool {
    let data = patient.data();
    let Ok(directory) = std::fs::metadata(data) else {
        report.fail(
            "data directory",
            format!("{} cannot be read", data.display()),
            "name it with --data, or make a node with 'tutela init'",
        );
        return false;
    };
    let missing: Vec<&str> = ["node.key", "keys.db", "checkpoint.vkey"]
        .into_iter()
        .filter(|file| !data.join(file).exists())
        .collect();
    if !missing.is_empty() {
        let todo = "put it back from its backup; 'tutela init' makes a new node in an empty directory";
        report.fail("data directory", format!("{}: {} not there", data.display(), missing.join(", ")), todo);
        return false;
    }
    report.ok("data directory", data.display().to_string());
    modes(data, directory.permissions().mode(), report);
    owners(data, directory.uid(), report);
    room(data, report);
    true
}

fn modes(data: &Path, directory: u32, report: &mut Report) {
    let mode_of =
        |file: &str| std::fs::metadata(data.join(file)).ok().map(|known| known.permissions().mode());
    let open: Vec<&str> =
        SECRET.into_iter().filter(|file| mode_of(file).is_some_and(|mode| mode & 0o077 != 0)).collect();
    if directory & 0o022 != 0 {
        let found = format!("others may change the data directory (mode {:o})", directory & 0o7777);
        report.fail("modes", found, "'chmod 700' it, or 2710 when the public door runs as another user");
    } else if !open.is_empty() {
        report.fail("modes", format!("others may read {}", open.join(", ")), "'chmod 600' them");
    } else if directory & 0o007 != 0 {
        let found = format!("others may look into the data directory (mode {:o})", directory & 0o7777);
        report.warn("modes", found, "'chmod 700' it, or 2710 when the public door runs as another user");
    } else {
        report.ok("modes", "nobody else reads keys, databases or tokens");
    }
    match mode_of("core.sock") {
        Some(mode) if mode & 0o007 != 0 => {
            report.fail(
                "socket",
                "others may speak to core.sock",
                "restart the node: it makes the socket anew with mode 660",
            );
        }
        Some(_) => report.ok("socket", "core.sock is for the node's user and group"),
        None => report.ok("socket", "there is none: core does not run here"),
    }
}

fn owners(data: &Path, owner: u32, report: &mut Report) {
    let others: Vec<&str> = SECRET
        .into_iter()
        .filter(|file| std::fs::metadata(data.join(file)).is_ok_and(|known| known.uid() != owner))
        .collect();
    if others.is_empty() {
        report.ok("owners", "keys and databases belong to whom the directory belongs");
    } else {
        report.fail(
            "owners",
            format!("{} belong to another user than the directory", others.join(", ")),
            "'chown' them: a command was run as another user",
        );
    }
    let me = rustix::process::getuid().as_raw();
    if me != owner {
        report.warn(
            "user",
            format!("this command runs as user {me}, the node's files belong to {owner}"),
            "run commands as the node's user: runuser -u tutela -- tutela doctor",
        );
    }
}

fn room(data: &Path, report: &mut Report) {
    let Ok(disk) = rustix::fs::statvfs(data) else {
        return report.warn("disk", "free space cannot be told", "look at it with 'df'");
    };
    let free = disk.f_bavail.saturating_mul(disk.f_frsize) / (1 << 20);
    let found = format!("{free} MiB are free where the data directory lies");
    match free {
        0..LITTLE => report.fail(
            "disk",
            found,
            "make room outside of the data directory: acts are refused when it is full",
        ),
        LITTLE..LOW => report.warn("disk", found, "make room outside of the data directory"),
        _ => report.ok("disk", found),
    }
}
