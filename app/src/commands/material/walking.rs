//! The files below a folder, each folder's by name: always in the same order, so that a scan can go on where it was.

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};

/// Goes through a folder. A folder's files are in memory, not those of the whole tree; links are not followed, and what is
/// neither file nor folder is left out. Paths are below the folder, in the order of [`Path`].
pub(super) struct Walk {
    root: PathBuf,
    at: PathBuf,
    open: Vec<std::vec::IntoIter<(OsString, bool)>>,
}

impl Walk {
    /// # Errors
    /// The folder itself cannot be read.
    pub(super) fn new(root: &Path) -> io::Result<Walk> {
        Ok(Walk { root: root.to_owned(), at: PathBuf::new(), open: vec![listing(root)?.into_iter()] })
    }
}

/// Names, and whether each is a folder.
fn listing(dir: &Path) -> io::Result<Vec<(OsString, bool)>> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(dir)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        if kind.is_file() || kind.is_dir() {
            names.push((entry.file_name(), kind.is_dir()));
        }
    }
    names.sort_unstable();
    Ok(names)
}

impl Iterator for Walk {
    /// A file, or a folder that cannot be read.
    type Item = Result<PathBuf, (PathBuf, io::Error)>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let Some((name, is_dir)) = self.open.last_mut()?.next() else {
                self.open.pop();
                self.at.pop();
                continue;
            };
            let path = self.at.join(name);
            if !is_dir {
                return Some(Ok(path));
            }
            match listing(&self.root.join(&path)) {
                Ok(names) => {
                    self.at = path;
                    self.open.push(names.into_iter());
                }
                Err(error) => return Some(Err((path, error))),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_come_in_the_order_of_their_paths_and_links_are_left_out() {
        let home = tempfile::tempdir().unwrap();
        for file in ["a/z", "a.txt", "a/b/c", "b", "a/b.x", "a-b/1", "Z"] {
            let path = home.path().join(file);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, file).unwrap();
        }
        std::os::unix::fs::symlink("/", home.path().join("all")).unwrap();
        let walked: Vec<PathBuf> = Walk::new(home.path()).unwrap().map(Result::unwrap).collect();
        let mut sorted = walked.clone();
        sorted.sort();
        assert_eq!(walked, sorted);
        assert_eq!(walked.len(), 7);
        assert!(Walk::new(&home.path().join("b")).is_err());
    }
}
