//! What facts make of the room's tables.

use crate::acts::record_matches::lead_id;
use crate::codes::DisputeState;
use crate::codes::{GradeStands, ListVisible, Undone, WithdrawnWhy};
use crate::events::{
    AnswerHeard, DisputeAnswered, DisputeRaised, ExpirySet, GradeConfirmed, GradeProposed, GradeVoted,
    HashesAdded, HashesWithdrawn, HitSetAside, LeadConfirmed, LeadFound, LeadRejected, LeadsUndone,
    ListCreated, ListHidden, ListShown, LookedBack, MappingProposed, MappingSet, PicturesChecked,
    VictimsNoted,
};
use crate::tables::{
    EntryDispute, EntryExpiry, EntryGrading, EntryVictims, EntryVote, GradeMapping, HashEntry, HashList,
    Lead, ListChange, MappedLabel, MappingInForce, PictureCheck, SetAside, THE_ONE,
};
use facts::report::ReportFiled;
use kernel::codes::LeadState;
use kernel::knowing::{hold, let_go};
use kernel::{Apply, Day, Entry, Event, Id, Instant, TableFault, Tables};

/// What facts make of the room's tables.
pub(crate) fn projections() -> Vec<(u16, Apply)> {
    vec![
        (ReportFiled::KIND, apply_filed as Apply),
        (ListCreated::KIND, apply_created),
        (ListShown::KIND, apply_shown),
        (ListHidden::KIND, apply_hidden),
        (HashesAdded::KIND, apply_added),
        (HashesWithdrawn::KIND, apply_withdrawn),
        (GradeProposed::KIND, apply_proposed),
        (GradeVoted::KIND, apply_voted),
        (GradeConfirmed::KIND, apply_graded),
        (DisputeRaised::KIND, apply_disputed),
        (DisputeAnswered::KIND, apply_answered),
        (ExpirySet::KIND, apply_expiry),
        (VictimsNoted::KIND, apply_victims),
        (MappingProposed::KIND, apply_mapping),
        (MappingSet::KIND, apply_mapping_set),
        (LookedBack::KIND, apply_looked_back),
        (PicturesChecked::KIND, apply_checked),
        (LeadFound::KIND, apply_found),
        (LeadsUndone::KIND, apply_undone),
        (HitSetAside::KIND, apply_set_aside),
        (LeadConfirmed::KIND, apply_confirmed),
        (LeadRejected::KIND, apply_rejected),
        (AnswerHeard::KIND, apply_heard),
    ]
}

fn apply_filed(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let filed: ReportFiled = entry.event()?;
    tables.put(&PictureCheck {
        report: filed.report,
        pictures: i64::from(filed.pictures),
        checked_at: Instant(0),
        leads: 0,
        exact_only: 0,
        left_out: 0,
    })
}

fn apply_created(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let created: ListCreated = entry.event()?;
    let list_visible = created.visible.unwrap_or_default();
    let knows = if list_visible == ListVisible::Everybody { Id::NONE } else { entry.actor.unit };
    hold(tables, knows, created.list)?;
    tables.put(&HashList {
        list: created.list,
        name: created.name,
        owner: entry.actor.unit,
        country: created.country,
        grade_scheme: i64::from(created.grade_scheme),
        max_distance: i64::from(created.max_distance),
        purpose: created.purpose,
        entries: 0,
        withdrawn: 0,
        created_at: entry.recorded,
        organisation: created.organisation.unwrap_or_default(),
        list_visible,
        changes: 0,
        compared_back: 0,
    })
}

fn apply_shown(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let ListShown { list, unit } = entry.event()?;
    hold(tables, unit, list)
}

fn apply_hidden(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let ListHidden { list, unit } = entry.event()?;
    let_go(tables, unit, list)?;
    if unit.is_none() {
        let owner = tables.get::<HashList>(list)?.map_or(Id::NONE, |row| row.owner);
        hold(tables, owner, list)?;
        tables.change::<HashList>(list, |row| row.list_visible = ListVisible::Named)?;
    }
    Ok(())
}

fn apply_added(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let added: HashesAdded = entry.event()?;
    let (list, exchange) = (added.list, added.exchange.unwrap_or_default());
    let mut reach = added.reach.unwrap_or_default().into_iter();
    let mut last = 0;
    for (number, grade) in (i64::from(added.first)..).zip(added.grades) {
        tables.put(&HashEntry {
            list,
            entry: number,
            grade,
            grade_stands: GradeStands::Proposed,
            withdrawn: false,
            withdrawn_why: WithdrawnWhy::NotSaid,
            added_at: entry.recorded,
            brought_by: entry.actor.id,
            exchange: exchange.clone(),
            entry_reach: reach.next().unwrap_or_default(),
        })?;
        if let Some(until) = added.until {
            tables.put(&EntryExpiry { list, entry: number, ends_at: after(until) })?;
        }
        last = number;
    }
    tables.change::<HashList>(list, |row| row.entries = row.entries.max(last))
}

