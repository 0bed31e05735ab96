//! A telephone in the terminal: what is typed is sent, what begins with * dials a menu, and `call` calls.

use super::handset::{Handset, session};
use super::lines;
use crate::fault::Fault;
use serde_json::Value;
use std::io::{BufRead, Write};
use std::path::Path;

const HELP: &str = "Type a text message. *123# dials the menu, call calls, quit ends. In a menu or call: hang up breaks off.";
const HANG_UP: &str = "hang up";

/// What stands between a person and the telephone.
struct Terminal<'a> {
    input: &'a mut dyn BufRead,
    output: &'a mut dyn Write,
}

impl Terminal<'_> {
    fn says(&mut self, line: &str) -> Result<(), Fault> {
        writeln!(self.output, "{line}").map_err(|error| Fault::File("standard output".into(), error))
    }

    /// The next line that is typed; none at the end of the input.
    fn asks(&mut self, prompt: &str) -> Result<Option<String>, Fault> {
        let shown = write!(self.output, "{prompt}").and_then(|()| self.output.flush());
        shown.map_err(|error| Fault::File("standard output".into(), error))?;
        let mut line = String::new();
        let read = self.input.read_line(&mut line);
        let read = read.map_err(|error| Fault::File("standard input".into(), error))?;
        Ok((read > 0).then(|| line.trim_end_matches(['\r', '\n']).to_owned()))
    }

    fn shows(&mut self, answer: &Value) -> Result<(), Fault> {
        lines(answer).iter().try_for_each(|line| self.says(&format!("  {line}")))
    }

    /// What is pressed or typed; none where somebody hangs up.
    fn typed(&mut self, prompt: &str) -> Result<Option<String>, Fault> {
        Ok(self.asks(prompt)?.filter(|typed| typed != HANG_UP))
    }
}

/// A menu until it ends, or somebody breaks it off.
fn menu(handset: &Handset, terminal: &mut Terminal<'_>) -> Result<(), Fault> {
    let (session, mut inputs) = (session()?, Vec::new());
    loop {
        let answer = handset.ussd(Some(&session), &inputs, false)?;
        terminal.shows(&answer)?;
        if answer["end"].as_bool().unwrap_or(true) {
            return Ok(());
        }
        match terminal.typed("menu> ")? {
            Some(typed) => inputs.push(typed),
            None => return handset.ussd(Some(&session), &inputs, true).map(drop),
        }
    }
}

/// A call until it ends, or somebody hangs up.
fn call(handset: &Handset, terminal: &mut Terminal<'_>) -> Result<(), Fault> {
    let (call, mut pressed, mut sound) = (session()?, Vec::new(), None);
    loop {
        let answer = handset.call(Some(&call), &pressed, sound.as_deref(), false)?;
        terminal.shows(&answer)?;
        let actions = answer["actions"].as_array().cloned().unwrap_or_default();
        let told = |what: &str| actions.iter().any(|action| action["do"] == what);
        if told("hang_up") || !(told("gather") || told("record")) {
            return Ok(());
        }
        let prompt = if told("record") { "sound file> " } else { "keys> " };
        match terminal.typed(prompt)? {
            None => return handset.call(Some(&call), &pressed, None, true).map(drop),
            // Nothing was said after the tone.
            Some(file) if told("record") && file.trim().is_empty() => sound = Some(Vec::new()),
            Some(file) if told("record") => match std::fs::read(Path::new(file.trim())) {
                Ok(bytes) => sound = Some(bytes),
                Err(error) => terminal.says(&format!("  {file}: {error}"))?,
            },
            Some(keys) => pressed.push(keys),
        }
    }
}

/// A telephone until the input ends. What the door refuses is said, and the telephone goes on.
///
/// # Errors
/// [`Fault::File`] when the terminal is gone.
pub(super) fn talk(handset: &Handset, input: &mut dyn BufRead, output: &mut dyn Write) -> Result<(), Fault> {
    let mut terminal = Terminal { input, output };
    terminal.says(HELP)?;
    while let Some(typed) = terminal.asks("> ")? {
        let done = match typed.trim() {
            "" => Ok(()),
            "quit" => return Ok(()),
            "call" => call(handset, &mut terminal),
            code if code.starts_with('*') && code.ends_with('#') => menu(handset, &mut terminal),
            text => handset.sms(None, text).and_then(|answer| terminal.shows(&answer)),
        };
        match done {
            Ok(()) => {}
            Err(fault @ Fault::File(..)) => return Err(fault),
            Err(fault) => terminal.says(&format!("  {fault}"))?,
        }
    }
    Ok(())
}
