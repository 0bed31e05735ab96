//! How far a typed word is from a word of the list.

/// Slips that separate two words (a letter missing, added, changed, or two neighbours exchanged), if at most `limit`.
pub(super) fn slips(typed: &[char], word: &[char], limit: usize) -> Option<usize> {
    if typed.len().abs_diff(word.len()) > limit {
        return None;
    }
    // Optimal string alignment: three rows of the usual table are enough.
    let mut before = vec![0; word.len() + 1];
    let mut last: Vec<usize> = (0..=word.len()).collect();
    for (i, letter) in typed.iter().enumerate() {
        let mut row = vec![i + 1; word.len() + 1];
        for (j, other) in word.iter().enumerate() {
            let changed = last[j] + usize::from(letter != other);
            row[j + 1] = changed.min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *letter == word[j - 1] && typed[i - 1] == *other {
                row[j + 1] = row[j + 1].min(before[j - 1] + 1);
            }
        }
        (before, last) = (last, row);
    }
    last.last().copied().filter(|slips| *slips <= limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slips_of(typed: &str, word: &str) -> Option<usize> {
        let letters = |text: &str| text.chars().collect::<Vec<_>>();
        slips(&letters(typed), &letters(word), 2)
    }

    #[test]
    fn each_kind_of_slip_counts_once() {
        assert_eq!(slips_of("otter", "otter"), Some(0));
        assert_eq!(slips_of("oter", "otter"), Some(1));
        assert_eq!(slips_of("ottter", "otter"), Some(1));
        assert_eq!(slips_of("otler", "otter"), Some(1));
        assert_eq!(slips_of("ottre", "otter"), Some(1));
        assert_eq!(slips_of("tote", "otter"), Some(2));
        assert_eq!(slips_of("", "ot"), Some(2));
        assert_eq!(slips_of("ot", "otter"), None);
        assert_eq!(slips_of("zebra", "otter"), None);
    }
}
