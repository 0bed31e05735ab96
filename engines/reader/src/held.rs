//! How the process is held: as closely as the machine can. Which way works is found by trying.

use std::ffi::{OsStr, OsString};
use std::path::Path;
use std::process::Command;

/// Where the one file that a program may read lies for it, when nothing else of the machine is there.
const FILE: &str = "/input";

/// What a process may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Bounds {
    /// Memory, in bytes of addresses.
    pub(crate) memory: u64,
    /// Seconds of processor time.
    pub(crate) processor: u32,
}

/// What holds the process that reads. Its memory, its time and what it gives back are bounded in every way; it gets no setting and no
/// open file of whoever starts it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Held {
    /// By bubblewrap: no network, no other process, and of the files `/usr` alone and what it is given to read, neither of which it can change.
    Bubblewrap,
    /// By namespaces: no network. It could read what the user of this process can.
    Namespaces,
    /// By limits alone: it could reach the network and read what the user of this process can.
    Limits,
}

impl Held {
    /// All ways, the closest first.
    pub const ALL: [Held; 3] = [Held::Bubblewrap, Held::Namespaces, Held::Limits];

    /// Its name for programs.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Held::Bubblewrap => "bubblewrap",
            Held::Namespaces => "namespaces",
            Held::Limits => "limits",
        }
    }

    /// What goes before the program itself.
    fn before(self) -> &'static [&'static str] {
        match self {
            Held::Bubblewrap => &[
                "bwrap",
                "--unshare-all",
                "--die-with-parent",
                "--new-session",
                "--cap-drop",
                "ALL",
                "--ro-bind",
                "/usr",
                "/usr",
                "--symlink",
                "usr/bin",
                "/bin",
                "--symlink",
                "usr/lib",
                "/lib",
                "--symlink",
                "usr/lib64",
                "/lib64",
                // Names of libraries below /usr that lead through here.
                "--ro-bind-try",
                "/etc/alternatives",
                "/etc/alternatives",
                "--chdir",
                "/",
            ],
            Held::Namespaces => &["unshare", "--user", "--net", "--ipc", "--uts"],
            Held::Limits => &[],
        }
    }

    /// Where a file lies for a program that is held so and may read it.
    pub(crate) fn sees(self, file: &Path) -> &Path {
        if self == Held::Bubblewrap { Path::new(FILE) } else { file }
    }

    /// A program and its words, held so; besides what it is made of it may read `file`, at [`Held::sees`].
    pub(crate) fn command(self, bounds: Bounds, file: Option<&Path>, program: &[&OsStr]) -> Command {
        let mut line: Vec<OsString> = self.before().iter().map(OsString::from).collect();
        if let (Held::Bubblewrap, Some(file)) = (self, file) {
            line.extend(["--ro-bind".into(), file.into(), FILE.into()]);
        }
        if !line.is_empty() {
            line.push("--".into());
        }
        let Bounds { memory, processor } = bounds;
        line.extend(["prlimit".into(), format!("--as={memory}").into(), format!("--cpu={processor}").into()]);
        line.extend(["--core=0", "--nofile=64", "--fsize=0", "--"].map(OsString::from));
        line.extend(program.iter().map(OsString::from));
        let mut command = Command::new(&line[0]);
        command.args(&line[1..]).env_clear().current_dir("/");
        // One thread, so that its processor time is its time.
        let settings =
            [("PATH", "/usr/local/bin:/usr/bin:/bin"), ("LC_ALL", "C.UTF-8"), ("OMP_THREAD_LIMIT", "1")];
        command.envs(settings);
        command
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::PATIENCE;
    use crate::run::run;

    fn said(held: Held, script: &str) -> Option<String> {
        let program = ["sh", "-c", script].map(OsStr::new);
        let output = run(held.command(crate::BOUNDS, None, &program), Vec::new(), 10_000, PATIENCE).ok()?;
        Some(String::from_utf8_lossy(&output.bytes).trim().to_owned())
    }

    #[test]
    fn each_way_that_works_here_holds_what_it_promises() {
        let works: Vec<Held> =
            Held::ALL.into_iter().filter(|held| said(*held, "echo yes").is_some()).collect();
        assert!(works.contains(&Held::Limits), "prlimit is missing: scripts/install-for-tests installs it");
        for held in works {
            assert_eq!(
                said(held, "ulimit -v; ulimit -t; ulimit -n"),
                Some("1048576\n20\n64".into()),
                "{held:?}"
            );
            let settings = said(held, "env | cut -d= -f1 | sort").unwrap();
            let known = ["LC_ALL", "OMP_THREAD_LIMIT", "PATH", "PWD", "OLDPWD", "SHLVL", "_"];
            assert!(settings.lines().all(|name| known.contains(&name)), "{held:?}: {settings}");
            // Interfaces of the network, one a line after two of headings; without /proc there is not even a list.
            let network = said(held, "cat /proc/self/net/dev 2>/dev/null || true").unwrap();
            let others = network.lines().skip(2).filter(|line| !line.trim_start().starts_with("lo:")).count();
            let files = said(held, "cat /etc/hostname /proc/1/cmdline 2>/dev/null | wc -c").unwrap();
            if held != Held::Limits {
                assert_eq!(others, 0, "{held:?} reaches a network: {network}");
            }
            if held == Held::Bubblewrap {
                assert_eq!(files, "0");
                assert_eq!(said(held, "echo > /usr/x 2>/dev/null || echo no"), Some("no".into()));
            }
        }
    }
}
