//! The blind token of a name: how a person is found before somebody enters the same person again.

use face::spelling::normalised;
use kernel::{Id, Record as _, record};
use std::collections::BTreeMap;
use store::{DatabaseFault, DeedBuilder, DeedFault, Node};

use crate::acts::SLOT_PERSON;

/// The domain under which the store makes a blind token of a name.
const TOKEN_DOMAIN: &str = "cases.person-name";

record! {
    /// Under which names persons were entered. It goes when the person is erased.
    pub struct PersonToken in "person_token", Sealed, key 2, indexes [] {
        /// Blind token of the name in one spelling: without the node's key it tells nothing.
        token: Vec<u8>, Sealed;
        /// The person.
        person: Id, Internal;
    }
}

/// A name in one spelling: the first line of what was typed; case, accents, punctuation and the order of its parts do not
/// matter. None where nothing is left.
fn spelt(text: &str) -> Option<String> {
    let line = text.lines().map(str::trim).find(|line| !line.is_empty())?;
    let plain: String = normalised(line).collect();
    let mut parts: Vec<&str> =
        plain.split(|letter: char| !letter.is_alphanumeric()).filter(|part| !part.is_empty()).collect();
    parts.sort_unstable();
    (!parts.is_empty()).then(|| parts.join(" "))
}

/// The blind token of a name as typed; none where it holds no letter.
pub(crate) fn token_of(node: &Node, name: &str) -> Option<Vec<u8>> {
    spelt(name).map(|name| node.token(TOKEN_DOMAIN, name.as_bytes()).to_vec())
}

/// Adds the token of a person's name, which is the first line of the name and notes, to the act that enters them.
///
/// # Errors
/// [`DeedFault`] when no salt can be drawn.
pub fn with_name_token<'n>(
    deed: DeedBuilder<'n>,
    node: &Node,
    person: Id,
    sealed: &BTreeMap<u16, String>,
) -> Result<DeedBuilder<'n>, DeedFault> {
    match sealed.get(&SLOT_PERSON).and_then(|text| token_of(node, text)) {
        Some(token) => deed.row(person, &PersonToken { token, person }),
        None => Ok(deed),
    }
}

/// Who was entered under a name, found by blind token alone, whichever unit holds them. Blocking.
///
/// # Errors
/// [`DatabaseFault`].
pub fn persons_named(node: &Node, name: &str) -> Result<Vec<Id>, DatabaseFault> {
    let Some(token) = token_of(node, name) else { return Ok(Vec::new()) };
    let sql =
        format!("SELECT token, person FROM {} WHERE token = $1 ORDER BY person", PersonToken::TABLE.name);
    let found =
        node.read(|database| database.records::<PersonToken>(&sql, vec![kernel::Value::Bytes(token)]))?;
    Ok(found.into_iter().map(|row| row.person).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_spelling_for_the_ways_a_name_is_typed() {
        for same in
            ["Name, Fictional", "  fictional   NAME\nnotes: tall", "Fictional-Náme", "\n\nName Fictional"]
        {
            assert_eq!(spelt(same).as_deref(), Some("fictional name"), "{same}");
        }
        assert_eq!(spelt("اسم خيالي"), spelt("إسم  خيالى"));
        assert_ne!(spelt("Fictional Name"), spelt("Fictional Names"));
        assert_eq!(spelt(" \n - . "), None);
    }
}
