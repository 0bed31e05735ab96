//! A call: are you safe now, then a message after the tone. Whoever presses that they are not safe is heard at once, even if they hang up
//! in the next moment.

use super::Declined;
use super::bodies::Call;
use super::filing::{Line, Report, newest};
use super::keys::in_groups;
use super::parts::plain;
use super::ussd::{asks_for_answer, code, danger, language};
use crate::door::ask::Kept;
use crate::limits::MAX_VOICE_SECONDS;
use crate::sound;
use crate::wire::TakenVoice;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use face::{Language, Texts};
use facts::report::CameBy;
use kernel::codes::DangerAnswer;
use serde_json::{Value, json};

/// How long a key is waited for, in seconds.
const TO_PRESS_SECONDS: u32 = 10;
/// After so many times without a key a call goes on: an old telephone may have none that are heard.
const MOST_SILENT: usize = 2;
/// Most digits of a code that is gathered.
const CODE_DIGITS: usize = super::keys::LONG_CODE;

/// What the gateway does in the call, in this order.
pub(super) struct Actions(Vec<Value>);

impl From<Actions> for Value {
    fn from(Actions(actions): Actions) -> Value {
        json!({ "actions": actions })
    }
}

fn say(t: &Texts, text: impl Into<String>) -> Value {
    json!({ "do": "say", "language": t.language().code(), "text": plain(&text.into()) })
}

fn gather(digits: usize) -> Value {
    json!({ "do": "gather", "digits": digits, "seconds": TO_PRESS_SECONDS })
}

fn hang_up() -> Value {
    json!({ "do": "hang_up" })
}

/// Where somebody is in a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Language,
    Safe,
    Record,
    Code,
}

/// What was pressed, understood.
struct Talk {
    step: Step,
    language: Language,
    danger: DangerAnswer,
    code: String,
    /// How often nothing was pressed, or no choice, at this step.
    silent: usize,
}

impl Talk {
    fn of(pressed: &[String]) -> Talk {
        let (language, danger) = (Language::default(), DangerAnswer::NoAnswer);
        let mut talk = Talk { step: Step::Language, language, danger, code: String::new(), silent: 0 };
        pressed.iter().for_each(|keys| talk.hears(keys));
        talk
    }

    fn hears(&mut self, keys: &str) {
        let before = self.step;
        match self.step {
            Step::Language => {
                if let Some(language) = language(keys) {
                    (self.language, self.step) = (language, Step::Safe);
                }
            }
            Step::Safe if asks_for_answer(keys) => self.step = Step::Code,
            Step::Safe => {
                if let Some(danger) = danger(keys) {
                    (self.danger, self.step) = (danger, Step::Record);
                }
            }
            Step::Code => self.code = code(keys).unwrap_or_default(),
            Step::Record => {}
        }
        self.silent = if self.step == before { self.silent + 1 } else { 0 };
        if self.silent >= MOST_SILENT {
            self.step = match self.step {
                Step::Language => Step::Safe,
                Step::Safe => Step::Record,
                other => other,
            };
            self.silent = 0;
        }
    }
}

/// A recording as it came, held to what every voice message is.
fn recorded(call: &Call) -> Result<Option<TakenVoice>, Declined> {
    let Some(coded) = call.recording.as_deref().filter(|coded| !coded.is_empty()) else { return Ok(None) };
    let right = "a sound file in Base64: WebM, Ogg, MP4, WAV or MP3, at most 10 MiB";
    let bytes = STANDARD.decode(coded).map_err(|_| Declined::field("recording", "is no Base64", right))?;
    let voice = sound::take(bytes).map_err(|fault| Declined::field("recording", fault.to_string(), right))?;
    Ok(Some(voice))
}

/// Files what the call has told so far; the code, where something is filed.
async fn filed(
    line: &Line<'_>,
    talk: &Talk,
    call: &Call,
    voice: Option<TakenVoice>,
) -> Result<Option<String>, Kept> {
    let delivery = line.delivery(CameBy::Call, &call.call);
    let report = Report { danger: talk.danger, ..Report::new(CameBy::Call, talk.language) };
    if talk.danger.raises_alarm() {
        line.file(report, &delivery).await?;
        if let Some(voice) = voice {
            line.speak(&delivery.code, voice, &delivery).await?;
        }
        return Ok(Some(delivery.code));
    }
    if voice.is_none() {
        return Ok(None);
    }
    line.file(Report { voice, ..report }, &delivery).await?;
    Ok(Some(delivery.code))
}

/// The choice of a language, each in itself.
fn languages(line: &Line<'_>) -> Vec<Value> {
    let said = Language::ALL.iter().zip(1_i64..).map(|(language, n)| {
        let t = line.texts(*language);
        say(&t, t.with("phone-press-language", "n", n))
    });
    said.chain([gather(1)]).collect()
}

/// The code, twice, each digit by itself.
fn read_out(t: &Texts, code: &str) -> Value {
    let digits: Vec<String> = code.chars().map(String::from).collect();
    let digits = digits.join(". ");
    say(t, t.with("phone-call-code", "code", format!("{digits}. {digits}").as_str()))
}

/// What is said when somebody may speak.
fn record(line: &Line<'_>, t: &Texts, talk: &Talk) -> Vec<Value> {
    let alarm = talk
        .danger
        .raises_alarm()
        .then(|| [say(t, t.t("phone-alarm")), say(t, line.door.help().emergency(t))]);
    let ask = [say(t, t.t("phone-speak")), json!({ "do": "record", "seconds": MAX_VOICE_SECONDS })];
    alarm.into_iter().flatten().chain(ask).collect()
}

/// The latest answer, read out.
async fn read(line: &Line<'_>, t: &Texts, talk: &Talk) -> Result<Vec<Value>, Kept> {
    let again = || vec![say(t, t.t("phone-type-code")), gather(CODE_DIGITS)];
    if talk.code.is_empty() {
        return Ok(if talk.silent >= MOST_SILENT { vec![hang_up()] } else { again() });
    }
    let words = match line.thread(&talk.code).await {
        Err(Kept::NoSuchThread) => {
            let unknown = t.with("phone-unknown-code", "code", in_groups(&talk.code).as_str());
            return Ok(std::iter::once(say(t, unknown)).chain(again()).collect());
        }
        other => newest(t, &other?),
    };
    let words = words.unwrap_or_else(|| t.with("phone-none-yet", "code", in_groups(&talk.code).as_str()));
    Ok(vec![say(t, words), hang_up()])
}

/// Answers a step of a call, or takes in that it is over.
pub(super) async fn answer(line: &Line<'_>, call: Call) -> Result<Actions, Declined> {
    let talk = Talk::of(&call.digits);
    let t = line.texts(talk.language);
    let voice = recorded(&call)?;
    let has_spoken = voice.is_some();
    let filed = match filed(line, &talk, &call, voice).await {
        // It was filed with the recording before the call was said to be over.
        Err(Kept::Used) if call.ended => None,
        other => other?,
    };
    if call.ended {
        return Ok(Actions(vec![hang_up()]));
    }
    Ok(Actions(match (talk.step, filed) {
        (_, Some(code)) if has_spoken => {
            vec![
                say(&t, t.t("phone-received")),
                read_out(&t, &code),
                say(&t, t.t("phone-call-delete")),
                hang_up(),
            ]
        }
        (Step::Language, _) => languages(line),
        (Step::Safe, _) => vec![say(&t, t.t("phone-call-safe")), gather(1)],
        (Step::Record, _) => record(line, &t, &talk),
        (Step::Code, _) => read(line, &t, &talk).await?,
    }))
}
