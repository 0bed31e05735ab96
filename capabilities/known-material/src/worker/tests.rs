use super::*;
use crate::acts::{ProposeGrade, VoteGrade};
use crate::codes::How;
use crate::import;
use crate::tables::{HashList, Lead, PictureCheck, SetAside};
use crate::testing::{House, LIST, analyst, withdraw};
use kernel::Role;
use kernel::codes::{Grade, LeadState};
use kernel::erasure::{AskErasure, ConfirmErasure};
use material::{Digests, Pdq, PdqHash};
use std::io::Cursor;
use store::testing::{Home, on_both};

fn picture(n: u32, bytes: &[u8], pdq: &[Pdq]) -> PictureHashes {
    let pdq = pdq.iter().map(|&hash| PdqHash { hash, quality: 90 }).collect();
    PictureHashes { picture: n, digests: Digests::of(bytes), pdq }
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn listed(house: &House, act: u8, lines: &str) {
    let file = Cursor::new(format!("sha256,pdq,grade\n{lines}"));
    import(&house.node, analyst(1), Purpose::Triage, LIST, Id([act; 16]), file, &mut |_| {}).unwrap();
}

fn exactly(bytes: &[u8]) -> String {
    format!("{},,baseline\n", hexadecimal(&Digests::of(bytes).sha256))
}

fn report(n: u8) -> Id {
    Id([100 + n; 16])
}

const NEAR: Pdq = Pdq([0x5a; 32]);

#[test]
fn from_a_file_of_hashes_to_a_lead() {
    on_both(|home| {
        let house = House::with_list(home);
        let mut one_bit = NEAR;
        one_bit.0[9] ^= 4;
        listed(&house, 7, &(exactly(b"fictional bytes") + &format!(",{one_bit},national\n")));
        let mut worker = MatchWorker::default();
        assert_eq!(worker.work(&house.node).unwrap(), 1, "the entries are compared with what came before");
        let far = Pdq([0xa5; 32]);
        // The second picture is a mirrored copy: only the last of its positions is near.
        house.file(report(1), &[picture(0, b"fictional bytes", &[]), picture(1, b"others", &[far, NEAR])]);
        house.file(report(2), &[picture(0, b"nothing known", &[far])]);
        house.file(report(3), &[]);
        assert_eq!(worker.work(&house.node).unwrap(), 3);
        assert_eq!(worker.work(&house.node).unwrap(), 0, "the jobs are done");
        let mut leads = house.rows::<Lead>();
        leads.sort_by_key(|lead| lead.picture);
        let seen: Vec<_> =
            leads.iter().map(|lead| (lead.report, lead.entry, lead.how, lead.distance, lead.grade)).collect();
        assert_eq!(
            seen,
            [
                (report(1), 1, How::ExactSha256, 0, Grade::Baseline),
                (report(1), 2, How::Perceptual, 1, Grade::National)
            ]
        );
        assert!(leads.iter().all(|lead| lead.state == LeadState::Unverified));
        let checks = house.rows::<PictureCheck>();
        let counts: Vec<_> =
            checks.iter().map(|check| (check.pictures, check.leads, check.exact_only)).collect();
        assert_eq!(counts, [(2, 2, 1), (1, 0, 0), (0, 0, 0)]);
        assert!(checks.iter().all(|check| check.checked_at.0 > 0));
    });
}

#[test]
fn what_was_added_or_withdrawn_since_counts_at_once() {
    let home = Home::sqlite();
    let house = House::with_list(&home);
    let mut worker = MatchWorker::default();
    let mut leads_of = |n: u8, bytes: &[u8]| {
        house.file(report(n), &[picture(0, bytes, &[])]);
        worker.work(&house.node).unwrap();
        house.rows::<Lead>().iter().filter(|lead| lead.report == report(n)).count()
    };
    assert_eq!(leads_of(1, b"one"), 0);
    listed(&house, 7, &exactly(b"one"));
    assert_eq!(leads_of(2, b"one"), 1);
    listed(&house, 8, &exactly(b"two"));
    assert_eq!((leads_of(3, b"one"), leads_of(4, b"two")), (1, 1));
    house.enter(&withdraw(1), analyst(1));
    assert_eq!((leads_of(5, b"one"), leads_of(6, b"two")), (0, 1));
}

#[test]
fn a_worker_that_starts_late_finds_what_waits_and_what_stands() {
    let home = Home::sqlite();
    let house = House::with_list(&home);
    listed(&house, 7, &(exactly(b"one") + &exactly(b"two")));
    house.enter(&withdraw(2), analyst(1));
    house.file(report(1), &[picture(0, b"one", &[]), picture(1, b"two", &[])]);
    assert_eq!(MatchWorker::default().work(&house.node).unwrap(), 2);
    let leads = house.rows::<Lead>();
    assert_eq!((leads.len(), leads[0].entry), (1, 1));
}

#[test]
fn new_and_regraded_entries_are_compared_with_the_pictures_that_came_before() {
    on_both(|home| {
        let house = House::with_list(home);
        house.file(report(1), &[picture(0, b"others", &[NEAR]), picture(1, b"one", &[])]);
        house.file(report(2), &[picture(0, b"nothing known", &[Pdq([0xa5; 32])])]);
        let mut worker = MatchWorker::default();
        assert_eq!(worker.work(&house.node).unwrap(), 2);
        let mut one_bit = NEAR;
        one_bit.0[9] ^= 4;
        listed(&house, 7, &(exactly(b"one") + &format!(",{one_bit},known-harmless\n")));
        assert_eq!(worker.work(&house.node).unwrap(), 1);
        let leads = house.rows::<Lead>();
        let seen: Vec<_> =
            leads.iter().map(|lead| (lead.report, lead.picture, lead.entry, lead.state)).collect();
        assert_eq!(seen, [(report(1), 1, 1, LeadState::Unverified)]);
        let list = house.rows::<HashList>().remove(0);
        assert_eq!((list.entries, list.compared_back), (2, 2));
        // One person's word made the second harmless; two people find that it is not.
        let (list, entries) = (LIST, vec![2]);
        house.enter(&ProposeGrade { list, entries: entries.clone(), grade: Grade::National }, analyst(1));
        assert_eq!(worker.work(&house.node).unwrap(), 0);
        house.enter(&VoteGrade { list, entries, agrees: true }, analyst(2));
        assert_eq!(worker.work(&house.node).unwrap(), 1);
        let mut leads = house.rows::<Lead>();
        leads.sort_by_key(|lead| lead.picture);
        let seen: Vec<_> =
            leads.iter().map(|lead| (lead.entry, lead.how, lead.distance, lead.grade)).collect();
        let wanted = [(2, How::Perceptual, 1, Grade::National), (1, How::ExactSha256, 0, Grade::Baseline)];
        assert_eq!(seen, wanted);
    });
}

#[test]
fn what_two_people_know_to_be_harmless_is_set_aside_until_it_is_withdrawn() {
    let home = Home::sqlite();
    let house = House::with_list(&home);
    let (mut near, mut farther) = (NEAR, NEAR);
    near.0[9] ^= 4;
    farther.0[9] ^= 7;
    listed(&house, 7, &format!(",{farther},baseline\n,{near},known-harmless\n"));
    house.enter(&VoteGrade { list: LIST, entries: vec![2], agrees: true }, analyst(2));
    house.file(report(1), &[picture(0, b"others", &[NEAR])]);
    let mut worker = MatchWorker::default();
    worker.work(&house.node).unwrap();
    assert!(house.rows::<Lead>().is_empty());
    let aside = house.rows::<SetAside>().remove(0);
    assert_eq!((aside.entry, aside.negative_list, aside.negative_entry), (1, LIST, 2));
    house.enter(&withdraw(2), analyst(1));
    assert!(house.rows::<SetAside>().is_empty());
    assert_eq!(house.rows::<Lead>()[0].entry, 1);
    house.enter(&withdraw(1), analyst(1));
    assert_eq!(house.rows::<Lead>()[0].state, LeadState::Withdrawn);
    house.file(report(2), &[picture(0, b"others", &[NEAR])]);
    worker.work(&house.node).unwrap();
    assert_eq!(house.rows::<Lead>().len(), 1, "withdrawn, it matches nothing");
}

#[test]
fn an_erased_list_matches_nothing_any_more() {
    let home = Home::sqlite();
    let house = House::with_list(&home);
    listed(&house, 7, &exactly(b"one"));
    let mut worker = MatchWorker::default();
    house.file(report(1), &[picture(0, b"one", &[])]);
    worker.work(&house.node).unwrap();
    assert_eq!(worker.held.as_ref().unwrap().matcher().len(), 1);
    house.enter(&AskErasure { subject: LIST }, analyst(1));
    let overseer = Actor { role: Role::Overseer, ..analyst(5) };
    house.enter(&ConfirmErasure { subject: LIST }, overseer);
    house.file(report(2), &[picture(0, b"one", &[])]);
    worker.work(&house.node).unwrap();
    assert!(worker.held.as_ref().unwrap().matcher().is_empty());
    assert_eq!(house.rows::<Lead>().len(), 1);
}
