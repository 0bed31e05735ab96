//! Builds the style sheets: Sass to CSS, and from that the mirrored sheet for languages read from right to left. And the list
//! of languages, of the folders that are there.
#![expect(clippy::disallowed_methods, reason = "a build script reads its own folder and Cargo's variables")]

#[path = "build/languages.rs"]
mod languages;

use std::{env, path::Path, process::Command};

fn main() {
    for watched in
        ["styles", "package.json", "package-lock.json", "build.rs", "build", "languages", "../languages"]
    {
        println!("cargo::rerun-if-changed={watched}");
    }
    let out = env::var("OUT_DIR").expect("Cargo sets OUT_DIR");
    match languages::list(&["languages", "../languages"]) {
        Ok(list) => std::fs::write(format!("{out}/languages.rs"), list).expect("OUT_DIR can be written"),
        Err(what) => fail(&what),
    }
    let (ltr, rtl) = (format!("{out}/tutela.css"), format!("{out}/tutela-rtl.css"));
    if !Path::new("node_modules/.bin/sass").exists() || !Path::new("node_modules/.bin/rtlcss").exists() {
        run("npm", &["ci", "--ignore-scripts", "--omit=optional", "--no-audit", "--no-fund"]);
    }
    run(
        "node_modules/.bin/sass",
        &[
            "--style=compressed",
            "--no-source-map",
            "--no-charset",
            "--quiet-deps",
            "--load-path=node_modules",
            "styles/tutela.scss",
            &ltr,
        ],
    );
    run("node_modules/.bin/rtlcss", &["--silent", &ltr, &rtl]);
}

/// Runs one tool in this folder; a failure ends the build with a line that says what to do.
fn run(tool: &str, arguments: &[&str]) {
    let output = match Command::new(tool).args(arguments).output() {
        Ok(output) => output,
        Err(fault) => fail(&format!(
            "cannot start {tool} ({fault}): install Node.js 20 or newer with npm, then build again"
        )),
    };
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        fail(&format!("{tool} {} failed: {said}", arguments.join(" ")));
    }
}

/// Ends the build with one readable message instead of a panic's backtrace.
fn fail(message: &str) -> ! {
    println!("cargo::error=face: {message}");
    std::process::exit(1);
}
