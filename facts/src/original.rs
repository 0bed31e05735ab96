//! Originals: sealed bytes that came with a record and may have to be handed over as evidence (¶63). Each room that takes some notes
//! where they lie; `evidence` hands them over to whoever may lawfully get them.

use kernel::{Id, TableFault, Tables, code_list, record};

code_list! {
    /// What an original is.
    pub OriginalKind, "original-kind", version 1, source "A/HRC/31/58, ¶63 derived" {
        Picture = 1, "picture", "Picture";
        Voice = 2, "voice", "Voice message";
        File = 3, "file", "File of a platform";
        Document = 4, "document", "Document of a machine's report, word for word";
        Details = 5, "details", "Details of a platform's file, word for word";
    }
}

record! {
    /// Originals: where each lies sealed.
    pub struct Original in "original", Derived, key 3, indexes [by_record: 0] {
        /// The record that it came with; its keys are the record's.
        record: Id, Internal;
        /// The act beside which it lies sealed.
        act: Id, Internal;
        /// Its first slot there.
        slot: i64, Internal;
        /// How many consecutive slots it takes: its bytes are theirs, one after the other.
        slots: i64, Internal;
        /// Its size, in bytes.
        bytes: i64, Internal;
        /// What it is.
        kind: OriginalKind, Internal;
        /// Its place among those of its kind that came with the record, from 0.
        n: i64, Internal;
    }
}

/// Notes where an original lies. For the rooms' own projections.
///
/// # Errors
/// [`TableFault`].
pub fn note_original(tables: &mut dyn Tables, original: &Original) -> Result<(), TableFault> {
    tables.put(original)
}
