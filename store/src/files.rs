//! Files that must be whole, durable and for this user alone.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// What is overwritten in one go, in bytes.
const CHUNK: usize = 64 * 1024;

/// The directory of a file.
fn directory(file: &Path) -> &Path {
    match file.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

/// Makes the names in a file's directory durable.
pub(crate) fn sync_directory(file: &Path) -> io::Result<()> {
    File::open(directory(file))?.sync_all()
}

/// A file that is new and that this user alone can read.
pub(crate) fn make_new(file: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(file)
}

/// Writes a new durable file for this user alone.
pub(crate) fn write_new(file: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut made = make_new(file)?;
    made.write_all(bytes)?;
    made.sync_all()?;
    sync_directory(file)
}

/// The name under which a file is written before it replaces another: the same, followed by `.new`.
pub(crate) fn fresh_name(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".new");
    PathBuf::from(name)
}

/// Removes a file, if there is one.
pub(crate) fn remove(file: &Path) -> io::Result<()> {
    match std::fs::remove_file(file) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Puts a durable file in another's place in one step, and overwrites what lay there: readers see the old or the new one. On a
/// disk or file system that writes elsewhere the old bytes may still stand somewhere.
pub(crate) fn replace(fresh: &Path, file: &Path) -> io::Result<()> {
    let old = OpenOptions::new().write(true).open(file).ok();
    std::fs::rename(fresh, file)?;
    sync_directory(file)?;
    old.map_or(Ok(()), overwrite)
}

fn overwrite(mut file: File) -> io::Result<()> {
    let mut left = file.metadata()?.len();
    let nothing = vec![0; CHUNK];
    while left > 0 {
        let next = usize::try_from(left).unwrap_or(CHUNK).min(CHUNK);
        file.write_all(&nothing[..next])?;
        left -= next as u64;
    }
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_replaced_is_overwritten() {
        let dir = tempfile::tempdir().unwrap();
        let (file, link) = (dir.path().join("file"), dir.path().join("link"));
        write_new(&file, &[7; 100_000]).unwrap();
        std::fs::hard_link(&file, &link).unwrap();
        write_new(&fresh_name(&file), b"new").unwrap();
        replace(&fresh_name(&file), &file).unwrap();
        assert_eq!(std::fs::read(&file).unwrap(), b"new");
        assert_eq!(std::fs::read(&link).unwrap(), vec![0; 100_000]);
        assert!(write_new(&file, b"again").is_err());
    }
}
