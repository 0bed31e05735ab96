//! One part of a backup: records one after the other in an age-encrypted file, which is hashed while it is written.

use super::{KeepFault, at};
use crate::files;
use age::secrecy::ExposeSecret;
use age::stream::StreamWriter;
use age::{DecryptError, Decryptor, Encryptor};
use kernel::{Row, Value};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// A record longer than this was not written by Tutela, in bytes.
const LONGEST: u32 = 256 * 1024 * 1024;
/// What the last record of a part calls itself; its number is how many came before it.
const END: &str = "end";

/// A row on its way from one place to another.
#[derive(Clone, Debug, Encode, Decode)]
pub(super) struct Item {
    /// The table that it belongs to.
    #[n(0)]
    pub(super) table: String,
    /// The entry that promised it; its own number for an entry.
    #[n(1)]
    pub(super) seq: u64,
    /// Its cells.
    #[n(2)]
    pub(super) row: Row,
}

impl Item {
    pub(super) fn new(table: &str, seq: u64, row: Vec<Value>) -> Item {
        Item { table: table.to_owned(), seq, row }
    }
}

/// A part as the manifest names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Part {
    /// The file's name.
    pub(super) name: String,
    /// Its length in bytes.
    pub(super) bytes: u64,
    /// SHA-256 of the file, hexadecimal.
    pub(super) sha256: String,
    /// How many records it has.
    pub(super) records: u64,
}

/// Who can read a backup.
pub(super) struct Recipients(Vec<age::x25519::Recipient>);

impl Recipients {
    /// Reads age recipients.
    ///
    /// # Errors
    /// [`KeepFault::Recipient`] names the text that is none.
    pub(super) fn read(texts: &[String]) -> Result<Recipients, KeepFault> {
        let read = |text: &String| text.trim().parse().map_err(|_| KeepFault::Recipient(text.clone()));
        let all = texts.iter().map(read).collect::<Result<Vec<_>, _>>()?;
        if all.is_empty() { Err(KeepFault::NoRecipient) } else { Ok(Recipients(all)) }
    }
}

/// What opens a backup.
pub(super) struct Identities(Vec<age::x25519::Identity>);

impl Identities {
    /// Reads a file of age identities, as `age-keygen` writes one.
    ///
    /// # Errors
    /// [`KeepFault::Identity`].
    pub(super) fn read(file: &Path) -> Result<Identities, KeepFault> {
        let bytes = Zeroizing::new(std::fs::read(file).map_err(at(file))?);
        let text = std::str::from_utf8(&bytes).map_err(|_| KeepFault::Identity(file.to_owned()))?;
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        let wrong = |_| KeepFault::Identity(file.to_owned());
        let all = lines.map(|line| line.parse().map_err(wrong)).collect::<Result<Vec<_>, _>>()?;
        if all.is_empty() { Err(KeepFault::Identity(file.to_owned())) } else { Ok(Identities(all)) }
    }
}

/// Makes an age identity for this user alone, and tells its recipient.
///
/// # Errors
/// [`KeepFault::File`], also when the file is there already.
pub fn make_identity(file: &Path) -> Result<String, KeepFault> {
    let identity = age::x25519::Identity::generate();
    let text = Zeroizing::new(format!("{}\n", identity.to_string().expose_secret()));
    files::write_new(file, text.as_bytes()).map_err(at(file))?;
    Ok(identity.to_public().to_string())
}

/// The recipients of the identities in a file: who encrypts to them can read it with that file.
///
/// # Errors
/// [`KeepFault::Identity`].
pub fn recipients_of(file: &Path) -> Result<Vec<String>, KeepFault> {
    Ok(Identities::read(file)?.0.iter().map(|identity| identity.to_public().to_string()).collect())
}

struct Hashing {
    file: BufWriter<File>,
    hash: Sha256,
    bytes: u64,
}

