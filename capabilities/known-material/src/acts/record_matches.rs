//! Enters what the matching worker found in a report's pictures: leads, or that there are none.
//!
//! The act accuses nobody: it has no facet about a person, and no fact that it enters names one (¶82(f)).

use super::no_such_list;
use crate::codes::{GradeStands, How};
use crate::events::{Hit, HitSetAside, LeadFound, PicturesChecked};
use crate::tables::{HashEntry, HashList, Lead, PictureCheck, SetAside};
use kernel::codes::{Grade, LeadState};
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Role, View};
use minicbor::{Decode, Encode};
use std::collections::BTreeSet;

/// Most hits in one act; the worker brings the strongest and counts the rest.
pub const MAX_HITS: usize = 1_000;

/// Kind of [`RecordMatches`].
pub const KIND: ActKind = ActKind {
    code: 203,
    name: "known-material.record-matches",
    about: "Enter the leads, or that none were found, after a report's pictures were compared",
    nature: Nature::Decision,
    roles: &[Role::System],
};

/// Says that a report's pictures were compared with all lists, and what was found.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct RecordMatches {
    /// The report.
    #[n(0)]
    pub report: Id,
    /// What was found, strongest first, at most 1,000; empty when nothing was.
    #[n(1)]
    pub hits: Vec<Hit>,
    /// Pictures that could be compared by their exact digests only: not decoded, or too little detail.
    #[n(2)]
    pub exact_only: u32,
    /// Weaker hits beyond the 1,000.
    #[n(3)]
    pub left_out: u32,
    /// Hits that are no leads since a negative list says that the picture is harmless; they count among the 1,000.
    #[n(4)]
    pub set_aside: Vec<Negated>,
}

/// A hit, and the entry of a negative list that says that the picture is harmless.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Negated {
    /// The hit.
    #[n(0)]
    pub hit: Hit,
    /// The negative list.
    #[n(1)]
    pub list: Id,
    /// The entry's number in it.
    #[n(2)]
    pub entry: u32,
}

/// The number of the lead that one picture of a report is one list entry: the same however often it is found.
#[must_use]
pub fn lead_id(report: Id, hit: &Hit) -> Id {
    report.derive(&format!("lead {} {}", hit.list, hit.entry), hit.picture)
}

impl Act for RecordMatches {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("report", self.report)]
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<PictureCheck>(self.report);
        for hit in self.all().take(MAX_HITS) {
            needs.row::<HashList>(hit.list);
            needs.row::<HashEntry>((hit.list, i64::from(hit.entry)));
            needs.row::<Lead>(lead_id(self.report, hit));
        }
        for one in self.set_aside.iter().take(MAX_HITS) {
            needs.row::<HashEntry>((one.list, i64::from(one.entry)));
            needs.row::<SetAside>(lead_id(self.report, &one.hit));
        }
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        Vec::new()
    }

    fn subject(&self) -> Id {
        self.report
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let Some(check) = view.get::<PictureCheck>(self.report) else {
            return Err(
                Problem::new("report", "no such report", "the number of a report that was filed").into()
            );
        };
        let all = self.hits.len().saturating_add(self.set_aside.len());
        if all > MAX_HITS {
            let wrong = format!("are {all}");
            return Err(Problem::new("hits", wrong, "at most 1,000; count the rest in left_out").into());
        }
        let (mut leads, mut aside) = (Vec::new(), Vec::new());
        let mut named = BTreeSet::new();
        let negatives = self.set_aside.iter().map(|one| (&one.hit, Some(one)));
        for (hit, negative) in self.hits.iter().map(|hit| (hit, None)).chain(negatives) {
            let stands = standing(hit, &check, view)?;
            let lead = lead_id(self.report, hit);
            if !named.insert(lead) {
                let right = "each picture once for each entry, by the strongest way";
                return Err(Problem::new("hits", "one match is there twice", right).into());
            }
            // Withdrawn or found harmless while the worker compared, or told before: neither is a new lead.
            let (Some(hit), true) = (stands, is_new(lead, view)) else { continue };
            match negative.filter(|one| is_negative(one, view)) {
                None => leads.push(NewEntry::of(&LeadFound { lead, report: self.report, hit })),
                Some(_) if view.get::<SetAside>(lead).is_some() => {}
                Some(one) => {
                    let (report, list, entry) = (self.report, one.list, one.entry);
                    aside.push(NewEntry::of(&HitSetAside { report, hit, list, entry }));
                }
            }
        }
        let checked = PicturesChecked {
            report: self.report,
            leads: u32::try_from(leads.len()).unwrap_or(u32::MAX),
            exact_only: self.exact_only,
            left_out: self.left_out,
        };
        Ok(std::iter::once(NewEntry::of(&checked)).chain(leads).chain(aside).collect())
    }
}

