//! A file on its way: hashed and sealed as it comes, so that no more of it than a few slots is ever in memory, and none of it plain on a disk.

use super::Refused;
use super::body::{Parts, Wrong};
use super::shelf::{Content, Shelf};
use crate::limits::SLOT_BYTES;
use desk::{Desk, MachineCaller, spend};
use material::DigestWriter;
use std::sync::Arc;
use tipline::Code;

/// A file, as far as it came.
pub(crate) struct Incoming {
    desk: Desk,
    caller: MachineCaller,
    shelf: Arc<dyn Shelf>,
    number: Option<u64>,
    has_begun: bool,
    digests: DigestWriter,
    bytes: u64,
    /// Whether all of it was counted against the quota before it came.
    is_counted: bool,
    /// What came and is not on the shelf yet: a slot and what came with its last bytes.
    held: Vec<u8>,
    /// What is on the shelf: nothing before the file is larger than one slot.
    laid: Option<Content>,
    /// Why it is not taken: the rest is read all the same, since a sender hears nothing before it has sent all.
    refused: Option<Refused>,
}

impl Incoming {
    pub(crate) fn new(desk: &Desk, caller: &MachineCaller) -> Incoming {
        Incoming {
            desk: desk.clone(),
            caller: caller.clone(),
            shelf: super::shelf(desk, caller),
            number: None,
            has_begun: false,
            digests: DigestWriter::default(),
            bytes: 0,
            is_counted: false,
            held: Vec::new(),
            laid: None,
            refused: None,
        }
    }

    /// Counts the whole of it where the sender says how long it is, so that what does not fit spends nothing of what is left.
    pub(crate) async fn announced(&mut self, length: Option<usize>) {
        let Some(length) = length else { return };
        match spend(&self.desk, &self.caller.sender, 0, length, Desk::now()).await {
            Ok(()) => self.is_counted = true,
            Err(over) => self.refused = Some(over.into()),
        }
    }

    async fn spend(&self, bytes: usize) -> Result<(), Refused> {
        if self.is_counted {
            return Ok(());
        }
        Ok(spend(&self.desk, &self.caller.sender, 0, bytes, Desk::now()).await?)
    }

    /// Lays one slot on the shelf.
    async fn lay(&mut self, slot: Vec<u8>) -> Result<(), Refused> {
        self.spend(slot.len()).await?;
        let (shelf, laid, number) = (Arc::clone(&self.shelf), self.laid.take(), self.number);
        let done = self.desk.blocking(move |_| shelf.lay(laid, number, &slot)).await;
        self.laid = Some(done?);
        Ok(())
    }

    /// The file is whole: it is taken in. Tells the report's number, the file's, and its MD5.
    pub(crate) async fn take(mut self) -> Result<(u64, String, String), Refused> {
        let number = self.number.ok_or(Wrong::Missing("id"))?;
        if !self.has_begun {
            return Err(Wrong::Missing("file").into());
        }
        let taken = match self.refused.take() {
            Some(refused) => Err(refused),
            None => self.take_in(number).await,
        };
        taken.map_err(|refused| refused.of_update(Code::FileUploadFailed, number))
    }

    async fn take_in(mut self, number: u64) -> Result<(u64, String, String), Refused> {
        let held = std::mem::take(&mut self.held);
        let content = if self.laid.is_some() {
            self.lay(held).await?;
            self.laid.take()
        } else {
            self.spend(held.len()).await?;
            Some(Content::Held(held))
        };
        let content = content.ok_or_else(|| Refused::ours("what was laid is not there"))?;
        let (shelf, bytes, digests) = (self.shelf, self.bytes, self.digests.finish());
        let md5: String = digests.md5.iter().map(|byte| format!("{byte:02x}")).collect();
        let file = self.desk.blocking(move |_| shelf.take(number, bytes, content, &digests)).await?;
        Ok((number, file, md5))
    }
}

impl Parts for Incoming {
    fn number(&mut self, number: u64) -> Result<(), Wrong> {
        match self.number.replace(number) {
            Some(_) => Err(Wrong::Twice("id")),
            None => Ok(()),
        }
    }

    fn begin(&mut self) -> Result<(), Wrong> {
        if std::mem::replace(&mut self.has_begun, true) { Err(Wrong::Twice("file")) } else { Ok(()) }
    }

    async fn file(&mut self, piece: &[u8]) {
        if self.refused.is_some() {
            return;
        }
        self.digests.update(piece);
        self.bytes += piece.len() as u64;
        self.held.extend_from_slice(piece);
        // The last slot is held back: a file of one slot goes in with its act, in one transaction.
        while self.held.len() > SLOT_BYTES && self.refused.is_none() {
            let rest = self.held.split_off(SLOT_BYTES);
            let slot = std::mem::replace(&mut self.held, rest);
            self.refused = self.lay(slot).await.err();
        }
        if self.refused.is_some() {
            (self.held, self.laid) = (Vec::new(), None);
        }
    }
}
