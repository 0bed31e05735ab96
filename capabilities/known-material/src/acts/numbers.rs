//! Numbers of entries as JSON lists them, or as a person types them: `3, 7, 20-25`.

use serde::{Deserialize, Deserializer, de};

/// Most numbers that a text may spell out: one more than an act takes, so that too many are told as such.
const MOST: usize = super::MAX_ENTRIES + 1;

#[derive(Deserialize)]
#[serde(untagged)]
enum Sent {
    Numbers(Vec<u32>),
    Text(String),
}

/// Reads numbers from an array or a text.
pub(super) fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<u32>, D::Error> {
    match Sent::deserialize(from) {
        Ok(Sent::Numbers(numbers)) => Ok(numbers),
        Ok(Sent::Text(text)) => typed(&text)
            .ok_or_else(|| de::Error::custom("the text is no list of numbers such as 3, 7, 20-25")),
        Err(_) => Err(de::Error::custom("neither a list of numbers nor a text such as 3, 7, 20-25")),
    }
}

/// Commas of either script and blanks divide.
fn typed(text: &str) -> Option<Vec<u32>> {
    let mut numbers = Vec::new();
    for part in text.split([',', '،', ' ', '\n']).filter(|part| !part.is_empty()) {
        let (from, to) = part.split_once('-').unwrap_or((part, part));
        let (from, to): (u32, u32) = (from.parse().ok()?, to.parse().ok()?);
        numbers.extend((from..=to).take(MOST.saturating_sub(numbers.len())));
        if from > to {
            return None;
        }
    }
    Some(numbers)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acts::WithdrawHashes;
    use serde_json::json;

    #[test]
    fn what_a_person_types_is_read() {
        assert_eq!(typed("3, 7 20-22"), Some(vec![3, 7, 20, 21, 22]));
        assert_eq!(typed("3،7"), Some(vec![3, 7]));
        assert_eq!(typed(""), Some(vec![]));
        assert_eq!(typed("1-4000000000").map(|all| all.len()), Some(MOST));
        for wrong in ["a", "3;4", "7-3", "-3", "3-", "4294967296"] {
            assert_eq!(typed(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn an_act_takes_both() {
        let read = |entries| {
            let act = serde_json::from_value::<WithdrawHashes>(
                json!({ "list": "07".repeat(16), "entries": entries }),
            );
            act.map(|act| act.entries).map_err(|error| error.to_string())
        };
        assert_eq!(read(json!([3, 7])), Ok(vec![3, 7]));
        assert_eq!(read(json!("3-5")), Ok(vec![3, 4, 5]));
        assert!(read(json!("three")).unwrap_err().contains("20-25"));
        assert!(read(json!({})).unwrap_err().contains("20-25"));
    }
}
