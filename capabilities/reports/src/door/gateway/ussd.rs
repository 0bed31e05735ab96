//! A menu (USSD). All that was typed comes each time, so nothing is remembered here; whoever is not safe is heard at once, and what was
//! chosen stays when the session breaks off.

use super::Declined;
use super::bodies::Ussd;
use super::filing::{Line, Report, answers};
use super::keys::{LONG_CODE, SHORT_CODE, in_groups};
use super::parts::{is_one_screen, plain, screens};
use crate::codes::Happening;
use crate::door::ask::Kept;
use face::spelling::{digit, normalised};
use face::{Language, Texts};
use facts::report::CameBy;
use kernel::CodeList;
use kernel::codes::DangerAnswer;
use serde_json::{Value, json};

/// Shows the next screen of what something is about: the number after the last choice.
const MORE: usize = 8;

/// What the telephone shows.
pub(super) struct Screen {
    text: String,
    end: bool,
}

impl From<Screen> for Value {
    fn from(Screen { text, end }: Screen) -> Value {
        json!({ "text": text, "end": end })
    }
}

/// Where somebody is in the menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Language,
    Safe,
    /// What to do in danger: the report is filed already.
    Danger,
    About,
    Words,
    Done,
    Code,
}

/// What was typed, understood.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Talk {
    pub(super) step: Step,
    pub(super) language: Language,
    pub(super) danger: DangerAnswer,
    pub(super) happening: Option<Happening>,
    pub(super) words: String,
    /// The code of a thread that is to be read.
    pub(super) code: String,
    /// Which screen of the answers, or of what it may be about.
    page: usize,
}

/// The digits of what was typed, in any script.
pub(super) fn digits(typed: &str) -> String {
    normalised(typed).filter_map(digit).map(|one| char::from(b'0' + one)).collect()
}

/// The number of a choice; none for what is none.
fn choice(typed: &str) -> Option<usize> {
    let digits = digits(typed);
    (digits.len() == 1).then(|| digits.parse().ok()).flatten()
}

/// Whether nothing but a zero was typed, in any script; words that speak of one are words.
fn is_zero(typed: &str) -> bool {
    choice(typed) == Some(0) && normalised(typed.trim().trim_end_matches('#')).all(|one| digit(one).is_some())
}

/// A code as it is typed.
pub(super) fn code(typed: &str) -> Option<String> {
    Some(digits(typed)).filter(|digits| [SHORT_CODE, LONG_CODE].contains(&digits.len()))
}

/// The language of a choice.
pub(super) fn language(typed: &str) -> Option<Language> {
    Language::ALL.get(choice(typed)?.checked_sub(1)?).copied()
}

/// The answer to "are you safe now?".
pub(super) fn danger(typed: &str) -> Option<DangerAnswer> {
    [DangerAnswer::Safe, DangerAnswer::NotSafe, DangerAnswer::Unsure]
        .get(choice(typed)?.checked_sub(1)?)
        .copied()
}

/// The choice that leads to an answer.
pub(super) fn asks_for_answer(typed: &str) -> bool {
    choice(typed) == Some(4)
}

impl Talk {
    /// Goes through all that was typed. What is no choice leads nowhere: the same screen comes again.
    pub(super) fn of(inputs: &[String]) -> Talk {
        let mut talk = Talk {
            step: Step::Language,
            language: Language::default(),
            danger: DangerAnswer::NoAnswer,
            happening: None,
            words: String::new(),
            code: String::new(),
            page: 0,
        };
        inputs.iter().for_each(|input| talk.hears(input));
        talk
    }

    fn hears(&mut self, input: &str) {
        self.step = match self.step {
            Step::Language => language(input).map_or(Step::Language, |language| {
                self.language = language;
                Step::Safe
            }),
            Step::Safe if asks_for_answer(input) => Step::Code,
            Step::Safe => danger(input).map_or(Step::Safe, |danger| {
                self.danger = danger;
                if danger.raises_alarm() { Step::Danger } else { Step::About }
            }),
            Step::Danger => Step::About,
            Step::About => match choice(input) {
                Some(0) => Step::Words,
                Some(MORE) => {
                    self.page += 1;
                    Step::About
                }
                Some(chosen) => Happening::all().get(chosen - 1).copied().map_or(Step::About, |happening| {
                    self.happening = Some(happening);
                    Step::Words
                }),
                None => Step::About,
            },
            Step::Words => {
                input.trim().clone_into(&mut self.words);
                // Many menus send nothing when nothing was typed.
                if is_zero(&self.words) {
                    self.words.clear();
                }
                Step::Done
            }
            Step::Done => Step::Done,
            Step::Code => {
                match code(input) {
                    Some(code) => (self.code, self.page) = (code, 0),
                    None => self.page += usize::from(choice(input) == Some(0)),
                }
                Step::Code
            }
        };
    }

