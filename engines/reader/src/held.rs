//! How the process is held: as closely as the machine can. Which way works is found by trying.

use std::process::Command;

/// Most memory of the process, in bytes: 1 GiB.
const MEMORY: &str = "--as=1073741824";
/// Most seconds of processor time; the patience of whoever waits ends at the same time.
const PROCESSOR: &str = "--cpu=20";

/// What holds the process that reads. Its memory, its time and what it gives back are bounded in every way; it gets no setting and no
/// open file of whoever starts it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Held {
    /// By bubblewrap: no network, no other process, and of the files `/usr` alone, which it cannot change.
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
                "--chdir",
                "/",
                "--",
            ],
            Held::Namespaces => &["unshare", "--user", "--net", "--ipc", "--uts", "--"],
            Held::Limits => &[],
        }
    }

    /// Tesseract with these words, held so.
    pub(crate) fn command(self, words: &[&str]) -> Command {
        self.around(&[&["tesseract"], words].concat())
    }

    /// A program and its words, held so.
    fn around(self, program: &[&str]) -> Command {
        let limits = ["prlimit", MEMORY, PROCESSOR, "--core=0", "--nofile=64", "--fsize=0", "--"];
        let line: Vec<&str> = [self.before(), &limits, program].concat();
        let mut command = Command::new(line[0]);
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
        let output = run(held.around(&["sh", "-c", script]), Vec::new(), 10_000, PATIENCE).ok()?;
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
