//! What programs say to each other to share lists of hashes. No network and no files of its own; it knows nothing of who uses it.
//!
//! * [`ncmec`]: NCMEC's Hash Sharing v2, XML: pages of entries with their fingerprints and the members' votes on them, both sides of it.
//! * [`stopncii`]: StopNCII's pages of hashes and what services answer to them, JSON, both sides of it.
//! * [`vics`]: the files of Project VIC, versions 1.2 to 2.0, a medium at a time, however long the file.
//!
//! What is read from others is read within bounds, and what cannot be read is a [`Fault`] that names the field. What is written is what the
//! published clients of these wires read: moments are whole seconds, a page that is not the last says where the next begins.
//!
//! ```
//! use hashshare::ncmec::{self, Entry, Medium, Member, Page};
//!
//! let member = Member { id: 7, name: "A fictional hotline".into() };
//! let entry = Entry::standing("4711", member, Medium::Image, 1_780_000_000).with("md5", "0f343b0931126a20f133d67c2b018a3b");
//! let xml = ncmec::page(&Page { entries: vec![entry.clone()], next: None });
//! assert_eq!(ncmec::read_page(xml.as_bytes())?.entries, [entry]);
//! # Ok::<(), hashshare::Fault>(())
//! ```

mod fault;
mod moment;
pub mod ncmec;
pub mod stopncii;
pub mod vics;

pub use fault::Fault;
pub use moment::{read_moment, written_moment};
