//! `tutela custody`: originals that leave as evidence, at both ends; what is checked is checked offline.

mod receiving;

use self::receiving::{hashed, identities, open_into};
use super::Common;
use super::act::{As, id_of};
use super::node::{Reached, reach};
use super::serve::write_for_this_user;
use crate::fault::Fault;
use clap::{Args, Subcommand};
use evidence::Fetched;
use evidence::acts::{TellHand, fingerprint};
use evidence::codes::Hand;
use evidence::custody::{Broken, Custody, Document, LONGEST};
use evidence::package::Opened;
use evidence::package::receipt::Receipt;
use kernel::{CodeList as _, Hash, Outcome};
use serde_json::json;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use store::merkle::VerifierKey;

/// Hands originals over as evidence, receives them, and verifies the chain of custody. To receive and to verify no node is needed.
#[derive(Args)]
#[command(
    after_help = "Example, at the recipient's: tutela custody key police.key\n         tutela custody receive 0f8f.age --identity police.key --out originals\n         tutela custody verify custody.json --package 0f8f.age --identity police.key\nExample, at the sender's: tutela custody fetch 0f8fad5bd9cb469fa165708677289501 --out 0f8f.age\n         tutela custody receipt receipt.json"
)]
pub(crate) struct CustodyCommand {
    #[command(flatten)]
    common: Common,
    #[command(flatten)]
    by: As,
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Make a key that opens packages, for this user alone, and tell its public half and fingerprint; of a key that is there, tell them
    Key {
        /// The file of the key
        file: PathBuf,
    },
    /// Fetch a package that lies ready: who fetched it is entered first
    Fetch {
        /// The handover's number
        handover: String,
        /// Where the package goes; nothing is overwritten
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
    /// Decrypt a package, check every hash, and write a receipt: DIR/receipt.json
    Receive {
        /// The package
        package: PathBuf,
        /// The file of the key that opens it
        #[arg(long, value_name = "FILE")]
        identity: PathBuf,
        /// A new directory; it is there only when everything was right
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
    },
    /// Enter a recipient's receipt: from then on the package counts as arrived
    Receipt {
        /// The receipt that the recipient sent
        file: PathBuf,
    },
    /// Print the chain of custody of a handover, to be handed on
    Show {
        /// The handover's number
        handover: String,
    },
    /// Verify a chain of custody, offline: who approved, and whether the hash was the same at each hand
    Verify {
        /// The chain of custody
        file: PathBuf,
        /// The package, to be held against it
        #[arg(long, value_name = "FILE")]
        package: Option<PathBuf>,
        /// The key that opens the package, to hold each original against it, too
        #[arg(long, value_name = "FILE", requires = "package")]
        identity: Option<PathBuf>,
        /// The sender's verifier key, as its people gave it; without it the one in the document is used, and told
        #[arg(long, value_name = "FILE")]
        key: Option<PathBuf>,
    },
}

fn hex(hash: &Hash) -> String {
    hash.0.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A file of at most so many bytes.
fn bytes_of(file: &Path, most: usize) -> Result<Vec<u8>, Fault> {
    use std::io::Read as _;
    let mut bytes = Vec::new();
    let opened = std::fs::File::open(file).map_err(Fault::file(file))?;
    opened.take(most as u64 + 1).read_to_end(&mut bytes).map_err(Fault::file(file))?;
    Ok(bytes)
}

impl CustodyCommand {
    pub(crate) fn run(self) -> Result<ExitCode, Fault> {
        match &self.what {
            What::Key { file } => self.key(file),
            What::Fetch { handover, out } => self.fetch(handover, out),
            What::Receive { package, identity, out } => self.receive(package, identity, out),
            What::Receipt { file } => self.receipt(file),
            What::Show { handover } => self.show(handover),
            What::Verify { file, package, identity, key } => {
                self.verify(file, package.as_deref(), identity.as_deref(), key.as_deref())
            }
        }
    }

    fn key(&self, file: &Path) -> Result<ExitCode, Fault> {
        if !file.exists() {
            store::keeping::make_identity(file)?;
        }
        for key in identities(file)?.keys() {
            let print = fingerprint(&key);
            if self.common.json {
                println!("{}", json!({ "key": key, "fingerprint": print }));
            } else {
                println!("{key}\nfingerprint {print}: read it out when the sender calls");
            }
        }
        Ok(ExitCode::SUCCESS)
    }

    fn fetch(&self, handover: &str, out: &Path) -> Result<ExitCode, Fault> {
        let number = id_of("HANDOVER", handover)?;
        if out.exists() {
            return Err(Fault::Input(format!("--out {}: is there already; name a new file", out.display())));
        }
        match reach(&self.common)? {
            Reached::Live(live) => {
                live.post_into(&format!("/api/evidence/handovers/{number}/package"), out)?;
            }
            Reached::Files(house) => {
                let (actor, purpose) = self.by.actor(&house)?;
                let not = |words: &str| Err(Fault::Found(format!("handover {number}: {words}")));
                let mut file = match evidence::fetch(&house.node, actor, purpose, number)? {
                    Fetched::Package(file) => file,
                    Fetched::NotThere => return not("no package lies here now"),
                    Fetched::Broken => {
                        return not("the package is not as it was packed; the handover is stopped");
                    }
                    Fetched::NotEntered(answer) => return not(&outcome(&answer.outcome)),
                };
                write_for_this_user(out, &[])?;
                let opened = std::fs::OpenOptions::new().write(true).open(out);
                let mut to = opened.map_err(Fault::file(out))?;
                std::io::copy(&mut file, &mut to).map_err(Fault::file(out))?;
            }
        }
        self.tell(&format!("Fetched: {}", out.display()), &json!({ "fetched": out }));
        Ok(ExitCode::SUCCESS)
    }

    fn receive(&self, package: &Path, identity: &Path, out: &Path) -> Result<ExitCode, Fault> {
        let known = identities(identity)?;
        let (hash, _) = hashed(package)?;
        let Opened { manifest, manifest_hash } = open_into(package, &known, out)?;
        let receipt = Receipt {
            format: Receipt::format(),
            handover: manifest.handover,
            record: manifest.record,
            package: hex(&hash),
            manifest: hex(&manifest_hash),
            originals: u32::try_from(manifest.originals.len()).unwrap_or(u32::MAX),
        };
        let file = out.join("receipt.json");
        write_for_this_user(&file, receipt.to_text().as_bytes())?;
        let words = format!(
            "All is well: {} originals of record {}, each with the hash of its manifest. Send {} back",
            receipt.originals,
            receipt.record,
            file.display()
        );
        self.tell(&words, &json!({ "ok": true, "receipt": file, "originals": receipt.originals }));
        Ok(ExitCode::SUCCESS)
    }

    fn receipt(&self, file: &Path) -> Result<ExitCode, Fault> {
        let read = Receipt::from_bytes(&bytes_of(file, LONGEST)?);
        let receipt = read.map_err(|error| Fault::Input(format!("{}: {error}", file.display())))?;
        let Receipt { handover, record, package, manifest: hash, .. } = receipt;
        let act = TellHand { record, handover, hand: Hand::Arrived, hash, package: Some(package) };
        match reach(&self.common)? {
            Reached::Live(live) => {
                live.post("/api/acts/evidence.tell-hand", &json!({ "act": act }))?;
            }
            Reached::Files(house) => {
                let (actor, purpose) = self.by.actor(&house)?;
                let deed = house.node.deed(house.node.new_id()?, &act, actor, purpose).build();
                let answer = house.node.enter_now(deed)?;
                if !matches!(answer.outcome, Outcome::Entered { .. }) {
                    return Err(Fault::Input(outcome(&answer.outcome)));
                }
            }
        }
        let words = format!("Entered: what {} says of handover {handover}", file.display());
        self.tell(&words, &json!({ "entered": true, "handover": handover }));
        Ok(ExitCode::SUCCESS)
    }

    fn show(&self, handover: &str) -> Result<ExitCode, Fault> {
        let number = id_of("HANDOVER", handover)?;
        match reach(&self.common)? {
            Reached::Live(live) => {
                println!("{}", live.get(&format!("/api/evidence/handovers/{number}/custody"))?);
            }
            // Whoever has the node's files may prove what stands in them.
            Reached::Files(house) => {
                let missing = || Fault::Input(format!("HANDOVER {number}: there is no such handover"));
                let document = evidence::chain_of(&house.node, number)?.ok_or_else(missing)?;
                let text = serde_json::to_string_pretty(&document);
                println!("{}", text.map_err(|error| Fault::Input(error.to_string()))?);
            }
        }
        Ok(ExitCode::SUCCESS)
    }

    fn verify(
        &self,
        file: &Path,
        package: Option<&Path>,
        identity: Option<&Path>,
        key: Option<&Path>,
    ) -> Result<ExitCode, Fault> {
        let unread = |error: &dyn std::fmt::Display| Fault::Input(format!("{}: {error}", file.display()));
        let own = key.map(verifier).transpose()?;
        let document = Document::from_bytes(&bytes_of(file, LONGEST)?).map_err(|error| unread(&error))?;
        let checked = document.verify(own.as_ref()).map_err(|broken| match broken {
            Broken::Unreadable(_) => unread(&broken),
            found => Fault::Found(found.to_string()),
        });
        let held = checked.and_then(|custody| {
            if let Some(package) = package {
                hold_against(&custody, &document, package, identity)?;
            }
            Ok(custody)
        });
        let entries = document.entries.len();
        match held {
            Ok(custody) => {
                let last = custody.last.map_or("none", |hand| hand.code());
                let by = if own.is_some() { "the key given" } else { "the document's own key: compare it" };
                let words = format!(
                    "All is well: {entries} entries under one checkpoint, last hand '{last}', signed by {by} {}",
                    document.verifier
                );
                self.tell(
                    &words,
                    &json!({ "ok": true, "entries": entries, "hand": last, "verifier": document.verifier }),
                );
                Ok(ExitCode::SUCCESS)
            }
            Err(Fault::Found(found)) => {
                self.tell(&format!("WRONG  {found}"), &json!({ "ok": false, "findings": [found] }));
                Ok(ExitCode::FAILURE)
            }
            Err(fault) => Err(fault),
        }
    }

    fn tell(&self, words: &str, json: &serde_json::Value) {
        if self.common.json {
            println!("{json}");
        } else {
            println!("{words}");
        }
    }
}

/// The verifier key in a file.
fn verifier(file: &Path) -> Result<VerifierKey, Fault> {
    let text = std::fs::read_to_string(file).map_err(Fault::file(file))?;
    let wrong = || Fault::Input(format!("--key {}: is no verifier key; NAME+ID+BASE64 is", file.display()));
    VerifierKey::from_text(&text).ok_or_else(wrong)
}

/// Holds a package against its chain; with a key also what is in it.
fn hold_against(
    custody: &Custody,
    document: &Document,
    package: &Path,
    identity: Option<&Path>,
) -> Result<(), Fault> {
    let found = |words: &str| Err(Fault::Found(words.to_owned()));
    let Some(packed) = custody.package else {
        return found("package: the chain says of none that it was packed");
    };
    if hashed(package)? != packed {
        return found("package: its SHA-256 is not the one that was entered when it was packed");
    }
    let Some(identity) = identity else { return Ok(()) };
    let from = std::fs::File::open(package).map_err(Fault::file(package))?;
    let opened = evidence::package::open(std::io::BufReader::new(from), &identities(identity)?, &mut |_| {
        Ok(std::io::sink())
    });
    let Opened { manifest, manifest_hash } = opened.map_err(receiving::fault)?;
    if custody.manifest != Some(manifest_hash) {
        return found("manifest: its SHA-256 is not the one that was entered when it was packed");
    }
    let basis = custody.basis.map(|basis| basis.code());
    let says_so = manifest.handover == document.handover
        && manifest.record == custody.record
        && manifest.key == custody.key
        && Some(manifest.legal_basis.as_str()) == basis
        && manifest.chain == custody.chain
        && u32::try_from(manifest.originals.len()) == Ok(custody.originals);
    if says_so { Ok(()) } else { found("manifest: does not say what the chain says") }
}

/// Why an act was not entered, in one line.
fn outcome(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Entered { .. } => "entered".to_owned(),
        Outcome::Refused(refusal) => refusal.to_string(),
        Outcome::Forbidden(forbidden) => forbidden.to_string(),
        Outcome::Invalid(problem) => format!("{}: {}; {}", problem.field, problem.wrong, problem.right),
    }
}
