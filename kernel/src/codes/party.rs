//! Who can be a party to a treaty, or a territory to which one is extended.
//!
//! The kind follows one mechanical test and takes no position on status: members and observers of the United
//! Nations are listed as States; a territory is listed under the State that answers for its treaties where
//! that is undisputed; everything else that ISO 3166-1 codes is an entity. Names are those of the cited source.

use minicbor::decode::{self, Decode, Decoder};
use minicbor::encode::{self, Encode, Encoder, Write};

use super::country::Country;
use super::list::CodeList;
use super::unknown::UnknownCode;

/// Territories under the State that answers for their treaties, in the order of that State's letters.
const TERRITORIES: &[(&str, &[&str])] = &[
    ("AU", &["CC", "CX", "HM", "NF"]),
    ("CN", &["HK", "MO"]),
    ("DK", &["FO", "GL"]),
    ("FI", &["AX"]),
    ("FR", &["BL", "GF", "GP", "MF", "MQ", "NC", "PF", "PM", "RE", "TF", "WF"]),
    ("GB", &["AI", "BM", "GG", "GI", "IM", "JE", "KY", "MS", "PN", "SH", "TC", "VG"]),
    ("NL", &["AW", "BQ", "CW", "SX"]),
    ("NO", &["BV", "SJ"]),
    ("NZ", &["TK"]),
    ("US", &["AS", "GU", "MP", "PR", "UM", "VI"]),
];

/// Neither members nor observers of the United Nations, and either parties by themselves or in dispute.
const ENTITIES: &[&str] = &["AQ", "CK", "EH", "FK", "GS", "IO", "NU", "TW", "YT"];

/// What a party is, for the purpose of treaties.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PartyKind {
    /// A member of the United Nations, the Holy See or the State of Palestine.
    State,
    /// Coded by ISO 3166-1 and nothing further said.
    Entity,
    /// A territory; treaties reach it through this State.
    TerritoryOf(Country),
    /// An organisation of States that can itself be a party.
    Organisation,
}

/// A party to a treaty, or a territory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Party {
    /// What it is, for the purpose of treaties.
    pub kind: PartyKind,
    /// Two letters, as in ISO 3166-1; unique.
    pub code: &'static str,
    /// The English name as the source writes it.
    pub name: &'static str,
    /// Where the name is taken from.
    pub source: &'static str,
}

impl Party {
    /// The European Union: a party to treaties, and not among the officially assigned codes.
    pub const EUROPEAN_UNION: Self = Self {
        kind: PartyKind::Organisation,
        code: "EU",
        name: "European Union",
        source: "ISO 3166-1, exceptionally reserved code",
    };

    /// The party that a country code stands for.
    #[must_use]
    pub fn of(country: Country) -> Self {
        Self { kind: kind_of(country), code: country.alpha2(), name: country.name(), source: Country::SOURCE }
    }

    /// Every party that is known here.
    pub fn all() -> impl Iterator<Item = Self> {
        Country::all().iter().map(|country| Self::of(*country)).chain([Self::EUROPEAN_UNION])
    }

    /// The party with these two letters, in upper or lower case.
    ///
    /// # Errors
    /// [`UnknownCode`] if there is none.
    pub fn from_code(code: &str) -> Result<Self, UnknownCode> {
        if code.eq_ignore_ascii_case(Self::EUROPEAN_UNION.code) {
            return Ok(Self::EUROPEAN_UNION);
        }
        Country::from_alpha2(code).map(Self::of).map_err(of_parties)
    }

    /// The party with this English name; see [`Country::from_name`] for what is overlooked.
    ///
    /// # Errors
    /// [`UnknownCode`] if none is known by that name.
    pub fn from_name(name: &str) -> Result<Self, UnknownCode> {
        if name.trim().eq_ignore_ascii_case(Self::EUROPEAN_UNION.name) {
            return Ok(Self::EUROPEAN_UNION);
        }
        Country::from_name(name).map(Self::of).map_err(of_parties)
    }

