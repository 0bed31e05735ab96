//! Proofs: checks that take longer than CI may. Each writes `proofs/NAME.json` with figure, commit, machine, duration.

use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Stdio};
use std::time::Instant;

struct Proof {
    name: &'static str,
    about: &'static str,
    /// The paths whose change makes it stale.
    covers: &'static [&'static str],
    work: Work,
    environment: &'static [(&'static str, &'static str)],
}

/// What a proof runs.
enum Work {
    /// Cargo with these words.
    Cargo(&'static [&'static str]),
    /// The tests of these packages that bear one of these names, on a debug build.
    Test(&'static [&'static str], &'static [&'static str]),
    /// The program's tests that bear one of these names, on a release build: so many at once.
    TestRelease(&'static [&'static str], Threads),
    /// A fuzz target, ten minutes long.
    Fuzz(&'static str),
    /// A script with its words.
    Script(&'static str, &'static [&'static str]),
}

/// How many tests run at once.
#[derive(Clone, Copy, PartialEq)]
enum Threads {
    One,
    Many,
}

/// The words for cargo that run these tests and show what they print.
fn test(packages: &[&str], names: &[&str], is_release: bool, threads: Threads) -> Vec<String> {
    let release = is_release.then_some("--release");
    let one_by_one = (threads == Threads::One).then_some("--test-threads=1");
    let packages = packages.iter().flat_map(|package| ["-p", package]);
    let words = std::iter::once("test").chain(release).chain(packages);
    let words = words.chain(["--test", "it", "--", "--nocapture"]).chain(one_by_one);
    words.chain(names.iter().copied()).map(ToOwned::to_owned).collect()
}

impl Work {
    /// The command. What a fuzzer finds interesting goes below `target`, so that a run changes no file of the house.
    fn command(&self) -> Result<Command, String> {
        let program = if let Work::Script(script, _) = self { script } else { env!("CARGO") };
        let mut command = Command::new(program);
        command.args(self.words()?);
        Ok(command)
    }

    fn words(&self) -> Result<Vec<String>, String> {
        match self {
            Work::Cargo(words) | Work::Script(_, words) => {
                Ok(words.iter().map(ToString::to_string).collect())
            }
            Work::Test(packages, names) => Ok(test(packages, names, false, Threads::Many)),
            Work::TestRelease(names, threads) => Ok(test(&["tutela"], names, true, *threads)),
            Work::Fuzz(target) => {
                let fresh = format!("target/fuzzed/{target}");
                std::fs::create_dir_all(&fresh).map_err(|error| format!("{fresh}: {error}"))?;
                let corpus = format!("fuzz/corpus/{target}");
                let limits = ["--", "-max_total_time=600", "-print_final_stats=1", "-verbosity=0"];
                let words = ["fuzz", "run", *target, fresh.as_str(), corpus.as_str()];
                Ok(words.into_iter().chain(limits).map(ToOwned::to_owned).collect())
            }
        }
    }
}

const FUZZING: &[(&str, &str)] = &[("RUSTC_BOOTSTRAP", "1")];

const PROOFS: &[Proof] = &[
    Proof {
        name: "random-acts",
        about: "10,000,000 random acts on the in-memory loader: every act kind accepted, every rule hit at least 1,000 times",
        covers: &["kernel", "facts", "rules", "capabilities"],
        work: Work::TestRelease(&["random_acts"], Threads::Many),
        environment: &[("TUTELA_RANDOM_ACTS", "10000000")],
    },
    Proof {
        name: "damage",
        about: "one bit flipped in 200 random places, a row deleted from each derived table, the tail cut, the chain rewritten: all found and named",
        covers: &["kernel", "store"],
        work: Work::Test(&["tutela"], &["damage"]),
        environment: &[("TUTELA_FLIPS", "200")],
    },
    Proof {
        name: "simulation",
        about: "10,000 seeds of the simulation of writer, store and reactions: statements that fail, lost answers, full disks, kills, power cuts, clock jumps, take-overs; no law broken, every sown bug found",
        covers: &["kernel", "store", "facts", "rules", "access", "capabilities", "app/tests/it/simulated"],
        work: Work::TestRelease(&["simulated"], Threads::One),
        environment: &[
            ("TUTELA_SEEDS", "10000"),
            ("TUTELA_SEEDS_ON_BOTH", "50"),
            // What is done stays done when the proof is interrupted.
            ("TUTELA_SEEDS_LOG", concat!(env!("CARGO_MANIFEST_DIR"), "/../target/simulated-seeds.log")),
        ],
    },
    Proof {
        name: "undetectable",
        about: "10,000 pairs each of records of another unit and of records that never were: the same bytes, Welch's t below 4.5, in the gate alone and at the doors on both databases",
        covers: &["kernel", "store", "desk", "capabilities"],
        work: Work::TestRelease(&["no_tell"], Threads::One),
        environment: &[("TUTELA_PAIRS", "10000")],
    },
    Proof {
        name: "policy",
        about: "each line of policy deleted and widened in turn: the matrix finds and names each",
        covers: &["kernel/src/policy.rs", "desk/src/routes.rs", "app/policy.txt", "app/tests/it/policy.rs"],
        work: Work::Cargo(&["xtask", "mutate-policy"]),
        environment: &[],
    },
    Proof {
        name: "takedown-schedule",
        about: "100,000 open addresses at 200 hosts (fast, slow, refusing, moving, lying, silent) looked at within their hour by 32 connections at most: each in its state, memory",
        covers: &["capabilities/takedown", "store"],
        work: Work::Test(&["tutela"], &["many_open_addresses_are_looked_at_within_their_hour_and_budget"]),
        environment: &[("TUTELA_TAKEDOWN_ADDRESSES", "100000"), ("TUTELA_TAKEDOWN_HOSTS", "200")],
    },
    Proof {
        name: "kills",
        about: "kill -9 under load, 200 times on SQLite and 100 times on PostgreSQL: every acknowledged act there once, the journal verifies after each",
        covers: &["kernel", "store", "app/src/doors", "app/src/commands/serve.rs"],
        // Released: the journal is verified after each kill, and it grows.
        work: Work::TestRelease(&["what_was_acknowledged_survives_a_kill"], Threads::One),
        environment: &[("TUTELA_KILLS_SQLITE", "200"), ("TUTELA_KILLS_POSTGRESQL", "100")],
    },
    Proof {
        name: "mixed",
        about: "200,000 reports over all doors (JSON, form, fingerprints, files of people, machines and a flood) with kill -9 every 10,000: none lost, none double, each in one line, the journal verifies after each, memory",
        covers: &["kernel", "store", "capabilities/reports", "app/src/doors"],
        work: Work::TestRelease(&["reports_over_all_doors_survive_kills"], Threads::One),
        environment: &[
            ("TUTELA_MIXED_SQLITE", "200000"),
            ("TUTELA_MIXED_POSTGRESQL", "50000"),
            ("TUTELA_MIXED_KILL_EVERY", "10000"),
        ],
    },
    Proof {
        name: "faults",
        about: "disk full, a database that goes away and returns, a torn last page, a clock that jumps back, two processes on one database, a full queue, a lost acknowledgement: each with its count",
        covers: &["kernel", "store", "app/tests/it/disk_full.rs"],
        work: Work::Test(
            &["store", "tutela"],
            &[
                "faults::",
                "disk::",
                "disk_full::",
                "a_lost_connection",
                "one_writer_at_a_time",
                "connections_that_are_cut",
            ],
        ),
        environment: &[],
    },
    Proof {
        name: "backups",
        about: "backups taken under load, by the library and by command, restored and verified on both databases; who was erased stays erased whatever backup is restored",
        covers: &["kernel", "store", "app/src/commands"],
        work: Work::Test(
            &["store", "tutela"],
            &["keeping::", "erasing::", "what_is_erased_opens_with_no_key_that_is_left"],
        ),
        environment: &[],
    },
    Proof {
        name: "standby",
        about: "a writer killed 50 times under load beside a standby on PostgreSQL: replaced within 5 s each time, every acknowledged act there once, the journal verifies",
        covers: &["store", "app/src/doors", "app/src/commands/serve.rs"],
        work: Work::Test(&["tutela"], &["a_killed_writer_is_replaced"]),
        environment: &[("TUTELA_STANDBY_KILLS", "50")],
    },
    Proof {
        name: "index-model",
        about: "the live index under a model of its locks: 100,000 orders of additions, removals, queries and merges; what stays is found once, what went never again",
        covers: &["engines/material/src/index"],
        work: Work::Cargo(&[
            "test",
            "--release",
            "--package",
            "material",
            "--features",
            "modelled",
            "--lib",
            "--",
            "--nocapture",
            "modelled",
        ]),
        environment: &[("TUTELA_MODEL_ORDERS", "25000")],
    },
    Proof {
        name: "onion",
        about: "a Tor network of its own on this machine, by the real tor: three authorities, five relays, the door as an onion service, a client; a report is filed and its thread opened over it",
        covers: &["app/src/doors/onion.rs", "deploy/tor", "capabilities/reports/src/door"],
        work: Work::Cargo(&[
            "test",
            "--package",
            "tutela",
            "--test",
            "it",
            "--",
            "--ignored",
            "--nocapture",
            "onion",
        ]),
        environment: &[],
    },
    Proof {
        name: "mutants",
        about: "cargo-mutants over the rules that span rooms leaves no survivor",
        covers: &["rules"],
        work: Work::Cargo(&["mutants", "--package", "rules", "--no-shuffle"]),
        environment: &[],
    },
    Proof {
        name: "mutants-publication",
        about: "cargo-mutants over count-nobody-out, the demand map's own rule, leaves no survivor",
        covers: &["capabilities/demand-map/src/count_nobody_out.rs"],
        work: Work::Cargo(&[
            "mutants",
            "--no-shuffle",
            "--file",
            "capabilities/demand-map/src/count_nobody_out.rs",
        ]),
        environment: &[],
    },
    Proof {
        name: "openapi-staff",
        about: "Schemathesis for 10 minutes at the staff door, as every role, another unit, a machine and nobody: no 5xx, nothing that is not described",
        covers: &[
            "desk",
            "access",
            "capabilities",
            "face",
            "app/src/doors",
            "scripts/openapi",
            "scripts/check-openapi",
        ],
        work: Work::Script("scripts/check-openapi", &["--door", "staff"]),
        environment: &[],
    },
    Proof {
        name: "openapi-public",
        about: "Schemathesis for 10 minutes at the public door: no 5xx, nothing that is not described",
        covers: &[
            "capabilities/reports",
            "capabilities/demand-map/src/public.rs",
            "face",
            "app/src/doors/public.rs",
            "scripts/openapi",
            "scripts/check-openapi",
        ],
        work: Work::Script("scripts/check-openapi", &["--door", "public"]),
        environment: &[],
    },
    Proof {
        name: "openapi-machine",
        about: "Schemathesis for 10 minutes at the machine door, as a sender's system, in the sandbox and as nobody: no 5xx, nothing that is not described",
        covers: &[
            "capabilities/reports",
            "capabilities/platforms",
            "engines/tipline",
            "app/src/doors/machine.rs",
            "scripts/openapi",
            "scripts/check-openapi",
        ],
        work: Work::Script("scripts/check-openapi", &["--door", "machine"]),
        environment: &[],
    },
    Proof {
        name: "browser-matrix",
        about: "every page of the public door in six languages at three widths, the staff's pages in both of theirs in light and dark: axe finds nothing, nothing is cut off, no request leaves; every persona, 400 % zoom, the keyboard alone, the browser's folder after the exit",
        covers: &[
            "face",
            "desk",
            "capabilities/reports/src/door",
            "capabilities/reports/templates",
            "capabilities/reports/languages",
            "app/browser",
        ],
        work: Work::Script("app/browser/matrix", &[]),
        environment: &[("TUTELA_PAGES", "all")],
    },
    Proof {
        name: "seventh-language",
        about: "a seventh language of the public door by adding one folder, made of the English texts by a program: built, and gone through page by page in a browser",
        covers: &[
            "face",
            "capabilities/reports/src/codes.rs",
            "capabilities/reports/templates",
            "capabilities/reports/languages/en",
            "app/browser/pseudo.mjs",
            "scripts/prove-seventh-language",
        ],
        work: Work::Script("scripts/prove-seventh-language", &[]),
        environment: &[],
    },
    Proof {
        name: "fuzz-door",
        about: "a form with pictures at the public door, fuzzed for 10 minutes",
        covers: &["capabilities/reports"],
        work: Work::Fuzz("door"),
        environment: FUZZING,
    },
    Proof {
        name: "fuzz-picture",
        about: "a picture at the door or held against lists, and the frames of an animation, fuzzed for 10 minutes",
        covers: &["engines/material", "capabilities/reports/src/picture.rs"],
        work: Work::Fuzz("picture"),
        environment: FUZZING,
    },
    Proof {
        name: "fuzz-frames",
        about: "the frames of a video as ffmpeg gives them, and vPDQ hashes as text, fuzzed for 10 minutes",
        covers: &["engines/reader", "engines/material/src/video.rs"],
        work: Work::Fuzz("frames"),
        environment: FUZZING,
    },
    Proof {
        name: "fuzz-voice",
        about: "a voice message at the door, fuzzed for 10 minutes",
        covers: &["capabilities/reports/src/sound.rs"],
        work: Work::Fuzz("voice"),
        environment: FUZZING,
    },
    Proof {
        name: "fuzz-hashes",
        about: "fingerprints of pictures as typed, fuzzed for 10 minutes",
        covers: &["capabilities/reports/src/gone.rs"],
        work: Work::Fuzz("hashes"),
        environment: FUZZING,
    },
    Proof {
        name: "fuzz-receipt",
        about: "a receipt as typed, fuzzed for 10 minutes",
        covers: &["capabilities/reports/src/receipt"],
        work: Work::Fuzz("receipt"),
        environment: FUZZING,
    },
    Proof {
        name: "fuzz-marks",
        about: "addresses, numbers and names in a text, and lines of files of reports, fuzzed for 10 minutes",
        covers: &[
            "engines/likeness",
            "capabilities/reports/src/intake.rs",
            "facts/src/address.rs",
            "capabilities/takedown/src/lines.rs",
        ],
        work: Work::Fuzz("marks"),
        environment: FUZZING,
    },
    Proof {
        name: "fuzz-tipline",
        about: "a report of a platform and details of a file as XML, fuzzed for 10 minutes",
        covers: &["engines/tipline", "engines/bounded-xml"],
        work: Work::Fuzz("tipline"),
        environment: FUZZING,
    },
    Proof {
        name: "fuzz-hash-share",
        about: "lists of hashes as other programs share them, fuzzed for 10 minutes",
        covers: &["engines/hashshare", "engines/bounded-xml"],
        work: Work::Fuzz("hash_share"),
        environment: FUZZING,
    },
    Proof {
        name: "fuzz-iccam",
        about: "what another hotline answers, fuzzed for 10 minutes",
        covers: &["engines/iccam"],
        work: Work::Fuzz("iccam"),
        environment: FUZZING,
    },
    Proof {
        name: "fuzz-rdap",
        about: "what a registry says of a name or network, fuzzed for 10 minutes",
        covers: &["engines/rdap"],
        work: Work::Fuzz("rdap"),
        environment: FUZZING,
    },
    Proof {
        name: "fuzz-hash-list",
        about: "a hash list as CSV, fuzzed for 10 minutes",
        covers: &["capabilities/known-material/src/csv"],
        work: Work::Fuzz("hash_list"),
        environment: FUZZING,
    },
    Proof {
        name: "fuzz-match-batch",
        about: "hashes to be looked up as lines or a JSON list, fuzzed for 10 minutes",
        covers: &[
            "capabilities/known-material/src/service/batch.rs",
            "capabilities/known-material/src/service/signal.rs",
        ],
        work: Work::Fuzz("match_batch"),
        environment: FUZZING,
    },
    Proof {
        name: "fuzz-entry",
        about: "an entry of the journal, fuzzed for 10 minutes",
        covers: &["kernel/src/entry.rs"],
        work: Work::Fuzz("entry"),
        environment: FUZZING,
    },
    Proof {
        name: "fuzz-wire",
        about: "a frame between the processes, fuzzed for 10 minutes",
        covers: &["capabilities/reports/src/wire.rs"],
        work: Work::Fuzz("wire"),
        environment: FUZZING,
    },
    Proof {
        name: "fuzz-public-door",
        about: "any request at the public door, fuzzed for 10 minutes",
        covers: &["capabilities/reports", "capabilities/demand-map/src/public.rs", "face"],
        work: Work::Fuzz("public_door"),
        environment: FUZZING,
    },
    Proof {
        name: "fuzz-machine-door",
        about: "any request at the machine door, by a sender's keys and by nobody, on a node, fuzzed for 10 minutes",
        covers: &[
            "desk/src/machine.rs",
            "desk/src/quota.rs",
            "capabilities/platforms",
            "capabilities/reports",
            "engines/tipline",
        ],
        work: Work::Fuzz("machine_door"),
        environment: FUZZING,
    },
    Proof {
        name: "fuzz-phone",
        about: "a message, menu or call from the gateway of telephones, fuzzed for 10 minutes",
        covers: &["capabilities/reports/src/door/gateway"],
        work: Work::Fuzz("phone"),
        environment: FUZZING,
    },
    Proof {
        name: "fuzz-staff-door",
        about: "any request at the staff door, by every role and by nobody, on a node, fuzzed for 10 minutes",
        covers: &["desk", "access", "capabilities", "face"],
        work: Work::Fuzz("staff_door"),
        environment: FUZZING,
    },
    Proof {
        name: "fuzz-core",
        about: "what the public process seals to core, on a node, fuzzed for 10 minutes",
        covers: &["capabilities/reports"],
        work: Work::Fuzz("core"),
        environment: FUZZING,
    },
    Proof {
        name: "fuzz-body",
        about: "the body of an act or entry of every kind, and what tables make of it, fuzzed for 10 minutes",
        covers: &["kernel", "facts", "access", "capabilities"],
        work: Work::Fuzz("body"),
        environment: FUZZING,
    },
    Proof {
        name: "fuzz-value",
        about: "a single value as typed, fuzzed for 10 minutes",
        covers: &[
            "kernel",
            "access/src/scope.rs",
            "engines/material",
            "face/src/i18n",
            "capabilities/reports/src/door/help.rs",
        ],
        work: Work::Fuzz("value"),
        environment: FUZZING,
    },
    Proof {
        name: "fuzz-checkpoint",
        about: "a checkpoint and its key, fuzzed for 10 minutes",
        covers: &["store/src/merkle.rs"],
        work: Work::Fuzz("checkpoint"),
        environment: FUZZING,
    },
    Proof {
        name: "fuzz-proof",
        about: "a proof that an entry stands in the journal, fuzzed for 10 minutes",
        covers: &["store/src/proof.rs", "store/src/merkle.rs"],
        work: Work::Fuzz("proof"),
        environment: FUZZING,
    },
    Proof {
        name: "fuzz-custody",
        about: "a chain of custody, a manifest and a receipt, fuzzed for 10 minutes",
        covers: &["capabilities/evidence/src/custody.rs", "capabilities/evidence/src/package"],
        work: Work::Fuzz("custody"),
        environment: FUZZING,
    },
    Proof {
        name: "fuzz-backup",
        about: "manifest and records of a backup, fuzzed for 10 minutes",
        covers: &["store/src/keeping"],
        work: Work::Fuzz("backup"),
        environment: FUZZING,
    },
];

pub(crate) fn list() -> String {
    PROOFS.iter().map(|proof| format!("{:20} {}", proof.name, proof.about)).collect::<Vec<_>>().join("\n")
}

fn git(arguments: &[&str]) -> Result<String, String> {
    let output = Command::new("git").args(arguments).output().map_err(|error| format!("git: {error}"))?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

fn machine() -> String {
    let cores = std::thread::available_parallelism().map_or(0, std::num::NonZero::get);
    let model = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = model
        .lines()
        .find_map(|line| line.strip_prefix("model name"))
        .map(|line| line.trim_matches([' ', '\t', ':']).to_owned());
    format!("{}, {cores} cores", model.unwrap_or_else(|| "unknown".into()))
}

/// The tests' PostgreSQL, started if it does not run.
fn postgres() -> Result<String, String> {
    let output = Command::new("scripts/postgres-for-tests").output();
    let output = output.map_err(|error| format!("scripts/postgres-for-tests: {error}"))?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Runs a command to its end, shows its lines as they come and keeps them: test runners speak on one stream, the fuzzer on the other.
fn watched(mut command: Command) -> std::io::Result<(bool, String)> {
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    let streams: [Option<Box<dyn Read + Send>>; 2] = [
        child.stdout.take().map(|out| Box::new(out) as _),
        child.stderr.take().map(|out| Box::new(out) as _),
    ];
    let text = std::thread::scope(|scope| {
        let readers = streams.into_iter().flatten().map(|stream| scope.spawn(|| shown(stream)));
        let readers: Vec<_> = readers.collect();
        readers.into_iter().map(|reader| reader.join().unwrap_or_default()).collect::<String>()
    });
    Ok((child.wait()?.success(), text))
}

fn shown(stream: impl Read) -> String {
    let mut text = String::new();
    for line in BufReader::new(stream).split(b'\n').map_while(Result::ok) {
        let line = String::from_utf8_lossy(&line).into_owned();
        eprintln!("{line}");
        text += &line;
        text.push('\n');
    }
    text
}

pub(crate) fn run(name: &str) -> Result<String, String> {
    let proof = PROOFS
        .iter()
        .find(|proof| proof.name == name)
        .ok_or_else(|| format!("'{name}' is no proof; {}", list()))?;
    let started = Instant::now();
    let mut command = proof.work.command()?;
    command.envs(proof.environment.iter().copied());
    command.env("TUTELA_TEST_POSTGRES", postgres()?);
    let (is_passed, text) = watched(command).map_err(|error| format!("{name}: {error}"))?;
    let figures: Vec<&str> = text
        .lines()
        .filter(|line| {
            ["proof:", "mutants tested", "stat::number_of_executed_units"]
                .iter()
                .any(|word| line.contains(word))
                || line.starts_with("test result")
        })
        .collect();
    let written = json!({
        "proof": proof.name,
        "about": proof.about,
        "passed": is_passed,
        "figures": figures,
        "commit": git(&["rev-parse", "HEAD"])?,
        "machine": machine(),
        "seconds": started.elapsed().as_secs(),
    });
    std::fs::create_dir_all("proofs").map_err(|error| format!("proofs: {error}"))?;
    let file = format!("proofs/{name}.json");
    let pretty = serde_json::to_string_pretty(&written).map_err(|error| error.to_string())?;
    std::fs::write(&file, pretty + "\n").map_err(|error| format!("{file}: {error}"))?;
    if is_passed {
        Ok(format!("{file} written\n{}", figures.join("\n")))
    } else {
        let tail: Vec<&str> = text.lines().rev().take(20).collect();
        Err(format!("{name} failed:\n{}", tail.into_iter().rev().collect::<Vec<_>>().join("\n")))
    }
}

pub(crate) fn stale() -> Result<String, String> {
    let mut lines = Vec::new();
    for proof in PROOFS {
        let file = format!("proofs/{}.json", proof.name);
        let Ok(text) = std::fs::read_to_string(&file) else {
            lines.push(format!("{:20} never ran", proof.name));
            continue;
        };
        let written: Value = serde_json::from_str(&text).map_err(|error| format!("{file}: {error}"))?;
        if written["passed"] != true {
            lines.push(format!("{:20} did not pass", proof.name));
            continue;
        }
        let range = format!("{}..HEAD", written["commit"].as_str().unwrap_or("HEAD"));
        let mut arguments = vec!["log", "--oneline", &range, "--"];
        arguments.extend(proof.covers);
        let changes = git(&arguments)?.lines().count();
        let mut arguments = vec!["status", "--porcelain", "--"];
        arguments.extend(proof.covers);
        let uncommitted = git(&arguments)?.lines().count();
        if changes + uncommitted > 0 {
            lines.push(format!(
                "{:20} is {changes} commits and {uncommitted} uncommitted files older than what it covers",
                proof.name
            ));
        }
    }
    Ok(if lines.is_empty() {
        "every proof is as new as the code it covers".to_owned()
    } else {
        lines.join("\n")
    })
}
