//! Whether a JPEG stream was received to its end.
//!
//! JPEG decoders forgive a missing tail and fill it with grey; the hash of such a picture would silently be
//! the hash of another one. So the markers are walked first (ITU-T T.81, annex B).

const END_OF_IMAGE: u8 = 0xD9;
const START_OF_IMAGE: u8 = 0xD8;

/// Whether the end-of-image marker of the first picture in `bytes` is there. Thumbnails inside segments are
/// stepped over; bytes after the end do not matter.
pub(crate) fn reaches_end(bytes: &[u8]) -> bool {
    let mut at = 0;
    while let Some((marker, after)) = next_marker(bytes, at) {
        match marker {
            END_OF_IMAGE => return true,
            START_OF_IMAGE => at = after,
            _ => match bytes.get(after..after + 2) {
                Some(&[high, low]) => at = after + usize::from(u16::from_be_bytes([high, low])).max(2),
                _ => return false,
            },
        }
    }
    false
}

/// The next marker from `from` on that opens or closes something, and the position after it.
/// Compressed data lie between markers: there 0xFF is followed by 0 (stuffing) or a restart marker.
fn next_marker(bytes: &[u8], from: usize) -> Option<(u8, usize)> {
    let mut at = from;
    loop {
        at += bytes.get(at..)?.iter().position(|&byte| byte == 0xFF)? + 1;
        match *bytes.get(at)? {
            0x00 | 0x01 | 0xD0..=0xD7 => at += 1,
            0xFF => {}
            marker => return Some((marker, at + 1)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::reaches_end;

    #[test]
    fn a_thumbnail_in_a_segment_is_not_the_end() {
        let head = [0xFF, 0xD8, 0xFF, 0xE1, 0x00, 0x06, 0xFF, 0xD8, 0xFF, 0xD9];
        assert!(!reaches_end(&head));
        assert!(reaches_end(&[&head[..], &[0xFF, 0xD9]].concat()));
    }

    #[test]
    fn stuffing_fill_and_restarts_are_not_markers() {
        let scan = [0xFF, 0xD8, 0xFF, 0xDA, 0x00, 0x02, 1, 0xFF, 0x00, 0xD9, 0xFF, 0xD0, 2];
        assert!(!reaches_end(&scan));
        assert!(reaches_end(&[&scan[..], &[0xFF, 0xFF, 0xD9, 7, 7]].concat()));
    }

    #[test]
    fn a_cut_segment_has_no_end() {
        for cut in [
            &[][..],
            &[0xFF],
            &[0xFF, 0xD8],
            &[0xFF, 0xD8, 0xFF, 0xE0, 0x00],
            &[0xFF, 0xD8, 0xFF, 0xE0, 0xFF, 0xFF],
        ] {
            assert!(!reaches_end(cut));
        }
    }
}