    /// What was told beside that somebody is not safe, in words.
    fn more(&self, t: &Texts) -> String {
        let chosen = self.happening.map(|one| t.t(&format!("phone-about-{}", one.code())));
        let words = Some(self.words.clone()).filter(|words| !words.is_empty());
        chosen.into_iter().chain(words).collect::<Vec<_>>().join("\n")
    }

    fn tells(&self) -> bool {
        self.happening.is_some() || !self.words.is_empty()
    }
}

/// Choices, each on a line of its own.
fn menu(lines: impl IntoIterator<Item = String>) -> String {
    lines.into_iter().collect::<Vec<_>>().join("\n")
}

/// A screen's text, cut where it would be too long for it.
fn fitting(text: &str) -> String {
    screens(text, "").into_iter().next().unwrap_or_default()
}

/// The first of these that one screen shows whole; else the last, of which that is said first which matters most.
fn first_that_fits(all: Vec<String>) -> String {
    let last = all.last().cloned().unwrap_or_default();
    all.into_iter().find(|text| is_one_screen(text)).unwrap_or(last)
}

/// The first line and the answers to "are you safe now?".
pub(super) fn safe(t: &Texts) -> String {
    let answers = ["phone-safe-yes", "phone-safe-no", "phone-safe-unsure", "phone-read"];
    let lines = answers.iter().zip(1..).map(|(key, n)| format!("{n} {}", t.t(key)));
    menu(std::iter::once(t.t("door-safe-title")).chain(lines))
}

/// What it is about: on one screen where all of it is shown there, else on as many as are needed.
fn about(t: &Texts) -> Vec<String> {
    let line = |(one, n): (&Happening, usize)| format!("{n} {}", t.t(&format!("phone-about-{}", one.code())));
    let choices = Happening::all().iter().zip(1..).map(line);
    let skip = format!("0 {}", t.t("phone-skip"));
    let lines: Vec<String> = std::iter::once(t.t("door-what-title")).chain(choices).chain([skip]).collect();
    if is_one_screen(&menu(lines.clone())) {
        return vec![menu(lines)];
    }
    let more = format!("{MORE} {}", t.t("phone-next"));
    let (mut all, mut on) = (Vec::new(), String::new());
    for line in lines {
        if !on.is_empty() && !is_one_screen(&menu([on.clone(), line.clone(), more.clone()])) {
            all.push(menu([std::mem::take(&mut on), more.clone()]));
        }
        on = if on.is_empty() { line } else { menu([on, line]) };
    }
    all.push(on);
    all
}

/// What to do in danger; that it is kept already is said where there is room for it.
fn in_danger(line: &Line<'_>, t: &Texts) -> String {
    let (emergency, on) = (plain(&line.door.help().emergency(t)), format!("1 {}", t.t("phone-go-on")));
    let whole = menu([t.t("phone-alarm"), emergency.clone(), on.clone()]);
    first_that_fits(vec![whole, menu([emergency.clone(), on]), emergency])
}

/// The last screen, with the code.
fn received(t: &Texts, code: &str) -> String {
    let text = |key: &str| t.with(key, "code", in_groups(code).as_str());
    first_that_fits(vec![text("phone-menu-received"), text("phone-menu-short")])
}

/// The screen that comes next, before anything is filed.
pub(super) fn screen(line: &Line<'_>, talk: &Talk) -> String {
    let t = line.texts(talk.language);
    match talk.step {
        Step::Language => {
            menu(Language::ALL.iter().zip(1..).map(|(one, n)| format!("{n} {}", one.own_name())))
        }
        Step::Safe => safe(&t),
        Step::Danger => in_danger(line, &t),
        Step::About => {
            let mut all = about(&t);
            all.swap_remove(talk.page % all.len())
        }
        Step::Words if talk.danger.raises_alarm() || talk.happening.is_some() => {
            first_that_fits(vec![menu([t.t("phone-words"), t.t("phone-kept")]), t.t("phone-words")])
        }
        Step::Words => t.t("phone-words"),
        Step::Code => t.t("phone-type-code"),
        Step::Done => String::new(),
    }
}

