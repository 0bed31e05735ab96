//! Text messages. Any text is a report at once; one that begins with a code goes to its thread, and a code and "?" asks for the answer.

use super::bodies::Sms;
use super::filing::{Line, Report, answers};
use super::keys::{codes_before, in_groups};
use super::parts::parts;
use super::{Declined, tongue};
use crate::door::ask::Kept;
use crate::receipt::Receipt;
use face::spelling::{digit, normalised};
use face::{Language, Texts};
use facts::report::CameBy;
use serde_json::{Value, json};

/// Most parts of one answer: whoever pays for each asks for the rest.
const MOST_PARTS: usize = 6;

/// What goes back to the telephone.
pub(super) struct Replies(Vec<String>);

impl From<Replies> for Value {
    fn from(Replies(reply): Replies) -> Value {
        json!({ "reply": reply })
    }
}

/// All of it, in parts.
fn said(words: &[String]) -> Replies {
    Replies(parts(&words.join(" ")))
}

/// What stands after a code.
enum After<'t> {
    /// Nothing, or a question: which piece of the answers is asked for, from 1.
    Asks(usize),
    /// Words, and whether a question stands before them, too.
    Says(&'t str, bool),
}

/// Whether all that is left of a character is a mark of a question; what nobody sees may stand beside it.
fn is_mark(letter: char) -> bool {
    letter.is_whitespace() || normalised(letter.encode_utf8(&mut [0; 4])).all(|one| matches!(one, '?' | '؟'))
}

fn after_code(after: &str) -> After<'_> {
    let rest = after.trim_start_matches(is_mark);
    let asks = normalised(&after[..after.len() - rest.len()]).any(|one| matches!(one, '?' | '؟'));
    let of_number = |letter: char| {
        letter.is_whitespace() || normalised(letter.encode_utf8(&mut [0; 4])).all(|one| digit(one).is_some())
    };
    if rest.is_empty() || (asks && rest.chars().all(of_number)) {
        let digits: Vec<usize> = normalised(rest).filter_map(digit).map(usize::from).take(3).collect();
        return After::Asks(digits.into_iter().fold(0, |sum, digit| 10 * sum + digit).max(1));
    }
    // Whoever asks and tells something wants both: no word is ever dropped.
    After::Says(rest, asks)
}

/// Answers a text message.
pub(super) async fn answer(line: &Line<'_>, sms: Sms) -> Result<Replies, Declined> {
    let language = Language::of_code(&sms.language).unwrap_or_else(|| tongue::of(&sms.text));
    let t = line.texts(language);
    let text = sms.text.trim();
    if text.is_empty() {
        return Ok(said(&[t.t("phone-empty"), line.door.help().emergency(&t)]));
    }
    if Receipt::parse(text).is_ok() {
        // Filed as words it would be read by others, and it opens a thread.
        return Ok(said(&[t.t("phone-receipt")]));
    }
    for (code, after) in codes_before(text) {
        let answered = match after_code(after) {
            After::Asks(piece) => read(line, &code, piece, &sms.language).await,
            After::Says(words, asks) => add(line, &t, &sms, (&code, words, asks)).await,
        };
        match answered {
            Err(Declined::Kept(Kept::NoSuchThread)) => {}
            other => return other,
        }
    }
    // A question is no report; digits alone may be somebody's number.
    let is_question = |after: &str| !after.is_empty() && matches!(after_code(after), After::Asks(_));
    match codes_before(text).into_iter().find(|(_, after)| is_question(after)) {
        Some((code, _)) => Ok(said(&[line.unknown(&t, &in_groups(&code)).await])),
        None => file(line, &t, &sms).await,
    }
}

/// A report: whatever was written.
async fn file(line: &Line<'_>, t: &Texts, sms: &Sms) -> Result<Replies, Declined> {
    let delivery = line.delivery(CameBy::Sms, &sms.id);
    let report = Report { text: sms.text.clone(), ..Report::new(CameBy::Sms, t.language()) };
    line.file(&report, &delivery).await?;
    let code = in_groups(&delivery.code);
    Ok(said(&[
        t.t("phone-received"),
        line.door.help().emergency(t),
        t.with("phone-code", "code", code.as_str()),
        t.t("phone-delete"),
    ]))
}

/// More for a thread; and its answer, where that is asked for in the same text.
async fn add(
    line: &Line<'_>,
    t: &Texts,
    sms: &Sms,
    (code, words, asks): (&str, &str, bool),
) -> Result<Replies, Declined> {
    let delivery = line.delivery(CameBy::Sms, &sms.id);
    line.further(code, words, &delivery).await?;
    let Replies(mut all) =
        said(&[t.with("phone-added", "code", in_groups(code).as_str()), t.t("phone-delete")]);
    if asks {
        all.extend(read(line, code, 1, &sms.language).await?.0);
    }
    Ok(Replies(all))
}

/// The answers, the newest first and a piece at a time, in the language in which it was reported.
async fn read(line: &Line<'_>, code: &str, piece: usize, language: &str) -> Result<Replies, Declined> {
    let thread = line.thread(code).await?;
    let language = [language, thread.language.as_deref().unwrap_or_default()];
    let t = line.texts(language.into_iter().find_map(Language::of_code).unwrap_or_default());
    let code = in_groups(code);
    let words = answers(&t, &thread);
    if words.is_empty() {
        return Ok(said(&[t.with("phone-none-yet", "code", code.as_str())]));
    }
    let all = parts(&words.join("\n"));
    let begins =
        (piece - 1).saturating_mul(MOST_PARTS).min(all.len().saturating_sub(1) / MOST_PARTS * MOST_PARTS);
    let mut some: Vec<String> = all.iter().skip(begins).take(MOST_PARTS).cloned().collect();
    if begins + MOST_PARTS < all.len() {
        let next = i64::try_from(begins / MOST_PARTS + 2).unwrap_or(i64::MAX);
        some.extend(parts(&t.t_args("phone-more", &[("code", code.as_str().into()), ("n", next.into())])));
    }
    Ok(Replies(some))
}