/// The moment after a day.
fn after(day: Day) -> Instant {
    day.start().plus_days(1)
}

/// Writes down that these entries changed.
fn changed(tables: &mut dyn Tables, list: Id, entries: &[u32]) -> Result<(), TableFault> {
    let before = tables.get::<HashList>(list)?.map_or(0, |row| row.changes);
    let mut n = before;
    for entry in entries {
        n = n.saturating_add(1);
        tables.put(&ListChange { list, n, entry: i64::from(*entry) })?;
    }
    tables.change::<HashList>(list, |row| row.changes = n)
}

fn apply_withdrawn(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let event: HashesWithdrawn = entry.event()?;
    let mut gone = 0;
    for number in &event.entries {
        tables.change::<HashEntry>((event.list, i64::from(*number)), |row| {
            gone += i64::from(!row.withdrawn);
            row.withdrawn = true;
            row.withdrawn_why = event.why.unwrap_or_default();
        })?;
        tables.change::<EntryGrading>((event.list, i64::from(*number)), |row| row.grade_waits = false)?;
        tables.delete::<EntryExpiry>((event.list, i64::from(*number)))?;
    }
    tables.change::<HashList>(event.list, |row| row.withdrawn = row.withdrawn.saturating_add(gone))?;
    changed(tables, event.list, &event.entries)
}

/// What is said of an entry's grade; before anybody said more, what it was entered with.
fn grading(tables: &mut dyn Tables, list: Id, entry: i64) -> Result<Option<EntryGrading>, TableFault> {
    if let Some(row) = tables.get::<EntryGrading>((list, entry))? {
        return Ok(Some(row));
    }
    Ok(tables.get::<HashEntry>((list, entry))?.map(|row| EntryGrading::entered(&row)))
}

fn apply_proposed(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let GradeProposed { list, entries, grade } = entry.event()?;
    for number in entries {
        let Some(row) = grading(tables, list, i64::from(number))? else { continue };
        tables.put(&EntryGrading {
            proposed_grade: grade,
            grade_proposed_by: entry.actor.id,
            grade_proposed_at: entry.recorded,
            grade_round: row.grade_round.saturating_add(1),
            grade_waits: true,
            votes_for: 0,
            votes_against: 0,
            ..row
        })?;
    }
    Ok(())
}

fn apply_voted(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let GradeVoted { list, entries, agrees } = entry.event()?;
    for number in entries {
        let number = i64::from(number);
        let Some(mut row) = grading(tables, list, number)? else { continue };
        let vote = if agrees { &mut row.votes_for } else { &mut row.votes_against };
        *vote = vote.saturating_add(1);
        tables.put(&row)?;
        tables.put(&EntryVote {
            list,
            entry: number,
            grade_round: row.grade_round,
            voter: entry.actor.id,
            voter_unit: entry.actor.unit,
            agrees,
            voted_at: entry.recorded,
        })?;
    }
    Ok(())
}

fn apply_graded(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let GradeConfirmed { list, entries, grade } = entry.event()?;
    for number in &entries {
        let number = i64::from(*number);
        tables.change::<HashEntry>((list, number), |row| {
            row.grade = grade;
            row.grade_stands = GradeStands::Confirmed;
        })?;
        tables.change::<EntryGrading>((list, number), |row| {
            row.grade_waits = false;
            row.graded_by = entry.actor.id;
            row.graded_first = row.grade_proposed_by;
            row.graded_at = entry.recorded;
        })?;
    }
    changed(tables, list, &entries)
}

fn apply_disputed(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let DisputeRaised { dispute, list, entry: number, reason } = entry.event()?;
    tables.put(&EntryDispute {
        dispute,
        list,
        entry: i64::from(number),
        dispute_reason: reason,
        dispute_state: DisputeState::Open,
        disputed_by: entry.actor.id,
        disputed_unit: entry.actor.unit,
        disputed_at: entry.recorded,
        dispute_answered_by: Id::NONE,
        dispute_answered_at: Instant(0),
    })
}

fn apply_answered(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let DisputeAnswered { dispute, answer } = entry.event()?;
    tables.change::<EntryDispute>(dispute, |row| {
        row.dispute_state = answer;
        row.dispute_answered_by = entry.actor.id;
        row.dispute_answered_at = entry.recorded;
    })
}

