//! A call: are you safe now, then a message after the tone. Whoever presses that they are not safe is heard at once, even if they hang up
//! in the next moment.

use super::Declined;
use super::bodies::Call;
use super::filing::{Line, Report, answers};
use super::keys::Delivery;
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
        let is_heard = self.step != before || !self.code.is_empty();
        self.silent = if is_heard { 0 } else { self.silent + 1 };
        if self.silent < MOST_SILENT {
            return;
        }
        (self.step, self.silent) = match self.step {
            Step::Language => (Step::Safe, 0),
            Step::Safe => (Step::Record, 0),
            // From here no key leads on: whoever stays silent is told so, and the call ends.
            other => (other, self.silent),
        };
    }
}

/// What came of the tone.
enum Recorded {
    /// Nothing was recorded yet.
    NotYet,
    /// It was recorded, and nothing was said.
    Silence,
    /// It is no sound that can be taken.
    Unusable,
    Voice(TakenVoice),
}

/// A recording as it came, held to what every voice message is.
fn recorded(call: &Call) -> Recorded {
    match call.recording.as_deref() {
        None => Recorded::NotYet,
        Some("") => Recorded::Silence,
        Some(coded) => STANDARD
            .decode(coded)
            .ok()
            .and_then(|bytes| sound::take(bytes).ok())
            .map_or(Recorded::Unusable, Recorded::Voice),
    }
}

/// Files danger: before anything else is looked at, so that nothing stops the alarm. The code; and whether its thread opens now, which
/// it does not where a call's end is told without its number.
async fn alarmed(line: &Line<'_>, talk: &Talk, call: &Call) -> Result<Option<(Delivery, bool)>, Kept> {
    if !talk.danger.raises_alarm() {
        return Ok(None);
    }
    let report = Report { danger: talk.danger, ..Report::new(CameBy::Call, talk.language) };
    line.file_once(&report, &call.call, call.ended).await.map(Some)
}

/// Files a voice message, with the alarm that went before it or by itself; the code.
async fn spoken(
    line: &Line<'_>,
    talk: &Talk,
    call: &Call,
    voice: TakenVoice,
    alarm: Option<(Delivery, bool)>,
) -> Result<String, Kept> {
    let report = Report::new(CameBy::Call, talk.language);
    match alarm {
        Some((delivery, true)) => {
            line.speak(&delivery.code, voice, &delivery).await?;
            Ok(delivery.code)
        }
        Some((delivery, false)) => {
            line.file(&Report { voice: Some(voice), ..report }, &delivery).await?;
            Ok(delivery.code)
        }
        None => {
            let report = Report { voice: Some(voice), danger: talk.danger, ..report };
            let (delivery, _) = line.file_once(&report, &call.call, call.ended).await?;
            Ok(delivery.code)
        }
    }
}

/// The choice of a language, each in itself.
fn languages(line: &Line<'_>) -> Vec<Value> {
    let said = Language::ALL.iter().zip(1_i64..).map(|(language, n)| {
        let t = line.texts(*language);
        say(&t, t.with("phone-press-language", "n", n))
    });
    said.chain([gather(1)]).collect()
}

/// A code as it is read out: each digit by itself, where four together would be heard as a thousand.
fn spelled(code: &str) -> String {
    code.chars().map(String::from).collect::<Vec<_>>().join(". ")
}

/// The code, twice.
fn read_out(t: &Texts, code: &str) -> Value {
    let digits = spelled(code);
    say(t, t.with("phone-call-code", "code", format!("{digits}. {digits}").as_str()))
}

/// What is said at the end where something is filed.
fn received(t: &Texts, code: &str) -> Vec<Value> {
    vec![say(t, t.t("phone-received")), read_out(t, code), say(t, t.t("phone-call-delete")), hang_up()]
}

/// What is said at the end where nothing is filed.
fn nothing(t: &Texts) -> Vec<Value> {
    vec![say(t, t.t("phone-nothing")), hang_up()]
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

/// The answers, read out, the newest first.
async fn read(line: &Line<'_>, t: &Texts, talk: &Talk) -> Result<Vec<Value>, Kept> {
    let again = || vec![say(t, t.t("phone-type-code")), gather(CODE_DIGITS)];
    if talk.code.is_empty() {
        return Ok(if talk.silent >= MOST_SILENT { nothing(t) } else { again() });
    }
    let words = match line.thread(&talk.code).await {
        Err(Kept::NoSuchThread) => {
            let unknown = line.unknown(t, &spelled(&talk.code)).await;
            return Ok(std::iter::once(say(t, unknown)).chain(again()).collect());
        }
        other => answers(t, &other?),
    };
    if words.is_empty() {
        let none = t.with("phone-none-yet", "code", spelled(&talk.code).as_str());
        return Ok(vec![say(t, none), hang_up()]);
    }
    Ok(words.into_iter().map(|words| say(t, words)).chain([hang_up()]).collect())
}

/// What is said at a step where nothing was recorded.
async fn step(line: &Line<'_>, t: &Texts, talk: &Talk) -> Result<Vec<Value>, Kept> {
    Ok(match talk.step {
        Step::Language => languages(line),
        Step::Safe => vec![say(t, t.t("phone-call-safe")), gather(1)],
        Step::Record => record(line, t, talk),
        Step::Code => read(line, t, talk).await?,
    })
}

async fn actions(line: &Line<'_>, t: &Texts, talk: &Talk, call: &Call) -> Result<Vec<Value>, Kept> {
    let alarm = alarmed(line, talk, call).await?;
    let filed = alarm.as_ref().map(|(delivery, _)| delivery.code.clone());
    match (recorded(call), filed) {
        (Recorded::Voice(voice), filed) => match spoken(line, talk, call, voice, alarm).await {
            Ok(code) => Ok(received(t, &code)),
            // Core does not take the sound; the alarm stands.
            Err(Kept::Invalid { .. }) => Ok(unusable(line, t, filed.as_deref())),
            Err(kept) => Err(kept),
        },
        (Recorded::Unusable, filed) => Ok(unusable(line, t, filed.as_deref())),
        (Recorded::Silence, Some(code)) => Ok(received(t, &code)),
        (Recorded::Silence, None) if talk.step == Step::Record => Ok(nothing(t)),
        // Nobody is there any more to whom it could be said.
        (Recorded::Silence | Recorded::NotYet, _) if call.ended => Ok(Vec::new()),
        (Recorded::Silence | Recorded::NotYet, _) => step(line, t, talk).await,
    }
}

/// What is said of a recording that cannot be heard. It is not asked for again: where each is such, the call would have no end.
fn unusable(line: &Line<'_>, t: &Texts, filed: Option<&str>) -> Vec<Value> {
    let end = filed.map_or_else(
        || nothing(t),
        |code| {
            let known = [t.t("phone-help-known"), line.door.help().emergency(t)].map(|text| say(t, text));
            known
                .into_iter()
                .chain([read_out(t, code), say(t, t.t("phone-call-delete")), hang_up()])
                .collect()
        },
    );
    std::iter::once(say(t, t.t("phone-not-heard"))).chain(end).collect()
}

/// Answers a step of a call, or takes in that it is over.
pub(super) async fn answer(line: &Line<'_>, call: Call) -> Result<Actions, Declined> {
    let talk = Talk::of(&call.digits);
    let t = line.texts(talk.language);
    let answered = actions(line, &t, &talk, &call).await;
    if call.ended && matches!(answered, Ok(_) | Err(Kept::Used)) {
        // What was filed with the recording before the call was said to be over stands.
        return Ok(Actions(vec![hang_up()]));
    }
    Ok(Actions(answered?))
}
