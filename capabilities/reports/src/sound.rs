//! A voice message at the door: which kind of sound file it is, told by its bytes alone. Nothing here decodes or plays it.

use crate::codes::Sound;
use crate::limits::MAX_VOICE_BYTES;
use crate::wire::TakenVoice;

/// Where a WebM file names its tracks: browsers write them first.
const WEBM_HEAD: usize = 64 * 1024;
/// Where the first Ogg pages name what they carry.
const OGG_HEAD: usize = 4 * 1024;

/// Brands of MP4 files that recorders write (ISO/IEC 14496-12, 14496-14, 3GPP TS 26.244): those of photographs are not among them.
const BRANDS: [&[u8; 4]; 14] = [
    b"M4A ", b"M4B ", b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"dash", b"3gp4",
    b"3gp5", b"3gp6", b"qt  ",
];

/// Why a sound file is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SoundFault {
    /// The file is too large.
    #[error("the file has more than {MAX_VOICE_BYTES} bytes")]
    TooManyBytes,
    /// It is none of the five kinds.
    #[error("neither WebM, Ogg, MP4, WAV nor MP3")]
    NoSound,
    /// It says that it holds moving pictures, too: nobody here is to be sent a film.
    #[error("it holds moving pictures")]
    Film,
}

/// Takes a sound file as it came. Never panics, whatever the bytes are.
///
/// # Errors
/// [`SoundFault`] says what is wrong with the file.
///
/// ```
/// use reports::sound::{SoundFault, take};
/// assert_eq!(take(b"no sound".to_vec()).err(), Some(SoundFault::NoSound));
/// ```
pub fn take(bytes: Vec<u8>) -> Result<TakenVoice, SoundFault> {
    if bytes.len() as u64 > MAX_VOICE_BYTES {
        return Err(SoundFault::TooManyBytes);
    }
    sniff(&bytes).map(|_| TakenVoice { bytes })
}

/// The kind of a sound file, as its bytes say.
///
/// # Errors
/// [`SoundFault`] when it is none of them, or a film that says so.
pub fn sniff(bytes: &[u8]) -> Result<Sound, SoundFault> {
    let sound = kind(bytes).ok_or(SoundFault::NoSound)?;
    if shows_pictures(sound, bytes) { Err(SoundFault::Film) } else { Ok(sound) }
}

fn kind(bytes: &[u8]) -> Option<Sound> {
    let at = |from: usize, wanted: &[u8]| bytes.get(from..).is_some_and(|rest| rest.starts_with(wanted));
    if at(0, b"\x1a\x45\xdf\xa3") && has(head(bytes, 64), b"webm") {
        Some(Sound::Webm)
    } else if at(0, b"OggS") {
        Some(Sound::Ogg)
    } else if at(4, b"ftyp") && BRANDS.iter().any(|brand| at(8, *brand)) {
        Some(Sound::Mp4)
    } else if at(0, b"RIFF") && at(8, b"WAVE") {
        Some(Sound::Wav)
    } else if at(0, b"ID3") || is_mp3_frame(bytes) {
        Some(Sound::Mp3)
    } else {
        None
    }
}

/// Eleven bits of synchronisation, a known version, layer III, a bit rate and a sampling rate that there are (ISO/IEC 11172-3).
fn is_mp3_frame(bytes: &[u8]) -> bool {
    let [0xff, second, third, ..] = bytes else { return false };
    let (version, layer) = (second >> 3 & 3, second >> 1 & 3);
    let (bit_rate, sampling) = (third >> 4, third >> 2 & 3);
    second >> 5 == 7 && version != 1 && layer == 1 && !matches!(bit_rate, 0 | 15) && sampling != 3
}

