//! What a host sees: the notices that whoever runs it now got, how far each is, and its own figures.

use super::token::Opened;
use crate::READ_HOST_PAGE;
use crate::acts::SLOT_URL;
use crate::codes::{AddressState, HostAnswer, HostWord, LetterKind, NoticeState};
use crate::limits::HOUR_MS;
use crate::tables::{Host, Word};
use kernel::{Cell as _, CodeList as _, Id, Instant, Purpose, Record as _, Value, WrongCell};
use std::collections::BTreeMap;
use store::database::TableSql;
use store::{DatabaseFault, LookFault, Node};

/// So many notices of one host are shown at most.
const MOST: usize = 100_000;

/// A notice, as its host sees it.
#[derive(Clone, Debug)]
pub(super) struct Notice {
    /// The address that it names.
    pub(super) notice: Id,
    /// The act beside which that lies sealed.
    act: Id,
    pub(super) state: NoticeState,
    /// When the first notice to whoever runs the host now went out.
    pub(super) noticed_at: Instant,
    /// When it was found gone.
    pub(super) removed_at: Option<Instant>,
    /// What was decided of what was said against it, where that was said.
    pub(super) appeal: Option<HostAnswer>,
    pub(super) not_ours: Option<HostAnswer>,
    /// Whether the host may still do something about it.
    pub(super) is_open: bool,
}

impl Notice {
    /// Hours from the notice until it was gone, begun ones counted whole.
    pub(super) fn hours(&self) -> Option<i64> {
        let taken = self.removed_at?.0.saturating_sub(self.noticed_at.0);
        Some(taken.saturating_add(HOUR_MS - 1).div_euclid(HOUR_MS).max(0))
    }

    /// Whether something can be said against it.
    pub(super) fn can_be_appealed(&self) -> bool {
        self.state != NoticeState::Corrected && self.appeal != Some(HostAnswer::Waits)
    }

    /// Whether the host can say that it is elsewhere.
    pub(super) fn can_be_disowned(&self) -> bool {
        self.is_open && self.not_ours != Some(HostAnswer::Waits)
    }
}

const SQL: &str = "SELECT a.address, a.act, a.address_state, a.offline_at, a.claimed_at, MIN(l.letter_since), MAX(l.letter_since) \
     FROM takedown_address a JOIN takedown_letter l ON l.address = a.address \
     WHERE a.host = $1 AND l.host = $1 AND l.letter_kind = $2 AND l.letter_since >= $3 \
     GROUP BY a.address, a.act, a.address_state, a.offline_at, a.claimed_at ORDER BY 6 DESC, 1";

type Words = BTreeMap<(Id, HostWord), Word>;

fn read(row: &[Value], words: &Words) -> Result<Option<Notice>, WrongCell> {
    let [address, act, state, offline, claimed, first, last] = row else { return Ok(None) };
    let (notice, state) = (Id::from_value(address)?, AddressState::from_value(state)?);
    let at = Instant::from_value;
    let (removed_at, claimed_at, noticed_at, last) = (at(offline)?, at(claimed)?, at(first)?, at(last)?);
    let word = |word| words.get(&(notice, word));
    // A later notice found the host again, by its right name.
    let is_elsewhere = word(HostWord::NotOurs)
        .is_some_and(|row| row.host_answer == HostAnswer::NotTheirs && row.answered_at >= last);
    let state = match state {
        AddressState::Corrected | AddressState::NotIllegal => NoticeState::Corrected,
        _ if is_elsewhere => NoticeState::Elsewhere,
        AddressState::Offline => NoticeState::Removed,
        AddressState::Moved => NoticeState::Moved,
        _ if claimed_at.0 > 0 => NoticeState::Claimed,
        _ => NoticeState::Open,
    };
    let answer = |one| word(one).map(|row| row.host_answer);
    Ok(Some(Notice {
        notice,
        act: Id::from_value(act)?,
        state,
        noticed_at,
        removed_at: (state == NoticeState::Removed && removed_at.0 > 0).then_some(removed_at),
        appeal: answer(HostWord::Appeal),
        not_ours: answer(HostWord::NotOurs),
        is_open: matches!(state, NoticeState::Open | NoticeState::Claimed | NoticeState::Moved),
    }))
}

