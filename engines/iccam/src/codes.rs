//! Code lists, with the numbers of the wire and neutral words.

/// A closed list of numbers, each with its words.
macro_rules! numbers {
    ($(#[doc = $about:expr])+ $name:ident { $($code:ident = $number:literal, $words:literal;)+ }) => {
        $(#[doc = $about])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name { $(#[doc = $words] $code,)+ }

        impl $name {
            /// All of them.
            pub const ALL: &[$name] = &[$($name::$code),+];

            /// Its number on the wire.
            #[must_use]
            pub fn number(self) -> u16 {
                match self { $($name::$code => $number,)+ }
            }

            /// What it means.
            #[must_use]
            pub fn words(self) -> &'static str {
                match self { $($name::$code => $words,)+ }
            }

            /// The one of that number.
            #[must_use]
            pub fn of(number: u16) -> Option<$name> {
                $name::ALL.iter().copied().find(|one| one.number() == number)
            }
        }
    };
}

numbers! {
    /// What was done about an address.
    Action {
        Moved = 0, "It moved to another host";
        ReportedToPolice = 1, "Reported to the police";
        ReportedToHost = 2, "Notice sent to the host";
        Removed = 3, "Removed";
        Unavailable = 4, "Cannot be reached";
        NotIllegal = 6, "Not illegal";
    }
}

numbers! {
    /// What is at an address.
    Classification {
        Baseline = 1, "Illegal by the baseline that all hotlines share";
        National = 2, "Illegal by the law of the State that says so";
        Ignore = 4, "Not illegal, or not there";
    }
}

numbers! {
    /// How old whoever is shown seems to be.
    Age {
        NotCategorised = 1, "Not said";
        Infant = 2, "Infant";
        PrePubescent = 3, "Before puberty";
        Pubescent = 4, "In puberty";
    }
}

/// Why an action was taken: one of 21 numbers. Their words are not published beyond a few names, so the number is all that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reason(u16);

impl Reason {
    /// The highest number.
    pub const LAST: u16 = 21;

    /// The reason of that number.
    #[must_use]
    pub fn of(number: u16) -> Option<Reason> {
        (1..=Reason::LAST).contains(&number).then_some(Reason(number))
    }

    /// Its number.
    #[must_use]
    pub fn number(self) -> u16 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_those_of_the_wire_and_lead_back() {
        assert_eq!(Action::ALL.iter().map(|one| one.number()).collect::<Vec<_>>(), [0, 1, 2, 3, 4, 6]);
        assert_eq!(Classification::ALL.iter().map(|one| one.number()).collect::<Vec<_>>(), [1, 2, 4]);
        assert_eq!(Age::ALL.iter().map(|one| one.number()).collect::<Vec<_>>(), [1, 2, 3, 4]);
        for one in Action::ALL {
            assert_eq!(Action::of(one.number()), Some(*one));
        }
        assert_eq!((Action::of(5), Classification::of(3), Age::of(0)), (None, None, None));
        assert_eq!(
            (Reason::of(0), Reason::of(22), Reason::of(21).map(Reason::number)),
            (None, None, Some(21))
        );
        let words: std::collections::BTreeSet<_> = Action::ALL.iter().map(|one| one.words()).collect();
        assert_eq!(words.len(), Action::ALL.len());
    }
}