impl RecordMatches {
    fn all(&self) -> impl Iterator<Item = &Hit> {
        self.hits.iter().chain(self.set_aside.iter().map(|one| &one.hit))
    }
}

/// Whether there is no lead of that number, or one that was undone and may be found again.
fn is_new(lead: Id, view: &View) -> bool {
    view.get::<Lead>(lead).is_none_or(|lead| lead.state == LeadState::Withdrawn)
}

/// Whether the entry that says harmless still stands and two people stand behind it. Where it does not, the hit is a lead: what is not told
/// must have a reason at the moment at which it is not.
fn is_negative(one: &Negated, view: &View) -> bool {
    view.get::<HashEntry>((one.list, i64::from(one.entry))).is_some_and(|row| {
        !row.withdrawn && row.grade == Grade::KnownHarmless && row.grade_stands == GradeStands::Confirmed
    })
}

/// The hit with the grade that its entry has at this moment; none when the entry was withdrawn, or is known to be harmless.
fn standing(hit: &Hit, check: &PictureCheck, view: &View) -> Result<Option<Hit>, Problem> {
    if i64::from(hit.picture) >= check.pictures {
        let wrong = format!("picture {} of {}", hit.picture, check.pictures);
        return Err(Problem::new("hits", wrong, "a picture of the report, from 0"));
    }
    let list = view.get::<HashList>(hit.list).ok_or_else(|| no_such_list("hits"))?;
    let entry = view
        .get::<HashEntry>((hit.list, i64::from(hit.entry)))
        .ok_or_else(|| Problem::new("hits", "no such entry", "an entry of the list"))?;
    let limit = if hit.how == How::Perceptual { list.max_distance } else { 0 };
    if i64::from(hit.distance) > limit {
        let wrong = format!("{} bits where {limit} are the limit", hit.distance);
        return Err(Problem::new("hits", wrong, "a distance within the list's limit; 0 for the same file"));
    }
    let stands = !entry.withdrawn && entry.grade != Grade::KnownHarmless;
    Ok(stands.then_some(Hit { grade: entry.grade, ..*hit }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acts::VoteGrade;
    use crate::testing::{LIST, REPORT, Room, a_hit, analyst, field, found, some_hashes, withdraw};
    use facts::Standing;
    use kernel::{Actor, Outcome};

    #[test]
    fn a_hit_becomes_an_unverified_lead_with_its_list_distance_and_grade() {
        let mut room = Room::with_report();
        let near = Hit {
            picture: 1,
            how: How::Perceptual,
            distance: 31,
            grade: Grade::National,
            entry: 2,
            ..a_hit()
        };
        assert!(room.entered(&found(&[a_hit(), near]), Actor::SYSTEM));
        let leads: Vec<Lead> = room.rows();
        let lead = leads.iter().find(|lead| lead.entry == 2).unwrap();
        assert_eq!((lead.list, lead.distance, lead.grade), (LIST, 31, Grade::National));
        assert_eq!((lead.state, lead.decided_by, lead.unit), (LeadState::Unverified, Id::NONE, Id::NONE));
        assert_eq!(room.rows::<PictureCheck>()[0].leads, 2);
        assert!(room.replays());
    }

    #[test]
    fn no_hits_says_checked_and_none_found() {
        let mut room = Room::with_report();
        let waiting = |room: &Room| {
            let jobs = room.node.jobs().into_iter();
            jobs.filter(|job| job.reactor == crate::MATCH).collect::<Vec<_>>()
        };
        let job = waiting(&room).remove(0);
        let ctx = kernel::Ctx {
            act: job.act,
            cause: u64::try_from(job.cause).ok(),
            ..room.node.ctx(Actor::SYSTEM, kernel::Purpose::Reaction, 0)
        };
        let nothing = RecordMatches { exact_only: 1, ..found(&[]) };
        assert!(matches!(room.node.enter(&nothing, &ctx), Ok(Outcome::Entered { .. })));
        assert!(waiting(&room).is_empty(), "the job is done");
        assert!(room.rows::<Lead>().is_empty());
        let check = room.rows::<PictureCheck>().remove(0);
        assert_eq!((check.leads, check.exact_only, check.checked_at), (0, 1, ctx.now));
    }

    #[test]
    fn found_again_it_is_the_same_lead_and_withdrawn_it_is_none() {
        let mut room = Room::with_report();
        room.enter(&found(&[a_hit()]), Actor::SYSTEM);
        assert!(room.entered(&found(&[a_hit()]), Actor::SYSTEM));
        assert_eq!((room.rows::<Lead>().len(), room.rows::<PictureCheck>()[0].leads), (1, 1));
        room.enter(&withdraw(2), analyst(1));
        let gone = Hit { entry: 2, grade: Grade::National, ..a_hit() };
        assert!(room.entered(&found(&[gone]), Actor::SYSTEM));
        assert_eq!(room.rows::<Lead>().len(), 1);
    }

    #[test]
    fn the_grade_is_the_lists_own_at_this_moment_and_what_is_harmless_is_no_lead() {
        let mut room = Room::with_report();
        let harmless = Hit { entry: 3, grade: Grade::Baseline, ..a_hit() };
        assert!(room.entered(&found(&[Hit { grade: Grade::National, ..a_hit() }, harmless]), Actor::SYSTEM));
        let leads: Vec<_> = room.rows::<Lead>().iter().map(|lead| (lead.entry, lead.grade)).collect();
        assert_eq!(leads, [(1, Grade::Baseline)]);
    }

    #[test]
    fn what_a_negative_list_sets_aside_says_why_and_is_told_when_that_ends() {
        let mut room = Room::with_report();
        let near = Hit { how: How::Perceptual, distance: 9, ..a_hit() };
        let aside =
            RecordMatches { set_aside: vec![Negated { hit: near, list: LIST, entry: 3 }], ..found(&[]) };
        let counts = |room: &Room| (room.rows::<Lead>().len(), room.rows::<SetAside>().len());
        let agree = VoteGrade { list: LIST, entries: vec![3], agrees: true };
        assert!(room.entered(&agree, analyst(2)), "two people find entry 3 harmless");
        assert!(room.entered(&aside, Actor::SYSTEM));
        assert!(room.entered(&aside, Actor::SYSTEM), "again, nothing is new");
        assert_eq!(counts(&room), (0, 1));
        let row = room.rows::<SetAside>().remove(0);
        assert_eq!((row.entry, row.distance, row.negative_list, row.negative_entry), (1, 9, LIST, 3));
        assert!(room.entered(&withdraw(3), analyst(1)));
        assert_eq!(counts(&room), (1, 0));
        let lead = room.rows::<Lead>().remove(0);
        assert_eq!(
            (lead.lead, lead.state, lead.distance),
            (lead_id(REPORT, &near), LeadState::Unverified, 9)
        );
        assert!(room.replays());
    }

    #[test]
    fn what_one_person_calls_harmless_sets_nothing_aside() {
        let mut room = Room::with_report();
        let aside =
            RecordMatches { set_aside: vec![Negated { hit: a_hit(), list: LIST, entry: 3 }], ..found(&[]) };
        assert!(room.entered(&aside, Actor::SYSTEM));
        assert_eq!((room.rows::<Lead>().len(), room.rows::<SetAside>().len()), (1, 0));
    }

    #[test]
    fn a_hit_that_does_not_fit_the_record_is_told() {
        let mut room = Room::with_report();
        let perceptual = Hit { how: How::Perceptual, ..a_hit() };
        let wrong = [
            vec![Hit { picture: 3, ..a_hit() }],
            vec![Hit { list: Id([99; 16]), ..a_hit() }],
            vec![Hit { entry: 9, ..a_hit() }],
            vec![Hit { distance: 32, ..perceptual }],
            vec![Hit { distance: 1, ..a_hit() }],
            vec![a_hit(), Hit { distance: 31, ..perceptual }],
            vec![a_hit(); 1_001],
        ];
        for hits in wrong {
            assert_eq!(field(&room.enter(&found(&hits), Actor::SYSTEM)), "hits", "{:?}", hits[0]);
        }
        let unknown = RecordMatches { report: Id([98; 16]), ..found(&[]) };
        assert_eq!(field(&room.enter(&unknown, Actor::SYSTEM)), "report");
        assert!(room.rows::<Lead>().is_empty());
    }

    #[test]
    fn only_tutela_itself_records_matches_and_nobody_becomes_a_suspect() {
        let mut room = Room::with_report();
        assert!(matches!(room.enter(&found(&[a_hit()]), analyst(1)), Outcome::Forbidden(_)));
        room.enter(&found(&[a_hit()]), Actor::SYSTEM);
        assert!(room.rows::<Standing>().is_empty());
    }

    #[test]
    fn a_list_entry_that_is_added_later_can_still_make_a_lead() {
        let mut room = Room::with_report();
        room.enter(&found(&[]), Actor::SYSTEM);
        room.enter(&some_hashes(4, &[Grade::Baseline]), analyst(1));
        assert!(room.entered(&found(&[Hit { entry: 4, ..a_hit() }]), Actor::SYSTEM));
        assert_eq!(room.rows::<PictureCheck>()[0].leads, 1);
    }
}