impl Write for Hashing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.hash.update(&bytes[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Writes a part.
pub(super) struct PartWriter {
    path: PathBuf,
    out: StreamWriter<Hashing>,
    records: u64,
}

impl PartWriter {
    /// Begins a part; what was left over under its name goes.
    ///
    /// # Errors
    /// [`KeepFault::File`].
    pub(super) fn begin(path: &Path, recipients: &Recipients) -> Result<PartWriter, KeepFault> {
        files::remove(path).map_err(at(path))?;
        let file = BufWriter::new(files::make_new(path).map_err(at(path))?);
        let readers = recipients.0.iter().map(|one| one as &dyn age::Recipient);
        let encryptor = Encryptor::with_recipients(readers)
            .map_err(|error| KeepFault::File(path.to_owned(), error.to_string()))?;
        let out = encryptor.wrap_output(Hashing { file, hash: Sha256::new(), bytes: 0 }).map_err(at(path))?;
        Ok(PartWriter { path: path.to_owned(), out, records: 0 })
    }

    /// Adds a record.
    ///
    /// # Errors
    /// [`KeepFault::File`].
    pub(super) fn put(&mut self, item: &Item) -> Result<(), KeepFault> {
        let bytes = kernel::entry::to_cbor(item);
        let length = u32::try_from(bytes.len()).ok().filter(|length| *length <= LONGEST);
        let length =
            length.ok_or_else(|| KeepFault::File(self.path.clone(), "a record is too long".into()))?;
        let done = self.out.write_all(&length.to_be_bytes()).and_then(|()| self.out.write_all(&bytes));
        self.records += 1;
        done.map_err(at(&self.path))
    }

    /// Ends it, durably.
    ///
    /// # Errors
    /// [`KeepFault::File`].
    pub(super) fn end(mut self) -> Result<Part, KeepFault> {
        let records = self.records;
        self.put(&Item::new(END, records, Vec::new()))?;
        let mut hashing = self.out.finish().map_err(at(&self.path))?;
        hashing.flush().and_then(|()| hashing.file.get_ref().sync_all()).map_err(at(&self.path))?;
        let name = self.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Ok(Part { name, bytes: hashing.bytes, sha256: hex(&hashing.hash.finalize()), records })
    }
}

/// SHA-256 of a file, hexadecimal, and its length.
pub(super) fn hashed(path: &Path) -> Result<(String, u64), KeepFault> {
    let mut file = BufReader::with_capacity(64 * 1024, File::open(path).map_err(at(path))?);
    let (mut hash, mut bytes) = (Sha256::new(), 0);
    loop {
        let read = file.fill_buf().map_err(at(path))?;
        if read.is_empty() {
            return Ok((hex(&hash.finalize()), bytes));
        }
        hash.update(read);
        let length = read.len();
        bytes += length as u64;
        file.consume(length);
    }
}

/// Checks that a part is there as it was written.
///
/// # Errors
/// [`KeepFault::Damaged`] names it.
pub(super) fn check(directory: &Path, part: &Part) -> Result<(), KeepFault> {
    let path = directory.join(&part.name);
    let damaged = |wrong: &str| Err(KeepFault::Damaged(path.clone(), wrong.to_owned()));
    if !path.exists() {
        return damaged("is missing, and the manifest names it");
    }
    match hashed(&path)? {
        (_, bytes) if bytes != part.bytes => {
            damaged(&format!("has {bytes} bytes, and {} were written", part.bytes))
        }
        (sha256, _) if sha256 != part.sha256 => damaged("was changed: its SHA-256 is not the manifest's"),
        _ => Ok(()),
    }
}

/// Reads the records of a part, one by one.
///
/// # Errors
/// [`KeepFault::Damaged`] names the part, also when it ends early.
pub(super) fn read(
    path: &Path,
    identities: &Identities,
    take: &mut dyn FnMut(Item) -> Result<(), KeepFault>,
) -> Result<(), KeepFault> {
    let damaged = |wrong: String| KeepFault::Damaged(path.to_owned(), wrong);
    let file = BufReader::new(File::open(path).map_err(at(path))?);
    let opened = Decryptor::new_buffered(file)
        .and_then(|sealed| sealed.decrypt(identities.0.iter().map(|one| one as &dyn age::Identity)));
    let mut plain = BufReader::new(opened.map_err(|error| match error {
        DecryptError::NoMatchingKeys => damaged("none of the identities opens it".into()),
        other => damaged(other.to_string()),
    })?);
    records(path, &mut plain, take)
}

/// Reads the records of a part that is decrypted already.
///
/// # Errors
/// As [`read`].
pub(super) fn records(
    path: &Path,
    plain: &mut dyn Read,
    take: &mut dyn FnMut(Item) -> Result<(), KeepFault>,
) -> Result<(), KeepFault> {
    let damaged = |wrong: String| KeepFault::Damaged(path.to_owned(), wrong);
    let mut records = 0;
    loop {
        let mut length = [0; 4];
        plain.read_exact(&mut length).map_err(|error| damaged(format!("breaks off: {error}")))?;
        let length = u32::from_be_bytes(length);
        if length > LONGEST {
            return Err(damaged("holds a record that is too long".into()));
        }
        let mut bytes = Zeroizing::new(vec![0; length as usize]);
        plain.read_exact(&mut bytes).map_err(|error| damaged(format!("breaks off: {error}")))?;
        let item: Item = minicbor::decode(&bytes).map_err(|error| damaged(error.to_string()))?;
        if item.table == END {
            return if item.seq == records { Ok(()) } else { Err(damaged("records are missing".into())) };
        }
        records += 1;
        take(item)?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_its_reader_reads_a_part_and_only_whole() {
        let dir = tempfile::tempdir().unwrap();
        let (own, other) = (dir.path().join("own"), dir.path().join("other"));
        let recipient = make_identity(&own).unwrap();
        make_identity(&other).unwrap();
        assert!(make_identity(&own).is_err(), "an identity is never overwritten");
        assert_eq!(recipients_of(&own).unwrap(), std::slice::from_ref(&recipient));
        let path = dir.path().join("part.age");
        let mut writer = PartWriter::begin(&path, &Recipients::read(&[recipient]).unwrap()).unwrap();
        for n in 0..2_000 {
            writer.put(&Item::new("table", n, vec![Value::Text("ordinary words".into())])).unwrap();
        }
        let part = writer.end().unwrap();
        assert_eq!((part.name.as_str(), part.records), ("part.age", 2_000));
        let read_with = |file: &Path| {
            let mut count = 0;
            let done = read(&path, &Identities::read(file).unwrap(), &mut |item| {
                assert_eq!(item.seq, count);
                count += 1;
                Ok(())
            });
            done.map(|()| count)
        };
        assert_eq!(read_with(&own).unwrap(), 2_000);
        assert!(read_with(&other).unwrap_err().to_string().contains("none of the identities"));
        check(dir.path(), &part).unwrap();
        let whole = std::fs::read(&path).unwrap();
        assert!(!whole.windows(8).any(|window| window == b"ordinary"));
        for at in [10, whole.len() / 2, whole.len() - 1] {
            let mut changed = whole.clone();
            changed[at] ^= 1;
            std::fs::write(&path, &changed).unwrap();
            assert!(check(dir.path(), &part).unwrap_err().to_string().contains("part.age"));
            assert!(read_with(&own).is_err());
        }
        std::fs::write(&path, &whole[..whole.len() - 100]).unwrap();
        assert!(read_with(&own).is_err(), "a part that ends early");
        assert!(check(dir.path(), &part).is_err());
    }

    #[test]
    fn what_is_no_recipient_or_identity_is_told() {
        let dir = tempfile::tempdir().unwrap();
        assert!(matches!(Recipients::read(&[]), Err(KeepFault::NoRecipient)));
        assert!(matches!(Recipients::read(&["age1nobody".into()]), Err(KeepFault::Recipient(_))));
        let file = dir.path().join("identity");
        for text in ["", "# only a comment\n", "AGE-SECRET-KEY-1NOTONE\n"] {
            std::fs::write(&file, text).unwrap();
            assert!(matches!(Identities::read(&file), Err(KeepFault::Identity(_))), "{text}");
        }
    }
}
