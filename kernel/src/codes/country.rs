//! Countries and territories as ISO 3166-1 codes them.
//!
//! A code says that the list has an entry, and a name is the one of that list: neither takes a position on the
//! status of a country or territory. What can be a party to a treaty is told by [`Party`](super::Party).

use std::fmt;

use minicbor::decode::{self, Decode, Decoder};
use minicbor::encode::{self, Encode, Encoder, Write};

use super::country_names::by_name;
use super::country_rows::{ROWS, Row};
use super::list::CodeList;
use super::unknown::UnknownCode;

/// Codes that files use although they are reserved or withdrawn, with the assigned one that is meant.
const OFTEN_MEANT: &[(&str, &str)] = &[("EL", "GR"), ("TP", "TL"), ("UK", "GB")];

/// An officially assigned country code. It is parsed once and then always valid.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Country(u8);

const _: () = assert!(ROWS.len() <= u8::MAX as usize, "a country is one byte: its place among the rows");

static ALL: [Country; ROWS.len()] = {
    let mut all = [Country(0); ROWS.len()];
    let mut place: u8 = 0;
    while (place as usize) < ROWS.len() {
        all[place as usize] = Country(place);
        place += 1;
    }
    all
};

impl Country {
    /// The country with these two letters, in upper or lower case, such as `FR`.
    ///
    /// # Errors
    /// [`UnknownCode`] if they are not officially assigned.
    pub fn from_alpha2(alpha2: &str) -> Result<Self, UnknownCode> {
        let upper = alpha2.to_ascii_uppercase();
        ROWS.binary_search_by(|row| row.alpha2.cmp(upper.as_str())).map(|place| ALL[place]).map_err(|_| {
            let meant = OFTEN_MEANT.iter().find(|(used, _)| *used == upper).map(|(_, meant)| *meant);
            unknown(alpha2, meant, "two letters of ISO 3166-1, such as \"FR\"")
        })
    }

    /// The country with these three letters, in upper or lower case, such as `FRA`.
    ///
    /// # Errors
    /// [`UnknownCode`] if they are not officially assigned.
    pub fn from_alpha3(alpha3: &str) -> Result<Self, UnknownCode> {
        Self::find(|row| row.alpha3.eq_ignore_ascii_case(alpha3))
            .ok_or_else(|| unknown(alpha3, None, "three letters of ISO 3166-1, such as \"FRA\""))
    }

    /// The country with this numeric code, 1 to 999, such as 250.
    ///
    /// # Errors
    /// [`UnknownCode`] if it is not officially assigned.
    pub fn from_numeric(numeric: u16) -> Result<Self, UnknownCode> {
        Self::find(|row| row.numeric == numeric)
            .ok_or_else(|| unknown(&numeric.to_string(), None, "a number of ISO 3166-1, such as 250"))
    }

    /// The country with this English name: the one of the list, or another in use.
    ///
    /// Letter case, accents, punctuation and the order of the words do not matter: "Republic of Korea" and
    /// "Korea (the Republic of)" are the same.
    ///
    /// # Errors
    /// [`UnknownCode`] if no country is known by that name. Nothing is guessed; a likely name is only suggested.
    pub fn from_name(name: &str) -> Result<Self, UnknownCode> {
        by_name(name)
    }

    /// The two letters, such as `FR`.
    #[must_use]
    pub fn alpha2(self) -> &'static str {
        self.row().alpha2
    }

    /// The three letters, such as `FRA`.
    #[must_use]
    pub fn alpha3(self) -> &'static str {
        self.row().alpha3
    }

    /// The numeric code, such as 250; written with three digits.
    #[must_use]
    pub fn numeric(self) -> u16 {
        self.row().numeric
    }

    /// The short English name of the list.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.row().name
    }

    fn row(self) -> &'static Row {
        &ROWS[usize::from(self.0)]
    }

    fn find(fits: impl Fn(&Row) -> bool) -> Option<Self> {
        ROWS.iter().position(fits).map(|place| ALL[place])
    }
}

fn unknown(given: &str, meant: Option<&'static str>, allowed: &str) -> UnknownCode {
    UnknownCode::new(Country::NAME, given, meant, vec![allowed.to_owned()])
}

