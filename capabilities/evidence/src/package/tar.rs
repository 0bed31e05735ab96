//! As much of the tar format (POSIX ustar) as packages need: plain files, one after the other, with short plain names.

use super::Wrong;
use std::io::{self, Read, Write};

const BLOCK: usize = 512;
/// Longest size that eleven octal digits say.
const MOST: u64 = 0o777_7777_7777;

fn put(header: &mut [u8; BLOCK], at: usize, text: &str) {
    header[at..at + text.len()].copy_from_slice(text.as_bytes());
}

/// The sum over a header whose own field counts as spaces.
fn sum(header: &[u8; BLOCK]) -> u32 {
    let counted = header.iter().enumerate();
    counted.map(|(at, byte)| if (148..156).contains(&at) { 32 } else { u32::from(*byte) }).sum()
}

/// Whether a name may stand in a package: letters, digits, dots and hyphens, and no path.
fn is_name(name: &str) -> bool {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'.');
    (1..=64).contains(&name.len()) && !name.starts_with('.') && name.bytes().all(plain)
}

/// Writes the header of a file.
pub(super) fn begin(out: &mut dyn Write, name: &str, size: u64) -> io::Result<()> {
    if !is_name(name) || size > MOST {
        return Err(io::Error::other("a name or size that no package has"));
    }
    let mut header = [0; BLOCK];
    put(&mut header, 0, name);
    put(&mut header, 100, "0000600\0");
    put(&mut header, 108, "0000000\0");
    put(&mut header, 116, "0000000\0");
    put(&mut header, 124, &format!("{size:011o}\0"));
    put(&mut header, 136, "00000000000\0");
    put(&mut header, 156, "0");
    put(&mut header, 257, "ustar\0");
    put(&mut header, 263, "00");
    let sum = sum(&header);
    put(&mut header, 148, &format!("{sum:06o}\0 "));
    out.write_all(&header)
}

/// Bytes that fill up the last block of a file.
fn padding(size: u64) -> usize {
    let over = usize::try_from(size % BLOCK as u64).unwrap_or_default();
    if over == 0 { 0 } else { BLOCK - over }
}

/// Ends a file of that size.
pub(super) fn end_file(out: &mut dyn Write, size: u64) -> io::Result<()> {
    out.write_all(&[0; BLOCK][..padding(size)])
}

/// Ends the tar.
pub(super) fn end(out: &mut dyn Write) -> io::Result<()> {
    out.write_all(&[0; 2 * BLOCK])
}

fn damaged(wrong: &str) -> Wrong {
    Wrong::Damaged(wrong.to_owned())
}

fn broken(error: &io::Error) -> Wrong {
    Wrong::Damaged(error.to_string())
}

fn text(header: &[u8], from: usize, to: usize) -> Option<&str> {
    let field = &header[from..to];
    let end = field.iter().position(|byte| *byte == 0).unwrap_or(field.len());
    std::str::from_utf8(&field[..end]).ok()
}

/// The next file's name and size; none at the end, after which nothing follows.
pub(super) fn next(from: &mut dyn Read) -> Result<Option<(String, u64)>, Wrong> {
    let mut header = [0; BLOCK];
    from.read_exact(&mut header).map_err(|error| broken(&error))?;
    if header == [0; BLOCK] {
        let mut rest = Vec::new();
        Read::take(&mut *from, BLOCK as u64 + 1).read_to_end(&mut rest).map_err(|error| broken(&error))?;
        let is_end = rest.len() == BLOCK && rest.iter().all(|byte| *byte == 0);
        return if is_end { Ok(None) } else { Err(damaged("something follows the end of the tar")) };
    }
    let octal = |from, to| text(&header, from, to).and_then(|text| u64::from_str_radix(text.trim(), 8).ok());
    if &header[257..265] != b"ustar\x0000" || header[156] != b'0' {
        return Err(damaged("a header of the tar is none of a plain file"));
    }
    if octal(148, 156) != Some(sum(&header).into()) {
        return Err(damaged("a header of the tar was changed"));
    }
    let name = text(&header, 0, 100).filter(|name| is_name(name));
    match (name, octal(124, 136)) {
        (Some(name), Some(size)) if size <= MOST => Ok(Some((name.to_owned(), size))),
        _ => Err(damaged("a name or size in the tar is none that a package has")),
    }
}

/// Hands the bytes of a file on, piece by piece.
pub(super) fn each_piece(
    from: &mut dyn Read,
    size: u64,
    take: &mut dyn FnMut(&[u8]) -> Result<(), Wrong>,
) -> Result<(), Wrong> {
    let (mut left, mut piece) = (size, vec![0; 64 * 1024]);
    while left > 0 {
        let most = usize::try_from(left).unwrap_or(piece.len()).min(piece.len());
        let read = from.read(&mut piece[..most]).map_err(|error| broken(&error))?;
        if read == 0 {
            return Err(damaged("it breaks off"));
        }
        take(&piece[..read])?;
        left -= read as u64;
    }
    let mut filled = [0; BLOCK];
    let filled = &mut filled[..padding(size)];
    from.read_exact(filled).map_err(|error| broken(&error))?;
    if filled.iter().all(|byte| *byte == 0) { Ok(()) } else { Err(damaged("something stands between files")) }
}
