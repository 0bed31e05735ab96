//! A file comes to an open report. Nobody here opens it: it is sealed as it is, for whoever may lawfully look.

use super::open;
use crate::events::FileTaken;
use crate::limits::{MAX_FILES, MOST_FILE_BYTES, slots_of};
use crate::tables::{MachineFile, MachineReport};
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Role, View};
use minicbor::{Decode, Encode};

/// Kind of [`TakeFile`].
pub const KIND: ActKind = ActKind {
    code: 701,
    name: "platforms.take-file",
    about: "Take a file of a report by machine",
    nature: Nature::Decision,
    roles: &[Role::Sender],
};

/// Takes a file. Its bytes travel sealed, a mebibyte a slot from slot 0 on; its digests as a
/// [`MachineFileDigest`](crate::tables::MachineFileDigest).
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct TakeFile {
    /// The report.
    #[n(0)]
    pub report: Id,
    /// The file's number, which follows from the act's own.
    #[n(1)]
    pub file: Id,
    /// Its size, in bytes.
    #[n(2)]
    pub bytes: u64,
}

impl Act for TakeFile {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        vec![("report", self.report)]
    }

    fn makes(&self) -> Vec<(&'static str, Id)> {
        vec![("file", self.file)]
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
        let TakeFile { report, file, bytes } = *self;
        let row = open(report, ctx, view)?;
        if row.files >= MAX_FILES {
            let right = "at most 1,000 files; more in a second report";
            return Err(Problem::new("report", "has too many files", right).into());
        }
        if view.get::<MachineFile>(file).is_some() {
            return Err(Problem::new("file", "is no free number", "a new act").into());
        }
        if bytes > MOST_FILE_BYTES {
            return Err(Problem::new("bytes", format!("are {bytes}"), "a file of at most 4 GiB").into());
        }
        Ok(vec![NewEntry::of(&FileTaken { report, file, slots: slots_of(bytes), bytes })])
    }
}