impl fmt::Debug for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Country({})", self.alpha2())
    }
}

impl CodeList for Country {
    const NAME: &'static str = "country";
    const VERSION: u16 = 1;
    const SOURCE: &'static str =
        "ISO 3166-1, officially assigned codes; short English names as in iso-codes 4.15.0";

    fn all() -> &'static [Self] {
        &ALL
    }

    fn code(self) -> &'static str {
        self.alpha2()
    }

    fn number(self) -> i64 {
        i64::from(self.numeric())
    }

    fn label(self) -> &'static str {
        self.name()
    }

    fn from_code(code: &str) -> Result<Self, UnknownCode> {
        Self::from_alpha2(code)
    }
}

impl<C> Encode<C> for Country {
    fn encode<W: Write>(&self, e: &mut Encoder<W>, _: &mut C) -> Result<(), encode::Error<W::Error>> {
        e.str(self.alpha2())?.ok()
    }
}

impl<'b, C> Decode<'b, C> for Country {
    fn decode(d: &mut Decoder<'b>, _: &mut C) -> Result<Self, decode::Error> {
        let position = d.position();
        let text = d.str()?;
        // An entry has one encoding only, so lower case is refused here.
        Self::from_alpha2(text)
            .ok()
            .filter(|country| country.alpha2() == text)
            .ok_or_else(|| decode::Error::message("not two capital letters of ISO 3166-1").at(position))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn there_are_249_and_every_code_is_unique() {
        let unique =
            |of: fn(Country) -> String| Country::all().iter().map(|c| of(*c)).collect::<BTreeSet<_>>().len();
        assert_eq!(Country::all().len(), 249);
        assert_eq!(unique(|c| c.alpha2().into()), 249);
        assert_eq!(unique(|c| c.alpha3().into()), 249);
        assert_eq!(unique(|c| c.numeric().to_string()), 249);
        assert_eq!(unique(|c| c.name().into()), 249);
    }

    #[test]
    fn rows_are_sorted_and_well_formed() {
        assert!(ROWS.is_sorted_by(|a, b| a.alpha2 < b.alpha2));
        for row in &ROWS {
            assert!(row.alpha2.len() == 2 && row.alpha3.len() == 3 && (1..=999).contains(&row.numeric));
            assert!(
                row.alpha2.bytes().chain(row.alpha3.bytes()).all(|b| b.is_ascii_uppercase()),
                "{}",
                row.alpha2
            );
        }
    }

    #[test]
    fn every_way_in_leads_to_the_same_country() {
        for country in Country::all() {
            assert_eq!(Country::from_alpha2(&country.alpha2().to_lowercase()), Ok(*country));
            assert_eq!(Country::from_alpha3(country.alpha3()), Ok(*country));
            assert_eq!(Country::from_numeric(country.numeric()), Ok(*country));
            assert_eq!(Country::from_name(country.name()), Ok(*country));
        }
    }

    #[test]
    fn what_is_not_assigned_is_refused_with_advice() {
        for wrong in ["", "F", "FRA", "XX", "EU", "UK", "é", "F\0"] {
            assert!(Country::from_alpha2(wrong).is_err(), "{wrong}");
        }
        assert_eq!(Country::from_alpha2("uk").unwrap_err().nearest, Some("GB"));
        assert!(Country::from_alpha3("EUE").is_err());
        assert!(Country::from_numeric(0).is_err());
        let said = Country::from_numeric(999).unwrap_err().to_string();
        assert!(said.contains("country") && said.contains("999") && said.contains("250"), "{said}");
    }

    #[test]
    fn cbor_is_the_two_capital_letters_and_nothing_else() {
        for country in Country::all() {
            let bytes = minicbor::to_vec(country).unwrap();
            assert_eq!(bytes[1..], *country.alpha2().as_bytes());
            assert_eq!(minicbor::decode::<Country>(&bytes).unwrap(), *country);
        }
        for wrong in ["fr", "XX", "FRA", ""] {
            assert!(minicbor::decode::<Country>(&minicbor::to_vec(wrong).unwrap()).is_err(), "{wrong}");
        }
    }
}