/// The notices that whoever runs the host now got, the newest first. Blocking.
pub(super) fn notices(node: &Node, host: &Host) -> Result<Vec<Notice>, DatabaseFault> {
    let asked =
        vec![host.host.to_value(), LetterKind::Notice.number().to_value(), host.operator_since.to_value()];
    let every = TableSql::of(Word::TABLE).every;
    let words = format!("{every} WHERE host = $1");
    let (rows, words) = node.read(|database| {
        let rows = database.rows(&format!("{SQL} LIMIT {MOST}"), asked.clone())?;
        Ok::<_, DatabaseFault>((rows, database.records::<Word>(&words, vec![host.host.to_value()])?))
    })?;
    // What an earlier operator said is not this one's.
    let own = words.into_iter().filter(|row| row.said_at >= host.operator_since);
    let words: Words = own.map(|row| ((row.address, row.host_word), row)).collect();
    let read = |row: &Vec<Value>| {
        read(row, &words).map_err(|wrong| DatabaseFault::Refused(wrong.to_string())).transpose()
    };
    rows.iter().filter_map(read).collect()
}

/// A host's own figures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Figures {
    pub(super) open: i64,
    pub(super) removed: i64,
    pub(super) corrected: i64,
    /// Of what is gone, the median of hours from notice until then.
    pub(super) median_hours: Option<i64>,
}

impl Figures {
    pub(super) fn of(notices: &[Notice]) -> Figures {
        let count = |states: &[NoticeState]| {
            let fits = notices.iter().filter(|notice| states.contains(&notice.state)).count();
            i64::try_from(fits).unwrap_or(i64::MAX)
        };
        let mut hours: Vec<i64> = notices.iter().filter_map(Notice::hours).collect();
        hours.sort_unstable();
        Figures {
            open: count(&[NoticeState::Open, NoticeState::Claimed]),
            removed: count(&[NoticeState::Removed]),
            corrected: count(&[NoticeState::Corrected]),
            median_hours: median(&hours),
        }
    }
}

/// The median of sorted numbers; of two in the middle, their mean, rounded up.
fn median(sorted: &[i64]) -> Option<i64> {
    let last = sorted.len().checked_sub(1)?;
    let (low, high) = (sorted.get(last / 2)?, sorted.get(sorted.len() / 2)?);
    Some(low.midpoint(*high) + i64::from((low + high) % 2 != 0))
}

/// The addresses that notices name, opened under a trace of the host's; none of one that was erased. Blocking.
pub(super) fn with_addresses(
    node: &Node,
    opened: &Opened,
    notices: Vec<Notice>,
) -> Result<Vec<(Notice, Option<String>)>, LookFault> {
    if notices.is_empty() {
        return Ok(Vec::new());
    }
    let whose: Vec<Id> = notices.iter().map(|notice| notice.notice).collect();
    let trace = node.look(opened.actor(), &READ_HOST_PAGE, Purpose::Intake, &whose)?;
    let open = |notice: Notice| match node.open_payload(&trace, notice.act, SLOT_URL) {
        Ok(url) => Ok((notice, Some(String::from_utf8_lossy(url.expose()).into_owned()))),
        Err(LookFault::Gone) => Ok((notice, None)),
        Err(fault) => Err(fault),
    };
    notices.into_iter().map(open).collect()
}

#[cfg(test)]
mod tests {
    use super::median;

    #[test]
    fn the_median_is_in_the_middle() {
        assert_eq!(median(&[]), None);
        for (sorted, wanted) in
            [(&[3][..], 3), (&[1, 4], 3), (&[1, 3], 2), (&[1, 2, 90], 2), (&[0, 1, 2, 9], 2)]
        {
            assert_eq!(median(sorted), Some(wanted), "{sorted:?}");
        }
    }
}
