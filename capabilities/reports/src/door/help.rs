//! Whom to call: what the operator of a node has set for its country.

use face::Texts;
use serde::Deserialize;

/// Longest number or name of a helpline, in characters.
const MOST_CHARS: usize = 200;

/// Numbers to call, as the operator wrote them. What is not set is not spoken of.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Help {
    /// The emergency number, such as `112`.
    emergency: Option<String>,
    /// A helpline for children: its number, and its name where that helps.
    helpline: Option<String>,
    /// A service for people who fear that they could harm a child: its number or address, and its name.
    worry: Option<String>,
}

/// Why the settings of help are not taken.
#[derive(Debug, thiserror::Error)]
pub enum HelpFault {
    /// It is not the JSON object wanted.
    #[error("{0}; right would be {{\"emergency\": \"112\", \"helpline\": \"116 111\"}}")]
    Unreadable(#[from] serde_json::Error),
    /// A text does not fit.
    #[error("\"{0}\" must have 1 to {MOST_CHARS} characters on one line; leave it out when there is none")]
    Text(&'static str),
}

impl Help {
    /// Reads the operator's settings: a JSON object with `emergency`, `helpline` and `worry`, each of which may be left out.
    ///
    /// # Errors
    /// [`HelpFault`]: the page that a child in danger sees must not show half of something.
    ///
    /// ```
    /// use reports::door::Help;
    /// assert!(Help::read(r#"{"emergency": "112"}"#).is_ok());
    /// assert!(Help::read(r#"{"emergency": ""}"#).is_err());
    /// ```
    pub fn read(json: &str) -> Result<Help, HelpFault> {
        let help: Help = serde_json::from_str(json)?;
        for (name, text) in
            [("emergency", &help.emergency), ("helpline", &help.helpline), ("worry", &help.worry)]
        {
            let fits = |text: &String| {
                !text.trim().is_empty()
                    && text.chars().count() <= MOST_CHARS
                    && !text.chars().any(char::is_control)
            };
            if !text.as_ref().is_none_or(fits) {
                return Err(HelpFault::Text(name));
            }
        }
        Ok(help)
    }

    /// What to do in danger, with the number where there is one.
    pub(crate) fn emergency(&self, t: &Texts) -> String {
        self.emergency
            .as_ref()
            .map_or_else(|| t.t("door-emergency"), |number| told(t, "door-emergency-number", number))
    }

    /// The helpline, where there is one.
    pub(crate) fn helpline(&self, t: &Texts) -> Option<String> {
        self.helpline.as_ref().map(|number| told(t, "door-helpline", number))
    }

    /// The service for people who fear that they could harm a child, where there is one.
    pub(crate) fn worry(&self, t: &Texts) -> Option<String> {
        self.worry.as_ref().map(|number| told(t, "door-worry-line", number))
    }
}

/// A sentence with a number in it that keeps its own direction, whichever way the sentence runs.
fn told(t: &Texts, key: &str, number: &str) -> String {
    t.with(key, "number", format!("\u{2068}{}\u{2069}", number.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::door::testing::texts;

    #[test]
    fn what_is_set_is_told_and_what_is_not_is_left_out() {
        let help = Help::read(r#"{"emergency": "112", "helpline": "Helpline 5, 116 111"}"#).unwrap();
        for t in texts() {
            assert!(help.emergency(&t).contains("112"));
            assert!(help.helpline(&t).unwrap().contains("Helpline 5, 116 111"));
            assert!(!Help::default().emergency(&t).contains("112"));
            assert_eq!(Help::default().helpline(&t), None);
        }
        let wrong = [r#"{"emergncy":"112"}"#, "3", r#"{"helpline":" "}"#, r#"{"emergency":"1\n2"}"#];
        assert!(wrong.iter().all(|json| Help::read(json).is_err()));
    }
}
