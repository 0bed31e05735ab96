//! A process that gets bytes, gives bytes, and is ended in time.

use crate::Fault;
use std::io::{Read as _, Write as _};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

/// After its last byte a process ends by itself within so many steps of 10 ms, or is ended.
const STEPS: u32 = 200;

/// What a process gave.
pub(crate) struct Output {
    /// Its bytes.
    pub(crate) bytes: Vec<u8>,
    /// Whether it had more to give.
    pub(crate) is_cut: bool,
}

/// A process that does not outlive whoever waits for it.
pub(crate) struct Running(pub(crate) Child);

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended already, which is what is wanted.
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

/// Runs a command to its end: gives it `input`, takes `most` bytes of what it says, and waits for them no longer than `patience`.
pub(crate) fn run(
    mut command: Command,
    input: Vec<u8>,
    most: u64,
    patience: Duration,
) -> Result<Output, Fault> {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut running = Running(command.spawn()?);
    let (Some(mut into), Some(out)) = (running.0.stdin.take(), running.0.stdout.take()) else {
        return Err(Fault::Failed);
    };
    // A process that ends before it has read everything breaks the pipe, and its status says why.
    let writing = thread::spawn(move || drop(into.write_all(&input)));
    let (told, hears) = mpsc::channel();
    let reading = thread::spawn(move || {
        let mut bytes = Vec::new();
        let read = out.take(most + 1).read_to_end(&mut bytes).map(|_| bytes);
        drop(told.send(read));
    });
    let heard = hears.recv_timeout(patience);
    let outcome = match heard {
        Err(_) => Err(Fault::TooLong),
        Ok(Err(error)) => Err(error.into()),
        Ok(Ok(bytes)) => ended(&mut running, bytes, most),
    };
    drop(running);
    // What a process left behind may hold the pipes open: nobody waits for that.
    drop((writing, reading));
    outcome
}

fn ended(running: &mut Running, mut bytes: Vec<u8>, most: u64) -> Result<Output, Fault> {
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    if bytes.len() > most {
        bytes.truncate(most);
        return Ok(Output { bytes, is_cut: true });
    }
    if running.ends_well()? { Ok(Output { bytes, is_cut: false }) } else { Err(Fault::Failed) }
}

impl Running {
    /// Whether a process that has said its last byte ends by itself, and well.
    pub(crate) fn ends_well(&mut self) -> std::io::Result<bool> {
        for _ in 0..STEPS {
            if let Some(status) = self.0.try_wait()? {
                return Ok(status.success());
            }
            thread::sleep(Duration::from_millis(10));
        }
        Ok(false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    #[test]
    fn what_goes_in_comes_out_and_no_more_than_is_taken() {
        let input: Vec<u8> = (0..300_000_u32).map(|n| n.to_le_bytes()[0]).collect();
        let whole = run(shell("cat"), input.clone(), 300_000, crate::PATIENCE).unwrap();
        assert!(whole.bytes == input && !whole.is_cut);
        let cut = run(shell("cat"), input.clone(), 1000, crate::PATIENCE).unwrap();
        assert!(cut.bytes == input[..1000] && cut.is_cut);
        // One that reads nothing breaks the pipe and nothing else.
        assert!(run(shell("echo heard"), input, 1000, crate::PATIENCE).unwrap().bytes == b"heard\n");
    }

    #[test]
    fn one_that_fails_or_is_not_there_or_takes_too_long_is_told_apart() {
        let short = Duration::from_millis(300);
        assert!(matches!(run(shell("exit 3"), Vec::new(), 10, crate::PATIENCE), Err(Fault::Failed)));
        assert!(matches!(run(Command::new("no such program"), Vec::new(), 10, short), Err(Fault::Io(_))));
        assert!(matches!(run(shell("sleep 3"), vec![7; 1 << 20], 10, short), Err(Fault::TooLong)));
    }
}