/// Whether a file says of itself that it shows moving pictures. One that lies is not found: nothing is decoded here.
fn shows_pictures(sound: Sound, bytes: &[u8]) -> bool {
    match sound {
        // The element CodecID (0x86) of a video track begins with "V_".
        Sound::Webm => head(bytes, WEBM_HEAD)
            .windows(4)
            .any(|part| matches!(part, [0x86, length, b'V', b'_'] if length & 0x80 != 0)),
        Sound::Ogg => {
            let films: [&[u8]; 4] = [b"\x80theora", b"BBCD\0", b"\x01video\0\0\0", b"OVP80"];
            films.iter().any(|film| has(head(bytes, OGG_HEAD), film))
        }
        // A box "hdlr" names its handler eight bytes on: "vide" for films, "pict" for photographs (ISO/IEC 14496-12, 23008-12).
        Sound::Mp4 => bytes
            .windows(16)
            .any(|part| part.starts_with(b"hdlr") && (part.ends_with(b"vide") || part.ends_with(b"pict"))),
        // A tag may carry a picture of its cover (ID3v2: APIC, PIC before).
        Sound::Mp3 => {
            bytes.starts_with(b"ID3") && (has(bytes, b"APIC") || has(head(bytes, OGG_HEAD), b"PIC"))
        }
        Sound::Wav => false,
    }
}

fn head(bytes: &[u8], length: usize) -> &[u8] {
    &bytes[..bytes.len().min(length)]
}

fn has(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|part| part == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::sample_sounds;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_bytes_are_answered(bytes in proptest::collection::vec(any::<u8>(), 0..400), head in 0_usize..6) {
            let heads: [&[u8]; 6] = [b"\x1a\x45\xdf\xa3webm", b"OggS", b"\0\0\0\0ftyp", b"RIFF\0\0\0\0WAVE", b"ID3", b"\xff\xfb"];
            drop(take([heads[head], &bytes].concat()));
            drop(take(bytes));
        }
    }

    #[test]
    fn each_kind_is_told_by_its_first_bytes() {
        for (sound, bytes) in sample_sounds() {
            assert_eq!(sniff(&bytes), Ok(sound));
            for short in 0..3 {
                assert_eq!(sniff(&bytes[..short]), Err(SoundFault::NoSound), "{sound:?} {short}");
            }
            let moved = [&[0][..], &bytes].concat();
            assert_ne!(sniff(&moved), Ok(sound), "{sound:?}");
        }
        for none in
            [&b"\x1a\x45\xdf\xa3 and nothing of what follows"[..], b"RIFF\0\0\0\0WEBP", b"\x89PNG\r\n\x1a\n"]
        {
            assert_eq!(sniff(none), Err(SoundFault::NoSound));
        }
        // Layer I, no bit rate, no sampling rate, an unknown version: no frame of MP3.
        for second_and_third in [[0xff, 0x90], [0xfb, 0x00], [0xfb, 0x9c], [0xeb, 0x90]] {
            assert_eq!(sniff(&[&[0xff], &second_and_third[..]].concat()), Err(SoundFault::NoSound));
        }
    }

    #[test]
    fn a_film_that_says_so_is_not_taken() {
        let of = |wanted: Sound| sample_sounds().into_iter().find(|(sound, _)| *sound == wanted).unwrap().1;
        let webm = [of(Sound::Webm), b"\x86\x85V_VP8".to_vec()].concat();
        let ogg = [of(Sound::Ogg), b"\x80theora".to_vec()].concat();
        let handler =
            |kind: &[u8]| [of(Sound::Mp4), b"hdlr\0\0\0\0\0\0\0\0".to_vec(), kind.to_vec()].concat();
        for film in [webm, ogg, handler(b"vide")] {
            assert_eq!(take(film).err(), Some(SoundFault::Film));
        }
        assert_eq!(sniff(&handler(b"soun")), Ok(Sound::Mp4));
    }

    #[test]
    fn what_is_too_large_is_called_so() {
        let large = vec![0; usize::try_from(MAX_VOICE_BYTES).unwrap() + 1];
        assert_eq!(take(large).err(), Some(SoundFault::TooManyBytes));
    }
}
