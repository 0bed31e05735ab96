//! `tutela phone`: a telephone without internet, and the operator's gateway behind it, on this machine.

mod handset;
mod talk;

use super::Common;
use super::reaching::gateway_secret;
use crate::fault::Fault;
use clap::{Args, Subcommand};
use couriers::hook::Secret;
use serde_json::Value;
use std::io::{BufReader, stdin, stdout};
use std::path::PathBuf;
use std::process::ExitCode;

pub(crate) use handset::Handset;

/// Simulates a telephone at the public door: text messages, menus (*...#) and calls, signed as the operator's gateway signs them.
/// Without a command it is a telephone in the terminal.
#[derive(Args)]
#[command(
    after_help = "Example: tutela phone --secret @phone.secret --from +12025550101 sms \"A fictional report\"\n         \
    tutela phone --secret @phone.secret --from +12025550101 ussd 1 2 1\n         \
    tutela phone --secret @phone.secret --from +12025550101 call --press 1 --press 2 --recording message.wav"
)]
pub(crate) struct Phone {
    #[command(flatten)]
    common: Common,
    /// The public door
    #[arg(long, default_value = "http://127.0.0.1:8080", value_name = "URL")]
    door: String,
    /// The file that holds the secret of --door-phone-secret, its newest line alone: whsec_...
    #[arg(long, value_name = "@FILE", value_parser = gateway_secret)]
    secret: Secret,
    /// The telephone's number; nothing for one that is not shown
    #[arg(long, default_value = "", value_name = "NUMBER")]
    from: String,
    #[command(subcommand)]
    does: Option<Does>,
}

#[derive(Subcommand)]
enum Does {
    /// Send a text message, and print each message that comes back
    Sms {
        /// What it says
        text: String,
        /// The message's own number, to send the same again
        #[arg(long, value_name = "NUMBER")]
        id: Option<String>,
    },
    /// Dial a menu and type these inputs; prints the last screen
    Ussd {
        /// What is typed at each screen
        inputs: Vec<String>,
        /// The session's own number, to go on with it
        #[arg(long, value_name = "NUMBER")]
        session: Option<String>,
        /// The session breaks off after these inputs
        #[arg(long)]
        ended: bool,
    },
    /// Call, press these keys and say what is in a sound file; prints what is said
    Call {
        /// What is pressed at each question; nothing for no key
        #[arg(long, value_name = "KEYS")]
        press: Vec<String>,
        /// A sound file: what is said after the tone
        #[arg(long, value_name = "FILE")]
        recording: Option<PathBuf>,
        /// The call's own number, to go on with it
        #[arg(long, value_name = "NUMBER")]
        id: Option<String>,
        /// Whoever calls hangs up after that
        #[arg(long)]
        hang_up: bool,
    },
}

/// What an answer says, for people: a line each.
fn lines(answer: &Value) -> Vec<String> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let of = |name: &str| answer[name].as_array().cloned().unwrap_or_default();
    let said = of("actions").into_iter().map(|action| match action["do"].as_str() {
        Some("say") => text(&action["text"]),
        Some(other) => format!("[{other}]"),
        None => String::new(),
    });
    let screen = answer["text"].as_str().map(ToOwned::to_owned).filter(|text| !text.is_empty());
    of("reply").iter().map(text).chain(said).chain(screen).collect()
}

impl Phone {
    pub(crate) fn run(self) -> Result<ExitCode, Fault> {
        let handset = Handset::new(&self.door, self.secret, &self.from);
        let Some(does) = self.does else {
            talk::talk(&handset, &mut BufReader::new(stdin()), &mut stdout())?;
            return Ok(ExitCode::SUCCESS);
        };
        let answer = match does {
            Does::Sms { text, id } => handset.sms(id.as_deref(), &text)?,
            Does::Ussd { inputs, session, ended } => handset.ussd(session.as_deref(), &inputs, ended)?,
            Does::Call { press, recording, id, hang_up } => {
                let sound =
                    recording.map(|file| std::fs::read(&file).map_err(Fault::file(&file))).transpose()?;
                handset.call(id.as_deref(), &press, sound.as_deref(), hang_up)?
            }
        };
        if self.common.json {
            println!("{answer}");
        } else {
            lines(&answer).iter().for_each(|line| println!("{line}"));
        }
        Ok(ExitCode::SUCCESS)
    }
}
