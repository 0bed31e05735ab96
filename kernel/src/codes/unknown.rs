//! The answer to a code that is on no list.

/// Longest part of a foreign text that an error repeats, in characters.
const SHOWN: usize = 40;

/// What was given is not on the list.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{given:?} is not on the list {list}; {}", self.advice())]
pub struct UnknownCode {
    /// Name of the list.
    pub list: &'static str,
    /// What was given, cut after 40 characters.
    pub given: String,
    /// The code that was probably meant.
    pub nearest: Option<&'static str>,
    /// What would be right: the codes of the list, or what one looks like.
    pub allowed: Vec<String>,
}

impl UnknownCode {
    /// A text that is not on `list`; of `given` no more is kept than an error should repeat.
    #[must_use]
    pub fn new(list: &'static str, given: &str, nearest: Option<&'static str>, allowed: Vec<String>) -> Self {
        Self { list, given: given.chars().take(SHOWN).collect(), nearest, allowed }
    }

    fn advice(&self) -> String {
        let allowed = self.allowed.join(", ");
        match self.nearest {
            Some(near) => format!("probably meant: {near:?}; allowed: {allowed}"),
            None => format!("allowed: {allowed}"),
        }
    }
}

/// The candidate that differs least from `given`, if at most a third of its letters differ.
pub(super) fn nearest(given: &str, candidates: impl Iterator<Item = &'static str>) -> Option<&'static str> {
    let given: Vec<char> = given.chars().take(SHOWN).flat_map(char::to_lowercase).collect();
    candidates
        .map(|candidate| (edits(&given, candidate), candidate))
        .filter(|(edits, candidate)| *edits <= candidate.chars().count() / 3)
        .min_by_key(|(edits, _)| *edits)
        .map(|(_, candidate)| candidate)
}

/// Levenshtein distance, letter case apart.
fn edits(given: &[char], candidate: &str) -> usize {
    let mut row: Vec<usize> = (0..=given.len()).collect();
    for (i, letter) in candidate.chars().flat_map(char::to_lowercase).enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, other) in given.iter().enumerate() {
            let substituted = diagonal + usize::from(letter != *other);
            diagonal = row[j + 1];
            row[j + 1] = substituted.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[given.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_edits() {
        let letters = |text: &str| text.chars().collect::<Vec<_>>();
        assert_eq!(edits(&letters("kitten"), "sitting"), 3);
        assert_eq!(edits(&letters(""), "abc"), 3);
        assert_eq!(edits(&letters("same"), "SAME"), 0);
    }

    #[test]
    fn suggests_only_what_is_near() {
        let list = ["immediate", "intermediate", "underlying"];
        assert_eq!(nearest("Underlaying", list.into_iter()), Some("underlying"));
        assert_eq!(nearest("weather", list.into_iter()), None);
    }

    #[test]
    fn repeats_no_more_than_forty_characters_and_no_raw_control_character() {
        let unknown = UnknownCode::new("sex", &"\u{1b}é".repeat(500), None, vec!["male".into()]);
        assert_eq!(unknown.given.chars().count(), 40);
        assert!(!unknown.to_string().contains('\u{1b}'));
    }
}
