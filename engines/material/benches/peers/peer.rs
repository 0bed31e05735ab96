//! The peers' process.

use serde_json::{Value, json};
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

pub(crate) struct Peer {
    child: Child,
    ask: ChildStdin,
    told: BufReader<ChildStdout>,
}

impl Peer {
    pub(crate) fn start(folder: &Path) -> Peer {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/peers/peer.py");
        let mut child = Command::new(folder.join("python/bin/python"))
            .arg(script)
            .env("OMP_NUM_THREADS", "1")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let (ask, told) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
        Peer { child, ask, told }
    }

    pub(crate) fn ask(&mut self, command: Value) -> Value {
        writeln!(self.ask, "{command}").unwrap();
        let mut line = String::new();
        self.told.read_line(&mut line).unwrap();
        serde_json::from_str(&line).unwrap_or_else(|_| panic!("the peer failed at {command}"))
    }

    pub(crate) fn seconds(&mut self, command: &str) -> (f64, Value) {
        let told = self.ask(json!([command]));
        (told["seconds"].as_f64().unwrap(), told)
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