    /// The same party under the name that another source writes.
    #[must_use]
    pub fn as_written(self, name: &'static str, source: &'static str) -> Self {
        Self { name, source, ..self }
    }

    /// The country code, which an organisation lacks.
    #[must_use]
    pub fn country(self) -> Option<Country> {
        Country::from_alpha2(self.code).ok()
    }
}

fn kind_of(country: Country) -> PartyKind {
    let code = country.alpha2();
    if ENTITIES.contains(&code) {
        return PartyKind::Entity;
    }
    let over = TERRITORIES.iter().find(|(_, territories)| territories.contains(&code));
    let over = over.and_then(|(state, _)| Country::from_alpha2(state).ok());
    over.map_or(PartyKind::State, PartyKind::TerritoryOf)
}

fn of_parties(unknown: UnknownCode) -> UnknownCode {
    UnknownCode { list: "party", ..unknown }
}

impl<C> Encode<C> for Party {
    /// The two letters; the name a document used belongs to the record of that document.
    fn encode<W: Write>(&self, e: &mut Encoder<W>, _: &mut C) -> Result<(), encode::Error<W::Error>> {
        e.str(self.code)?.ok()
    }
}

impl<'b, C> Decode<'b, C> for Party {
    fn decode(d: &mut Decoder<'b>, _: &mut C) -> Result<Self, decode::Error> {
        let position = d.position();
        let text = d.str()?;
        // An entry has one encoding only, so lower case is refused here.
        Self::from_code(text)
            .ok()
            .filter(|party| party.code == text)
            .ok_or_else(|| decode::Error::message("not the two capital letters of a party").at(position))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn kind(code: &str) -> PartyKind {
        Party::from_code(code).unwrap().kind
    }

    #[test]
    fn states_are_the_members_and_the_two_observers() {
        assert_eq!(Party::all().filter(|party| party.kind == PartyKind::State).count(), 193 + 2);
        assert_eq!(Party::all().count(), 250);
        for observer in ["VA", "PS"] {
            assert_eq!(kind(observer), PartyKind::State, "{observer}");
        }
    }

    #[test]
    fn every_exception_is_an_assigned_code_named_once_under_a_state() {
        let named: Vec<&str> =
            TERRITORIES.iter().flat_map(|(_, codes)| codes.iter()).chain(ENTITIES).copied().collect();
        assert_eq!(named.iter().collect::<BTreeSet<_>>().len(), named.len());
        for code in named {
            assert!(Country::from_alpha2(code).is_ok(), "{code}");
        }
        for (state, _) in TERRITORIES {
            assert_eq!(kind(state), PartyKind::State, "{state}");
        }
    }

    #[test]
    fn territories_stand_under_their_state_and_the_union_is_an_organisation() {
        let britain = Country::from_alpha2("GB").unwrap();
        for code in ["BM", "JE", "GI", "PN"] {
            assert_eq!(kind(code), PartyKind::TerritoryOf(britain), "{code}");
        }
        assert_eq!(Party::from_name("European Union"), Ok(Party::EUROPEAN_UNION));
        assert_eq!(Party::from_code("eu").unwrap().country(), None);
        assert_eq!(Party::from_name("Atlantis").unwrap_err().list, "party");
    }

    #[test]
    fn a_name_is_shown_as_the_cited_source_writes_it() {
        let listed = Party::from_name("Republic of Korea").unwrap();
        let written = listed.as_written("Republic of Korea", "A/HRC/31/58, note 63");
        assert_eq!((written.code, written.name), ("KR", "Republic of Korea"));
        assert_eq!(written.kind, listed.kind);
    }

    #[test]
    fn cbor_is_the_code() {
        for party in Party::all() {
            let bytes = minicbor::to_vec(party).unwrap();
            assert_eq!(minicbor::decode::<Party>(&bytes).unwrap(), party);
        }
        assert!(minicbor::decode::<Party>(&minicbor::to_vec("eu").unwrap()).is_err());
    }
}
