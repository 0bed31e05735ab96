//! A sender begins a report (¶38, 82(c)).

use crate::events::ReportOpened;
use crate::limits::{FIRST_NUMBER, MAX_DOCUMENT_BYTES, slots_of};
use crate::tables::{COUNTER, MachineCounter, MachineReport};
use facts::machine::Wire;
use kernel::{Act, ActKind, Ctx, Denial, Facet, Id, Nature, Needs, NewEntry, Problem, Role, View};
use minicbor::{Decode, Encode};

/// Kind of [`OpenReport`].
pub const KIND: ActKind = ActKind {
    code: 700,
    name: "platforms.open-report",
    about: "Begin a report by machine",
    nature: Nature::Decision,
    roles: &[Role::Sender],
};

/// Begins a report. Its document travels sealed, word for word, a mebibyte a slot from slot 0 on.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct OpenReport {
    /// The report's number, which follows from the act's own.
    #[n(0)]
    pub report: Id,
    /// How it comes.
    #[n(1)]
    pub wire: Wire,
    /// How many bytes the document has.
    #[n(2)]
    pub bytes: u64,
}

impl Act for OpenReport {
    const KIND: &'static ActKind = &KIND;

    fn names(&self) -> Vec<(&'static str, Id)> {
        Vec::new()
    }

    fn makes(&self) -> Vec<(&'static str, Id)> {
        vec![("report", self.report)]
    }

    fn needs(&self, _: &Ctx, _: &View, needs: &mut Needs) {
        needs.row::<MachineReport>(self.report);
        needs.row::<MachineCounter>(COUNTER);
    }

    // To be named in a report makes nobody a suspect: it accuses nobody.
    fn facets(&self, _: &Ctx, _: &View) -> Vec<Facet> {
        Vec::new()
    }

    fn subject(&self) -> Id {
        self.report
    }

    fn decide(&self, _: &Ctx, view: &View) -> Result<Vec<NewEntry>, Denial> {
        let OpenReport { report, wire, bytes } = *self;
        if view.get::<MachineReport>(report).is_some() {
            return Err(Problem::new("report", "is no free number", "a new act").into());
        }
        let size = usize::try_from(bytes).unwrap_or(usize::MAX);
        if !(1..=MAX_DOCUMENT_BYTES).contains(&size) {
            let wrong = format!("has {bytes} bytes");
            return Err(Problem::new("bytes", wrong, "a document of 1 byte to 4 MiB").into());
        }
        let next = view.get::<MachineCounter>(COUNTER).map_or(FIRST_NUMBER, |row| row.next);
        let opened =
            ReportOpened { report, number: next.cast_unsigned(), wire, slots: slots_of(bytes), bytes };
        Ok(vec![NewEntry::of(&opened)])
    }
}