fn apply_expiry(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let ExpirySet { list, entries, until } = entry.event()?;
    entries.into_iter().try_for_each(|number| {
        tables.put(&EntryExpiry { list, entry: i64::from(number), ends_at: after(until) })
    })
}

fn apply_victims(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let VictimsNoted { list, entry: number, status } = entry.event()?;
    tables.put(&EntryVictims {
        list,
        entry: i64::from(number),
        victim_status: status,
        victims_noted_by: entry.actor.id,
        victims_unit: entry.actor.unit,
        victims_noted_at: entry.recorded,
    })
}

fn apply_mapping(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let MappingProposed { proposal, labels } = entry.event()?;
    tables.put(&GradeMapping {
        mapping: proposal,
        mapping_version: 0,
        mapping_labels: i64::try_from(labels.len()).unwrap_or(i64::MAX),
        mapping_proposed_by: entry.actor.id,
        mapping_proposed_at: entry.recorded,
        mapping_approved_by: Id::NONE,
        mapping_approved_at: Instant(0),
    })?;
    labels.into_iter().try_for_each(|one| {
        tables.put(&MappedLabel {
            mapping: proposal,
            country: one.country,
            grade_label: one.label,
            grade: one.grade,
        })
    })
}

fn apply_mapping_set(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let MappingSet { proposal, version } = entry.event()?;
    tables.change::<GradeMapping>(proposal, |row| {
        row.mapping_version = i64::from(version);
        row.mapping_approved_by = entry.actor.id;
        row.mapping_approved_at = entry.recorded;
    })?;
    tables.put(&MappingInForce { the_one: THE_ONE, mapping: proposal, mapping_version: i64::from(version) })
}

fn apply_looked_back(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let LookedBack { list, entries, .. } = entry.event()?;
    tables.change::<HashList>(list, |row| {
        row.compared_back = row.compared_back.saturating_add(i64::from(entries));
    })
}

fn apply_checked(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let event: PicturesChecked = entry.event()?;
    tables.change::<PictureCheck>(event.report, |row| {
        row.checked_at = entry.recorded;
        row.leads = row.leads.saturating_add(i64::from(event.leads));
        row.exact_only = i64::from(event.exact_only);
        row.left_out = i64::from(event.left_out);
    })
}

fn apply_found(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let LeadFound { lead, report, hit } = entry.event()?;
    tables.delete::<SetAside>(lead)?;
    tables.put(&Lead {
        lead,
        report,
        picture: i64::from(hit.picture),
        list: hit.list,
        entry: i64::from(hit.entry),
        how: hit.how,
        distance: i64::from(hit.distance),
        grade: hit.grade,
        state: LeadState::Unverified,
        at: entry.recorded,
        decided_by: Id::NONE,
        unit: Id::NONE,
        decided_at: Instant(0),
        undone: Undone::NotUndone,
    })
}

fn apply_undone(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let LeadsUndone { leads, why } = entry.event()?;
    leads.into_iter().try_for_each(|lead| {
        tables.change::<Lead>(lead, |row| {
            row.state = LeadState::Withdrawn;
            row.undone = why;
        })
    })
}

fn apply_set_aside(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let HitSetAside { report, hit, list, entry: number } = entry.event()?;
    tables.put(&SetAside {
        lead: lead_id(report, &hit),
        report,
        picture: i64::from(hit.picture),
        list: hit.list,
        entry: i64::from(hit.entry),
        how: hit.how,
        distance: i64::from(hit.distance),
        grade: hit.grade,
        negative_list: list,
        negative_entry: i64::from(number),
        set_aside_at: entry.recorded,
    })
}

fn apply_confirmed(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let event: LeadConfirmed = entry.event()?;
    decide(tables, entry, event.lead, LeadState::Confirmed)
}

fn apply_rejected(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let event: LeadRejected = entry.event()?;
    decide(tables, entry, event.lead, LeadState::NotConfirmed)
}

/// Nobody here decided: Tutela heard what the unit answered.
fn apply_heard(tables: &mut dyn Tables, entry: &Entry) -> Result<(), TableFault> {
    let AnswerHeard { leads, confirmed, unit, .. } = entry.event()?;
    for lead in leads {
        tables.change::<Lead>(lead, |row| {
            row.state = if confirmed { LeadState::Confirmed } else { LeadState::NotConfirmed };
            row.unit = unit;
            row.decided_at = entry.recorded;
        })?;
    }
    Ok(())
}

fn decide(tables: &mut dyn Tables, entry: &Entry, lead: Id, state: LeadState) -> Result<(), TableFault> {
    tables.change::<Lead>(lead, |row| {
        row.state = state;
        row.decided_by = entry.actor.id;
        row.unit = entry.actor.unit;
        row.decided_at = entry.recorded;
    })
}