/// Files what is to be filed at this step: at once when somebody is not safe, else at the end. The code, where something is filed.
async fn filed(line: &Line<'_>, talk: &Talk, ussd: &Ussd) -> Result<Option<String>, Kept> {
    let is_over = talk.step == Step::Done || (ussd.ended && talk.happening.is_some());
    let t = line.texts(talk.language);
    let report = Report { danger: talk.danger, ..Report::new(CameBy::Ussd, talk.language) };
    if talk.danger.raises_alarm() {
        if talk.step != Step::Danger && !is_over && !ussd.ended {
            return Ok(None);
        }
        // The same each time: what was filed at once is not filed again at the end.
        let (delivery, opens) = line.file_once(&report, &ussd.session, ussd.ended).await?;
        if is_over && talk.tells() {
            let more = talk.more(&t);
            if opens {
                line.further(&delivery.code, &more, &delivery).await?;
            } else {
                // Its thread opens by the number alone, which did not come: what was told after the alarm stands by itself.
                let text = Report { text: more, ..Report::new(CameBy::Ussd, talk.language) };
                line.file(&text, &delivery).await?;
            }
        }
        return Ok(Some(delivery.code));
    }
    if !is_over || !talk.tells() {
        return Ok(None);
    }
    let happening = talk.happening.map(CodeList::code).unwrap_or_default();
    let report = Report { happening, text: talk.words.clone(), ..report };
    let (delivery, _) = line.file_once(&report, &ussd.session, ussd.ended).await?;
    Ok(Some(delivery.code))
}

/// A screen of an answer, or why there is none.
async fn read(line: &Line<'_>, talk: &Talk) -> Result<Screen, Kept> {
    let code = in_groups(&talk.code);
    let thread = match line.thread(&talk.code).await {
        Err(Kept::NoSuchThread) => {
            let t = line.texts(talk.language);
            let unknown = line.unknown(&t, &code).await;
            let text = first_that_fits(vec![menu([unknown.clone(), t.t("phone-type-code")]), unknown]);
            return Ok(Screen { text: fitting(&text), end: false });
        }
        other => other?,
    };
    let t = line.texts(talk.language);
    let words = answers(&t, &thread);
    if words.is_empty() {
        return Ok(Screen { text: fitting(&t.with("phone-none-yet", "code", code.as_str())), end: true });
    }
    let next = format!("\n0 {}", t.t("phone-next"));
    let mut all = screens(&words.join("\n"), &next);
    let (at, last) = (talk.page.min(all.len().saturating_sub(1)), all.len().saturating_sub(1));
    let piece = if all.is_empty() { String::new() } else { all.swap_remove(at) };
    let more = at < last;
    Ok(Screen { text: if more { piece + &next } else { piece }, end: !more })
}

/// Answers a step of a menu, or takes in that its session is over.
pub(super) async fn answer(line: &Line<'_>, ussd: Ussd) -> Result<Screen, Declined> {
    let talk = Talk::of(&ussd.inputs);
    if !ussd.ended && talk.step == Step::Code && !talk.code.is_empty() {
        return Ok(read(line, &talk).await?);
    }
    let filed = match filed(line, &talk, &ussd).await {
        // It was filed whole before the session was said to be over.
        Err(Kept::Used) if ussd.ended => None,
        other => other?,
    };
    let t = line.texts(talk.language);
    if ussd.ended {
        return Ok(Screen { text: String::new(), end: true });
    }
    let text = match (talk.step, filed) {
        (Step::Done, Some(code)) => received(&t, &code),
        (Step::Done, None) => t.t("phone-nothing"),
        _ => screen(line, &talk),
    };
    Ok(Screen { text: fitting(&text), end: talk.step == Step::Done })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn whatever_follows_what_was_chosen_stays(
            inputs in proptest::collection::vec("[0-9]|[a-z]{0,3}|[0-9]{8}", 0..9), more in "[0-9]|.{0,9}",
        ) {
            let (before, after) = (Talk::of(&inputs), Talk::of(&[&inputs[..], &[more]].concat()));
            if before.step != Step::Language {
                prop_assert_eq!(before.language, after.language);
            }
            if before.danger != DangerAnswer::NoAnswer {
                prop_assert_eq!(before.danger, after.danger);
            }
            if before.happening.is_some() {
                prop_assert_eq!(before.happening, after.happening);
            }
            if before.step == Step::Done {
                prop_assert_eq!(before, after);
            }
        }
    }

    #[test]
    fn a_zero_of_any_script_skips_and_words_with_a_zero_are_words() {
        for typed in ["0", "٠", "۰", "０", "0#", " 0 "] {
            assert!(is_zero(typed), "{typed}");
        }
        for words in ["", "0 times", "00", "he gave 0", "٠ ريال"] {
            assert!(!is_zero(words), "{words}");
        }
        let talk = Talk::of(&["1", "1", "0", "٠"].map(String::from));
        assert_eq!((talk.step, talk.words.as_str()), (Step::Done, ""));
    }

    #[test]
    fn old_keyboards_and_scripts_choose_the_same() {
        for typed in ["2", " 2 ", "٢", "۲", "２", "2#"] {
            assert_eq!(danger(typed), Some(DangerAnswer::NotSafe), "{typed}");
        }
        for none in ["", "22", "0", "5", "yes"] {
            assert_eq!(danger(none), None, "{none}");
        }
    }
}
