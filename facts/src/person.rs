//! What became known of a person. Names and the like are sealed; ages and roles are what rules must see.

use kernel::codes::{ConductOfExploitation, Sex, SuspectRole};
use kernel::{Id, Span, event};
use minicbor::{Decode, Encode};

/// A person was entered, once for all rooms.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct PersonEntered {
    /// The person's number.
    #[n(0)]
    pub person: Id,
    /// Between which days they were born.
    #[n(1)]
    pub born: Span,
    /// Sex as recorded, ISO/IEC 5218.
    #[n(2)]
    pub sex: Sex,
}
event!(PersonEntered, 110, 1, "cases.person-entered");

/// Two records were found to be one person: rules read both as one from now on.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct PersonsLinked {
    /// The record that speaks for both.
    #[n(0)]
    pub kept: Id,
    /// The record that points to it.
    #[n(1)]
    pub linked: Id,
}
event!(PersonsLinked, 111, 1, "cases.persons-linked");

/// A person was recorded as a victim in a case.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct VictimRecorded {
    /// The victim.
    #[n(0)]
    pub person: Id,
    /// The case.
    #[n(1)]
    pub case: Id,
    /// The report through whose thread the victim can be told, if there is one.
    #[n(2)]
    pub thread: Id,
}
event!(VictimRecorded, 112, 1, "cases.victim-recorded");

/// A person was named as a suspect in a case.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct SuspectNamed {
    /// The suspect.
    #[n(0)]
    pub person: Id,
    /// The case.
    #[n(1)]
    pub case: Id,
    /// In which role.
    #[n(2)]
    pub role: SuspectRole,
    /// When the conduct was.
    #[n(3)]
    pub conduct_when: Span,
    /// What exploitation makes of a child (¶82(f)), where the conduct is of that kind.
    #[n(4)]
    pub conduct: Option<ConductOfExploitation>,
}
event!(SuspectNamed, 113, 1, "cases.suspect-named");

/// A parent or guardian of a child was named.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct GuardianNamed {
    /// The child.
    #[n(0)]
    pub child: Id,
    /// The parent or guardian.
    #[n(1)]
    pub guardian: Id,
    /// The report through whose thread they can be told, if there is one.
    #[n(2)]
    pub thread: Id,
}
event!(GuardianNamed, 114, 1, "victims.guardian-named");

/// The child said that this parent or guardian must not be told or asked (¶35).
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct GuardianExcluded {
    /// The child.
    #[n(0)]
    pub child: Id,
    /// The parent or guardian.
    #[n(1)]
    pub guardian: Id,
}
event!(GuardianExcluded, 115, 1, "victims.guardian-excluded");

/// What a victim wishes about being told of a release (¶59: "if they so wish").
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct WishStated {
    /// The victim.
    #[n(0)]
    pub victim: Id,
    /// The case.
    #[n(1)]
    pub case: Id,
    /// True: wants to be told before a release.
    #[n(2)]
    pub told_of_release: bool,
    /// The parent or guardian who is told in the victim's place; none when it is the victim.
    #[n(3)]
    pub through: Id,
}
event!(WishStated, 116, 1, "victims.wish-stated");
