//! The files that hold a node key: the one in force, and while it is being replaced the next one beside it.

use super::KeyFault;
use crate::crypto::Secret;
use crate::files;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// The file of the node key in force.
pub(crate) fn path(data: &Path) -> PathBuf {
    data.join("node.key")
}

/// The file of the next one: there only while keys are being wrapped anew.
pub(crate) fn next_path(data: &Path) -> PathBuf {
    files::fresh_name(&path(data))
}

fn fault(file: &Path, wrong: impl ToString) -> KeyFault {
    KeyFault::NodeKey(file.to_owned(), wrong.to_string())
}

/// Reads a node key; none where there is no file.
///
/// # Errors
/// [`KeyFault::NodeKey`], also when the file is no node key.
pub(crate) fn read(file: &Path) -> Result<Option<Secret>, KeyFault> {
    match std::fs::read(file) {
        Ok(bytes) => {
            let bytes = bytes.try_into().map_err(|_| fault(file, "is no node key: 32 bytes are wanted"))?;
            Ok(Some(Secret(bytes)))
        }
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(fault(file, error)),
    }
}

/// Reads the next node key. One that was not written to its end wraps nothing yet: it is thrown away.
///
/// # Errors
/// [`KeyFault::NodeKey`].
pub(crate) fn read_next(data: &Path) -> Result<Option<Secret>, KeyFault> {
    let file = next_path(data);
    match std::fs::metadata(&file) {
        Ok(about) if about.len() < 32 => discard_next(data).map(|()| None),
        _ => read(&file),
    }
}

/// Makes a node key, durably.
///
/// # Errors
/// [`KeyFault`].
pub(crate) fn make(file: &Path) -> Result<Secret, KeyFault> {
    let key = Secret::random()?;
    files::write_new(file, &key.0).map_err(|error| fault(file, error))?;
    Ok(key)
}

/// Throws the next node key away: nothing is wrapped under it.
///
/// # Errors
/// [`KeyFault::NodeKey`].
pub(crate) fn discard_next(data: &Path) -> Result<(), KeyFault> {
    let file = next_path(data);
    files::remove(&file).map_err(|error| fault(&file, error))
}

/// Puts the next node key in the place of the one in force: nothing is wrapped under that any more.
///
/// # Errors
/// [`KeyFault::NodeKey`].
pub(crate) fn promote_next(data: &Path) -> Result<(), KeyFault> {
    let file = path(data);
    files::replace(&next_path(data), &file).map_err(|error| fault(&file, error))
}
