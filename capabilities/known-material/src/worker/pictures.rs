//! The hashes of a report's pictures. They are sealed rows of the reports room, read here by the columns that it declares.

use crate::matcher::PictureHashes;
use kernel::{Cell, Id, Row, Value};
use material::{Digests, Pdq, PdqHash};
use store::{DatabaseFault, Node};

/// Hashes of one report's pictures; `pdq` holds 32 bytes for each position the picture was hashed in.
const OF_REPORT: &str = "SELECT n, sha256, md5, pdq, quality FROM picture_hash WHERE report = $1 ORDER BY n";

/// Reads what is compared of a report's pictures. Matching is Tutela's own work: no person sees a hash, so no look is entered.
pub(super) fn of(node: &Node, report: Id) -> Result<Vec<PictureHashes>, DatabaseFault> {
    let rows = node.read(|database| database.rows(OF_REPORT, vec![report.to_value()]))?;
    let read = |row: &Row| {
        hashes(row)
            .ok_or_else(|| DatabaseFault::Refused(format!("the hashes of a picture of report {report}")))
    };
    rows.iter().map(read).collect()
}

/// The next pictures of all reports, after one of them, in the order of reports and places.
const AFTER: &str = "SELECT report, n, sha256, md5, pdq, quality FROM picture_hash \
    WHERE report > $1 OR (report = $1 AND n > $2) ORDER BY report, n LIMIT $3";
/// So many are read at once.
const AT_ONCE: i64 = 4_096;

/// Every picture of every report that is still here, one after the other; how many there are.
pub(super) fn each(node: &Node, take: &mut dyn FnMut(Id, &PictureHashes)) -> Result<u64, DatabaseFault> {
    let (mut last, mut all) = ((Id::NONE, -1), 0_u64);
    loop {
        let after = vec![last.0.to_value(), Value::Integer(last.1), Value::Integer(AT_ONCE)];
        let rows = node.read(|database| database.rows(AFTER, after))?;
        for row in &rows {
            let (report, rest) = row.split_first().unwrap_or((&Value::Integer(0), &[]));
            let read = Id::from_value(report).ok().zip(hashes(rest));
            let (report, picture) =
                read.ok_or_else(|| DatabaseFault::Refused("the hashes of a picture".to_owned()))?;
            last = (report, i64::from(picture.picture));
            all = all.saturating_add(1);
            take(report, &picture);
        }
        if rows.len() < usize::try_from(AT_ONCE).unwrap_or(usize::MAX) {
            return Ok(all);
        }
    }
}

fn hashes(row: &[Value]) -> Option<PictureHashes> {
    let [
        Value::Integer(n),
        Value::Bytes(sha256),
        Value::Bytes(md5),
        Value::Bytes(pdq),
        Value::Integer(quality),
    ] = row
    else {
        return None;
    };
    let (positions, rest) = pdq.as_chunks::<32>();
    let quality = u8::try_from(*quality).ok()?;
    let digests =
        Digests { sha256: sha256.as_slice().try_into().ok()?, md5: md5.as_slice().try_into().ok()? };
    let pdq = positions.iter().map(|&bytes| PdqHash { hash: Pdq(bytes), quality }).collect();
    rest.is_empty().then_some(PictureHashes { picture: u32::try_from(*n).ok()?, digests, pdq })
}
