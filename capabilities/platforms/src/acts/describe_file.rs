//! A sender tells the details of a file that came.

use super::open;
use crate::events::FileDescribed;
use crate::limits::{MAX_DOCUMENT_BYTES, slots_of};
use crate::tables::{MachineFile, MachineReport};
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Role, View};
use minicbor::{Decode, Encode};

/// Kind of [`DescribeFile`].
pub const KIND: ActKind = ActKind {
    code: 702,
    name: "platforms.describe-file",
    about: "Tell the details of a file of a report by machine",
    nature: Nature::Decision,
    roles: &[Role::Sender],
};

/// Tells the details of a file. The document travels sealed, word for word, a mebibyte a slot from slot 0 on.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct DescribeFile {
    /// The report.
    #[n(0)]
    pub report: Id,
    /// The file.
    #[n(1)]
    pub file: Id,
    /// How many bytes the document has.
    #[n(2)]
    pub bytes: u64,
}

impl Act for DescribeFile {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("report", self.report)]
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<MachineReport>(self.report);
        needs.row::<MachineFile>(self.file);
    }

    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        Vec::new()
    }

    fn subject(&self) -> Id {
        self.report
    }

    fn decide(&self, ctx: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let DescribeFile { report, file, bytes } = *self;
        open(report, ctx, view)?;
        if view.get::<MachineFile>(file).is_none_or(|row| row.report != report) {
            return Err(Problem::new("file", "is none of this report", "a file that came to it").into());
        }
        let size = usize::try_from(bytes).unwrap_or(usize::MAX);
        if !(1..=MAX_DOCUMENT_BYTES).contains(&size) {
            let wrong = format!("has {bytes} bytes");
            return Err(Problem::new("bytes", wrong, "a document of 1 byte to 4 MiB").into());
        }
        Ok(vec![NewEntry::of(&FileDescribed { report, file, slots: slots_of(bytes), bytes: Some(bytes) })])
    }
}
