//! Drafting a letter about a record: what is asked of which platform, on what law, in whose name (¶63).

use super::{About, is_name, wrong};
use crate::codes::{AskedAbout, Asks, Danger, OrderOf};
use crate::events::LetterDrafted;
use crate::rules::{Asked, Bar, signing};
use crate::tables::{Basis, Letter, Platform};
use kernel::codes::ConductOfExploitation;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Role, Span, View};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Slot of the identifiers that are asked about.
pub const SLOT_IDENTIFIERS: u16 = 0;
/// Slot of the order's reference.
pub const SLOT_ORDER: u16 = 1;

/// Kind of [`Draft`].
pub const KIND: ActKind = ActKind {
    code: 814,
    name: "letters.draft",
    about: "Draft a letter to a platform about a record",
    nature: Nature::Decision,
    roles: super::DESK,
};

/// Drafts a letter. The identifiers that are asked about are sealed in slot 0, the order's reference in slot 1.
#[derive(Clone, Debug, PartialEq, Encode, Decode, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Draft {
    /// The report or case.
    #[n(0)]
    pub record: Id,
    /// Its number: left out, the node draws it.
    #[n(1)]
    #[schema(required = false)]
    pub letter: Id,
    /// What it asks for.
    #[n(2)]
    pub asks_for: Asks,
    /// To whom.
    #[n(3)]
    pub platform: Id,
    /// On what it rests.
    #[n(4)]
    pub legal_basis: Id,
    /// In whose name, as it stands on letters; names no person.
    #[n(5)]
    #[schema(min_length = 3, max_length = 120)]
    pub in_name_of: String,
    /// Of what time data are asked for: two days with / between them.
    #[n(6)]
    pub period: Span,
    /// Whose order it rests on.
    #[n(7)]
    pub order: OrderOf,
    /// What danger lets it go at once.
    #[n(8)]
    pub in_danger: Danger,
    /// The preservation that it extends; left out where it extends none.
    #[n(9)]
    #[serde(default)]
    #[schema(required = false)]
    pub follows: Id,
    /// As what the person is asked about whom an identifier may name.
    #[n(10)]
    pub about: AskedAbout,
    /// The suspect; left out where nobody is asked about as one.
    #[n(11)]
    #[serde(default)]
    #[schema(required = false)]
    pub person: Id,
    /// What exploitation makes of a child (¶82(f)), where that is what it is about.
    #[n(12)]
    pub conduct: Option<ConductOfExploitation>,
}

impl Draft {
    fn about(&self) -> About {
        let Draft { about, person, conduct, period, .. } = *self;
        About { about, person, conduct, period }
    }

    /// Whether what it extends is a preservation of the same record at the same platform that still runs.
    fn fits_what_it_follows(&self, ctx: &Ctx, view: &View) -> Result<(), Problem> {
        let right = "a preservation of this record at this platform that still runs, with an extension alone";
        if (self.asks_for == Asks::Extend) == self.follows.is_none() {
            return Err(Problem::new("follows", "does not fit", right));
        }
        let runs = |row: &Letter| {
            row.record_id == self.record
                && row.platform == self.platform
                && row.runs
                && ctx.now < row.lapses_at
        };
        if self.asks_for == Asks::Extend && !view.get::<Letter>(self.follows).is_some_and(|row| runs(&row)) {
            return Err(Problem::new("follows", "is no preservation that can be extended", right));
        }
        Ok(())
    }

    /// What the rule of signing would say, but for who signs.
    fn would_be_signed(&self, view: &View) -> Result<(), Bar> {
        let basis = view.get::<Basis>(self.legal_basis);
        let asked = Asked {
            asks: self.asks_for,
            allowed: basis.as_ref().is_some_and(|basis| basis.allows(self.asks_for)),
            order: self.order,
            wanted: basis.map_or(OrderOf::Court, |basis| basis.order_of),
            danger: self.in_danger,
        };
        signing(&asked, Role::Investigator).map(drop)
    }
}

impl Act for Draft {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("record", self.record), ("person", self.person)]
    }

    fn makes(&self) -> Vec<(&'static str, Id)> {
        vec![("letter", self.letter)]
    }

    fn needs(&self, _: &Ctx, view: &View, needs: &mut Needs) {
        needs.row::<Letter>(self.letter);
        needs.row::<Letter>(self.follows);
        needs.row::<Platform>(self.platform);
        needs.row::<Basis>(self.legal_basis);
        self.about().needs(view, needs);
    }

    fn facets(&self, _: &Ctx, view: &View) -> Vec<Facet> {
        self.about().facets(self.record, view)
    }

    fn subject(&self) -> Id {
        self.record
    }

    fn decide(&self, ctx: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        if self.record.is_none() {
            return Err(kernel::knowing::not_known("record").into());
        }
        if self.letter.is_none() || view.get::<Letter>(self.letter).is_some() {
            return wrong("letter", "is no new number", "the number that the node draws");
        }
        if view.get::<Platform>(self.platform).is_none() {
            return wrong("platform", "is none that is known", "one of the list of platforms");
        }
        if !is_name(&self.in_name_of, 120) {
            return wrong("in_name_of", "is no name of an authority", "3 to 120 characters on one line");
        }
        if self.period.is_unknown() || self.period.to > ctx.now.day() {
            return wrong(
                "period",
                "is no such time",
                "two days with / between them, the later not after today",
            );
        }
        self.would_be_signed(view).map_err(Problem::from)?;
        self.fits_what_it_follows(ctx, view)?;
        self.about().may_be_asked(view)?;
        let Draft { letter, asks_for: asks, platform, legal_basis: basis, period, order, .. } = *self;
        let Draft { in_danger: danger, follows, about, person, conduct, .. } = *self;
        let authority = self.in_name_of.clone();
        Ok(vec![NewEntry::of(&LetterDrafted {
            letter,
            asks,
            platform,
            basis,
            authority,
            period,
            order,
            danger,
            follows,
            about,
            person,
            conduct,
        })])
    }
}
