//! The secret of the demo's own gateway: drawn once, beside the data.

use crate::commands::write_for_this_user;
use crate::fault::Fault;
use couriers::hook::Secret;
use std::path::{Path, PathBuf};

/// Where it lies.
pub(crate) fn file_of(data: &Path) -> PathBuf {
    data.join("phone.secret")
}

/// The demo's secret; drawn where there is none yet.
///
/// # Errors
/// [`Fault`] without randomness, or when the file cannot be written.
pub(crate) fn secret_of(data: &Path) -> Result<Secret, Fault> {
    let file = file_of(data);
    if !file.exists() {
        let drawn = store::crypto::random().map_err(|error| Fault::Input(error.to_string()))?;
        write_for_this_user(&file, Secret::written(&drawn).as_bytes())?;
    }
    let text = std::fs::read_to_string(&file).map_err(Fault::file(&file))?;
    Secret::read(text.trim()).map_err(Fault::Input)
}
