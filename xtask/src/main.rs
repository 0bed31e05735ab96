//! What is generated and what is proven: `cargo xtask house`, `cargo xtask sbom`, `cargo xtask proof NAME`, `cargo xtask proof --stale`.

mod house;
mod mutate_policy;
mod papers;
mod proof;
mod sbom;

use std::process::ExitCode;

const USAGE: &str =
    "cargo xtask house            check that no crate imports upwards or sideways, count packages,
                             and look for every file and test that the papers name
cargo xtask mutate-policy    delete and widen each line of policy in turn: the tests must find each
cargo xtask sbom             print what is in the program, as CycloneDX 1.5
cargo xtask pictures         make the pictures of the guides anew, of a demo
cargo xtask proof NAME       run a proof and write proofs/NAME.json
cargo xtask proof --list     list the proofs
cargo xtask proof --stale    list proofs older than the code they cover";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["house"] => house::check(),
        ["mutate-policy"] => mutate_policy::check(),
        ["sbom"] => sbom::written(std::path::Path::new(".")),
        ["pictures"] => pictures(),
        ["proof", "--list"] => Ok(proof::list()),
        ["proof", "--stale"] => proof::stale(),
        ["proof", name] => proof::run(name),
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(text) => {
            println!("{text}");
            ExitCode::SUCCESS
        }
        Err(wrong) => {
            eprintln!("xtask: {wrong}");
            ExitCode::FAILURE
        }
    }
}

/// Runs the script that takes the pictures.
fn pictures() -> Result<String, String> {
    let script = "scripts/pictures";
    let ended = std::process::Command::new(script).status().map_err(|error| format!("{script}: {error}"))?;
    if ended.success() {
        Ok("look at each picture in docs/pictures".into())
    } else {
        Err(format!("{script} failed"))
    }
}
