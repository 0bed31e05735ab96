//! A shelf: a directory of the node's own in which files lie for this user alone until somebody fetches them. What lies there is whole:
//! a file gets its name when its last byte is durable.

use crate::files;
use crate::node::Node;
use std::fs::{DirBuilder, File};
use std::io::{self, BufReader, BufWriter, Write};
use std::os::unix::fs::DirBuilderExt;
use std::path::PathBuf;

/// How a file ends that is still being written.
const DRAFT: &str = ".part";

/// A directory below the node's own.
pub struct Shelf(PathBuf);

/// A file that is being written.
pub struct Draft {
    shelf: PathBuf,
    path: PathBuf,
    out: BufWriter<File>,
}

impl Node {
    /// The shelf of that name. There may be nothing on it yet, not even itself.
    #[must_use]
    pub fn shelf(&self, name: &str) -> Shelf {
        Shelf(self.config().data.join(name))
    }
}

impl Shelf {
    /// Begins a file in place of what an earlier attempt of this process left. Two processes never write the same.
    ///
    /// # Errors
    /// As the system says.
    pub fn begin(&self, name: &str) -> io::Result<Draft> {
        DirBuilder::new().recursive(true).mode(0o700).create(&self.0)?;
        let path = self.0.join(format!("{name}.{}{DRAFT}", std::process::id()));
        files::remove(&path)?;
        let out = BufWriter::new(files::make_new(&path)?);
        Ok(Draft { shelf: self.0.clone(), path, out })
    }

    /// The names of what lies there, drafts among them.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        let files = std::fs::read_dir(&self.0).into_iter().flatten().flatten();
        files.map(|file| file.file_name().to_string_lossy().into_owned()).collect()
    }

    /// Opens a file.
    ///
    /// # Errors
    /// As the system says.
    pub fn open(&self, name: &str) -> io::Result<BufReader<File>> {
        Ok(BufReader::with_capacity(64 * 1024, File::open(self.0.join(name))?))
    }

    /// Removes a file, if there is one.
    ///
    /// # Errors
    /// As the system says.
    pub fn remove(&self, name: &str) -> io::Result<()> {
        files::remove(&self.0.join(name))
    }
}

impl Draft {
    /// Gives the file its name, once everything is durable.
    ///
    /// # Errors
    /// As the system says: then no file of that name is there.
    pub fn finish(self, name: &str) -> io::Result<()> {
        let file = self.out.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.sync_all()?;
        let whole = self.shelf.join(name);
        std::fs::rename(&self.path, &whole)?;
        files::sync_directory(&whole)
    }
}

impl Write for Draft {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.out.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    #[test]
    fn a_file_gets_its_name_with_its_last_byte_and_is_for_this_user_alone() {
        use std::os::unix::fs::PermissionsExt;
        let home = tempfile::tempdir().unwrap();
        let shelf = Shelf(home.path().join("shelf"));
        assert_eq!(shelf.names(), Vec::<String>::new());
        let mut left = shelf.begin("a").unwrap();
        left.write_all(b"breaks off").unwrap();
        let mut draft = shelf.begin("a").unwrap();
        draft.write_all(b"ordinary words").unwrap();
        assert!(shelf.open("a.age").is_err() && shelf.names().iter().all(|name| name.ends_with(DRAFT)));
        draft.finish("a.age").unwrap();
        assert_eq!(shelf.names(), ["a.age"]);
        let mut text = String::new();
        shelf.open("a.age").unwrap().read_to_string(&mut text).unwrap();
        assert_eq!(text, "ordinary words");
        let mode = |path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(shelf.0.clone()), mode(shelf.0.join("a.age"))), (0o700, 0o600));
        shelf.remove("a.age").unwrap();
        shelf.remove("a.age").unwrap();
        assert_eq!(shelf.names(), Vec::<String>::new());
    }
}
