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
