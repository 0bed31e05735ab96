//! What the markers of a JPEG stream tell before anything of it is decoded (ITU-T T.81, annex B).
//!
//! JPEG decoders forgive a missing tail and fill it with grey; the hash of such a picture would silently be
//! the hash of another one. And each scan of a progressive picture goes over all of its pixels again, so that
//! a small file with thousands of scans would keep a decoder busy for hours.

const END_OF_IMAGE: u8 = 0xD9;
const START_OF_IMAGE: u8 = 0xD8;
const START_OF_SCAN: u8 = 0xDA;

/// What was seen on the way through the first picture of a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Walked {
    /// Whether its end-of-image marker is there.
    pub(crate) ends: bool,
    /// How many scans it has.
    pub(crate) scans: u64,
}

/// Walks the markers of the first picture in `bytes`. Thumbnails inside segments are stepped over; bytes after the
/// end do not matter.
pub(crate) fn walk(bytes: &[u8]) -> Walked {
    let (mut at, mut scans) = (0, 0);
    while let Some((marker, after)) = next_marker(bytes, at) {
        match marker {
            END_OF_IMAGE => return Walked { ends: true, scans },
            START_OF_IMAGE => at = after,
            _ => {
                scans += u64::from(marker == START_OF_SCAN);
                let Some(&[high, low]) = bytes.get(after..after + 2) else { break };
                at = after + usize::from(u16::from_be_bytes([high, low])).max(2);
            }
        }
    }
    Walked { ends: false, scans }
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
    use super::{Walked, walk};

    #[test]
    fn a_thumbnail_in_a_segment_is_not_the_end() {
        let head = [0xFF, 0xD8, 0xFF, 0xE1, 0x00, 0x06, 0xFF, 0xD8, 0xFF, 0xD9];
        assert!(!walk(&head).ends);
        assert!(walk(&[&head[..], &[0xFF, 0xD9]].concat()).ends);
    }

    #[test]
    fn stuffing_fill_and_restarts_are_not_markers() {
        let scan = [0xFF, 0xD8, 0xFF, 0xDA, 0x00, 0x02, 1, 0xFF, 0x00, 0xD9, 0xFF, 0xD0, 2];
        assert!(!walk(&scan).ends);
        assert!(walk(&[&scan[..], &[0xFF, 0xFF, 0xD9, 7, 7]].concat()).ends);
    }

    #[test]
    fn scans_are_counted_up_to_the_end_and_not_in_thumbnails() {
        let thumbnail = [0xFF, 0xD8, 0xFF, 0xE1, 0x00, 0x04, 0xFF, 0xDA];
        let scan = [0xFF, 0xDA, 0x00, 0x02, 1];
        let end = [0xFF, 0xD9];
        let all = [&thumbnail[..], &scan, &scan, &end, &scan].concat();
        assert_eq!(walk(&all), Walked { ends: true, scans: 2 });
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
            assert!(!walk(cut).ends);
        }
    }
}
