//! Which officers a reporter means who names adults that must not see the report.
//!
//! The plain text is read once, before it is sealed. Officers are looked for by the name that they sign in with and by those that keepers
//! of accounts set for them ([`access::acts::SetNames`]), in any order, case, accents and script ([`likeness::Called`]). Whoever bears the
//! same name as another is kept away for nothing, and a colleague takes the report: that costs little, and the other mistake could
//! cost the child everything.

use crate::acts::file_report::MOST_KEPT_AWAY;
use face::spelling::normalised;
use kernel::Id;
use likeness::Called;
use std::collections::BTreeSet;

/// The accounts whose names stand in the text, in rising order.
#[must_use]
pub(crate) fn named_in(text: &str, names: &[(Id, String)]) -> Vec<Id> {
    let said = Called::new(&normalised(text).collect::<String>());
    let by = |is_meant: &dyn Fn(&str) -> bool| -> BTreeSet<Id> {
        let meant = names.iter().filter(|(_, name)| is_meant(&normalised(name).collect::<String>()));
        meant.map(|(account, _)| *account).collect()
    };
    let written = by(&|name| said.writes(name));
    let heard = by(&|name| said.names(name));
    // Whose name stands there letter by letter is never left out for one that sounds like another.
    let heard = heard.difference(&written).copied();
    let meant: BTreeSet<Id> = written.iter().copied().chain(heard).take(MOST_KEPT_AWAY).collect();
    meant.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn meant(text: &str, names: &[&str]) -> Vec<u8> {
        let names: Vec<(Id, String)> =
            (1..).zip(names).map(|(n, name)| (Id([n; 16]), (*name).to_owned())).collect();
        named_in(text, &names).into_iter().map(|account| account.0[0]).collect()
    }

    #[test]
    fn a_name_is_found_in_any_order_case_and_accent() {
        let names = ["amira.haddad", "jose-garcia", "bo", "amir"];
        assert_eq!(meant("Not Mr GARCÍA, José please", &names), [2]);
        assert_eq!(meant("Haddad (Amira) and her brother", &names), [1]);
        assert_eq!(meant("bo and amira", &names), Vec::<u8>::new());
        assert_eq!(meant("my uncle", &names), Vec::<u8>::new());
        assert_eq!(meant("أميرة حدّاد", &["أميرة حداد"]), [1]);
        assert_eq!(meant("أميرة حدّاد", &names), [1], "in another script than they sign in with");
        assert_eq!(meant("только не Хосе Гарсия", &names), [2]);
        assert_eq!(meant("", &names), Vec::<u8>::new());
    }

    proptest! {
        #[test]
        fn whoever_is_named_is_found_whatever_else_is_said(before in "[a-z ]{0,40}", name in "[a-z]{3,8}[.][a-z]{3,8}", after in "[a-z ]{0,40}") {
            let text = format!("{before} {} {after}", name.to_uppercase().replace('.', " "));
            prop_assert_eq!(meant(&text, &[&name]), [1]);
        }
    }
}
