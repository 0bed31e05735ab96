//! Files that were made to do harm: each ends in hashes or in one line that says what is wrong, within 512 MiB and 10 s.

use super::{encoded, patches};
use crate::demo::TUTELA;
use flate2::Compression;
use flate2::write::ZlibEncoder;
use image::{DynamicImage, ImageFormat};
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// Files that one process gets: the limit of 10 s, meant for one, holds for all of them.
const TOGETHER: usize = 40;

/// What must become of a file.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Ends {
    /// It cannot be a picture.
    Wrong,
    /// It may be one that a decoder can make sense of.
    Either,
    /// It is a picture all the same.
    Right,
}

struct Hostile {
    name: String,
    bytes: Vec<u8>,
    ends: Ends,
}

fn moving() -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = image::codecs::gif::GifEncoder::new_with_speed(&mut bytes, 30);
    for seed in 0..2 {
        encoder
            .encode_frame(image::Frame::new(DynamicImage::from(patches(48, 40, seed)).into_rgba8()))
            .unwrap();
    }
    drop(encoder);
    bytes
}

/// One small picture of each kind, by name.
fn bases() -> Vec<(&'static str, Vec<u8>)> {
    use ImageFormat::{Bmp, Gif, Jpeg, Png, Tiff, WebP};
    let picture = patches(48, 40, 3);
    let kinds = [("jpg", Jpeg), ("png", Png), ("webp", WebP), ("gif", Gif), ("tiff", Tiff), ("bmp", Bmp)];
    let mut all: Vec<_> = kinds.map(|(name, format)| (name, encoded(picture.clone(), format))).into();
    all.push(("moving.gif", moving()));
    all
}

/// Numbers that follow from one another.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound.max(1)
    }
}

/// Cut at the beginning, in each header, and all over.
fn truncated(all: &mut Vec<Hostile>) {
    for (name, bytes) in bases() {
        for part in 0..28 {
            let at = if part < 14 { part * 5 } else { bytes.len() * (part - 13) / 16 };
            let ends = if at * 10 < bytes.len() * 7 { Ends::Wrong } else { Ends::Either };
            // The first picture of an animation may be whole.
            let ends = if name == "moving.gif" && at > bytes.len() / 3 { Ends::Either } else { ends };
            let bytes = bytes[..at.min(bytes.len() - 1)].to_vec();
            all.push(Hostile { name: format!("cut-{part}.{name}"), bytes, ends });
        }
    }
}

/// Bytes changed at random, most of them in the headers.
fn damaged(all: &mut Vec<Hostile>) {
    let mut numbers = Numbers(11);
    for (name, bytes) in bases() {
        for n in 0..24 {
            let mut bytes = bytes.clone();
            for _ in 0..=numbers.below(6) {
                let end = if n % 3 == 0 { bytes.len() } else { bytes.len().min(80) };
                let at = numbers.below(end);
                bytes[at] = [0, 0xFF, 0x80, 0x7F][numbers.below(4)];
            }
            all.push(Hostile { name: format!("damaged-{n}.{name}"), bytes, ends: Ends::Either });
        }
    }
}

fn put(bytes: &[u8], at: usize, what: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    bytes[at..at + what.len()].copy_from_slice(what);
    bytes
}

/// A chunk of a PNG with the check of what is in it now.
fn chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let mut check = flate2::Crc::new();
    check.update(kind);
    check.update(data);
    [&(data.len() as u32).to_be_bytes()[..], kind, data, &check.sum().to_be_bytes()].concat()
}

fn packed(zeros: usize) -> Vec<u8> {
    let mut packer = ZlibEncoder::new(Vec::new(), Compression::best());
    let part = vec![0; 1 << 16];
    for at in (0..zeros).step_by(part.len()) {
        packer.write_all(&part[..part.len().min(zeros - at)]).unwrap();
    }
    packer.finish().unwrap()
}

/// A PNG of red, green and blue that says it is so large, with these chunks before its pixels.
fn png(width: u32, height: u32, before: &[u8], pixels: &[u8]) -> Vec<u8> {
    let head = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 2, 0, 0, 0]].concat();
    let parts = [
        b"\x89PNG\r\n\x1a\n",
        &chunk(b"IHDR", &head)[..],
        before,
        &chunk(b"IDAT", pixels),
        &chunk(b"IEND", b""),
    ];
    parts.concat()
}

/// A TIFF with these entries: tag, type, count, value.
fn tiff(entries: &[(u16, u16, u32, u32)]) -> Vec<u8> {
    let mut bytes = b"II*\0\x08\0\0\0".to_vec();
    bytes.extend((entries.len() as u16).to_le_bytes());
    for (tag, kind, count, value) in entries {
        bytes.extend([tag.to_le_bytes(), kind.to_le_bytes()].concat());
        bytes.extend([count.to_le_bytes(), value.to_le_bytes()].concat());
    }
    bytes.extend([0; 64]);
    bytes
}

/// Headers that say 60,000 x 60,000, and other sizes that nobody has room for.
fn huge(all: &mut Vec<Hostile>) {
    let base = |wanted: &str| bases().into_iter().find(|(name, _)| *name == wanted).unwrap().1;
    let (jpeg, gif, bmp) = (base("jpg"), base("gif"), base("bmp"));
    let frame = jpeg.windows(2).position(|pair| pair == [0xFF, 0xC0]).unwrap() + 5;
    for (n, side) in [60_000_u32, 65_535, 50_000, 20_000].into_iter().enumerate() {
        let short = side as u16;
        let (big, small) = ([short.to_be_bytes(); 2].concat(), [short.to_le_bytes(); 2].concat());
        let long = [side.to_le_bytes(); 2].concat();
        let less = (side - 1).to_le_bytes();
        let webp =
            [b"RIFF\x1e\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0", &less[..3], &less[..3], b"VP8L\0\0\0\0"].concat();
        let strips = [
            (256, 4, 1, side),
            (257, 4, 1, side),
            (258, 3, 1, 8),
            (259, 3, 1, 1),
            (262, 3, 1, 1),
            (273, 4, 1, 8),
            (278, 4, 1, side),
            (279, 4, 1, 64),
        ];
        let made = [
            ("jpg", put(&jpeg, frame, &big)),
            ("png", png(side, side, b"", &packed(1_000))),
            ("gif", put(&gif, 6, &small)),
            ("bmp", put(&bmp, 18, &long)),
            ("tiff", tiff(&strips)),
            ("webp", webp),
        ];
        let made =
            made.map(|(name, bytes)| Hostile { name: format!("huge-{n}.{name}"), bytes, ends: Ends::Wrong });
        all.extend(made);
    }
    for (n, side) in [0_u32, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF].into_iter().enumerate() {
        let made = [
            ("png", png(side, side, b"", &packed(1_000))),
            ("bmp", put(&bmp, 18, &[side.to_le_bytes(); 2].concat())),
            ("bmp", put(&bmp, 22, &side.to_le_bytes())),
            (
                "tiff",
                tiff(&[(256, 4, 1, side), (257, 4, 1, side), (258, 3, 1, 8), (262, 3, 1, 1), (273, 4, 1, 8)]),
            ),
        ];
        let named = made.into_iter().enumerate();
        // A BMP may lie upside down, with a height below nothing.
        let ends = |name| if name == "bmp" { Ends::Either } else { Ends::Wrong };
        let odd = |m, name, bytes| Hostile { name: format!("odd-{n}-{m}.{name}"), bytes, ends: ends(name) };
        all.extend(named.map(|(m, (name, bytes))| odd(m, name, bytes)));
    }
}

/// Little that becomes much.
fn bombs(all: &mut Vec<Hostile>) {
    let mut bomb = |name: &str, bytes: Vec<u8>, ends: Ends| {
        all.push(Hostile { name: format!("bomb-{name}"), bytes, ends });
    };
    let whole = |side: usize| packed(side * (side * 3 + 1));
    bomb("pixels.png", png(11_000, 11_000, b"", &packed(1 << 20)), Ends::Wrong);
    bomb("some-pixels.png", png(4_000, 4_000, b"", &whole(4_000)), Ends::Right);
    bomb("more-than-said.png", png(8, 8, b"", &packed(64 << 20)), Ends::Either);
    for (name, kind, head) in [
        ("profile", b"iCCP", &b"x\0\0"[..]),
        ("text", b"zTXt", b"x\0\0"),
        ("words", b"iTXt", b"x\0\x01\0\0\0"),
    ] {
        let data = [head, &packed(96 << 20)].concat();
        bomb(&format!("{name}.png"), png(16, 16, &chunk(kind, &data), &packed(16 * 49)), Ends::Either);
    }
    let plays = [&1_000_000_u32.to_be_bytes()[..], &[0; 4]].concat();
    bomb("frames.png", png(16, 16, &chunk(b"acTL", &plays), &packed(16 * 49)), Ends::Either);
    let jpeg = encoded(patches(48, 40, 3), ImageFormat::Jpeg);
    let scan = jpeg.windows(2).position(|pair| pair == [0xFF, 0xDA]).unwrap();
    let scans = jpeg[scan..jpeg.len() - 2].repeat(5_000);
    bomb("scans.jpg", [&jpeg[..scan], &scans, &[0xFF, 0xD9]].concat(), Ends::Wrong);
    bomb("comments.jpg", [&jpeg[..2], &[0xFF, 0xFE, 0, 2].repeat(500_000), &jpeg[2..]].concat(), Ends::Right);
    // Values that lie elsewhere, and say that there are billions of them.
    for tag in [258, 273, 279, 320, 34_675, 700, 347] {
        let entries = [(256, 4, 1, 100), (257, 4, 1, 100), (262, 3, 1, 1), (tag, 4, 0xFFFF_FFF0, 8)];
        bomb(&format!("values-{tag}.tiff"), tiff(&entries), Ends::Wrong);
    }
    for packing in [5, 7, 8, 32_773, 50_000] {
        let entries = [
            (256, 4, 1, 9_000),
            (257, 4, 1, 9_000),
            (258, 3, 1, 8),
            (259, 3, 1, packing),
            (262, 3, 1, 1),
            (273, 4, 1, 8),
            (278, 4, 1, 9_000),
            (279, 4, 1, 64),
        ];
        bomb(&format!("strip-{packing}.tiff"), tiff(&entries), Ends::Wrong);
    }
    let itself = put(
        &tiff(&[(256, 4, 1, 10), (257, 4, 1, 10), (262, 3, 1, 1), (330, 4, 1, 8)]),
        58,
        &8_u32.to_le_bytes(),
    );
    bomb("circle.tiff", itself, Ends::Wrong);
}

/// Animations that do not end, and frames outside of their canvas.
fn endless(all: &mut Vec<Hostile>) {
    let gif = moving();
    let head = gif.windows(3).position(|three| three == [0x21, 0xF9, 0x04]).unwrap();
    let frames = &gif[head..gif.len() - 1];
    for (n, times) in [100, 1_000, 5_000].into_iter().enumerate() {
        let forever = b"\x21\xff\x0bNETSCAPE2.0\x03\x01\0\0\0";
        let bytes = [&gif[..head], &forever[..], &frames.repeat(times)].concat();
        all.push(Hostile { name: format!("endless-{n}.gif"), bytes, ends: Ends::Right });
    }
    // A canvas as large as is allowed, of which each frame is the whole.
    let large = put(&gif, 6, &[0x10, 0x27, 0x10, 0x27]);
    all.push(Hostile { name: "canvas.gif".into(), bytes: large, ends: Ends::Either });
    let at = head + 8;
    for (n, place) in [[0xFF, 0xFF, 0, 0], [0, 0, 0xFF, 0xFF], [40, 0, 40, 0]].into_iter().enumerate() {
        all.push(Hostile {
            name: format!("outside-{n}.gif"),
            bytes: put(&gif, at + 1, &place),
            ends: Ends::Either,
        });
    }
}

/// Two things at once: the head of one before the rest of another, and pictures inside of what is none.
fn polyglots(all: &mut Vec<Hostile>) {
    let bases = bases();
    for (first, head) in &bases {
        for (second, rest) in &bases {
            if first != second {
                let bytes = [&head[..12], &rest[12..]].concat();
                all.push(Hostile { name: format!("{first}-and.{second}"), bytes, ends: Ends::Either });
            }
        }
        for (n, before) in
            [&b"%PDF-1.7\n"[..], b"PK\x03\x04", b"<html><img src='", b"\x7fELF", b"\xef\xbb\xbf"]
                .into_iter()
                .enumerate()
        {
            let bytes = [before, head].concat();
            all.push(Hostile { name: format!("inside-{n}.{first}"), bytes, ends: Ends::Wrong });
        }
        // A picture with something behind it is that picture: whoever hides it so is found all the same.
        let bytes = [&head[..], b"PK\x03\x04<script>alert(1)</script>%PDF"].concat();
        all.push(Hostile { name: format!("behind.{first}"), bytes, ends: Ends::Right });
    }
}

fn all() -> Vec<Hostile> {
    let mut all = Vec::new();
    [truncated, damaged, huge, bombs, endless, polyglots].into_iter().for_each(|make| make(&mut all));
    all
}

/// Runs the program as the machine lets it, and holds each answer against what must become of the file.
fn held(words: &[&str], files: &[(PathBuf, &Hostile)]) {
    let limits = ["--as=536870912", "--cpu=10", "--core=0", "--", TUTELA, "material"];
    let mut command = Command::new("prlimit");
    command.args(limits).args(words).args(files.iter().map(|(file, _)| file)).stdin(Stdio::null());
    let done = command.output().expect("prlimit is of util-linux, which every Debian has");
    let (out, told) = (String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
    let code = done.status.code();
    assert!(
        code == Some(0) || code == Some(2),
        "{:?}\n{told}\n{:?}",
        done.status,
        files.iter().map(|(file, _)| file).collect::<Vec<_>>()
    );
    for (file, hostile) in files {
        let hashed = out.lines().any(|line| line.contains(&format!("\"file\":\"{}\"", file.display())));
        let wrong: Vec<&str> =
            told.lines().filter(|line| line.starts_with(&format!("tutela: {}: ", file.display()))).collect();
        let right = match hostile.ends {
            _ if words[0] == "match" => hashed && wrong.len() <= 1,
            Ends::Wrong => !hashed && wrong.len() == 1,
            Ends::Either => hashed == wrong.is_empty() && wrong.len() <= 1,
            Ends::Right => hashed && wrong.is_empty(),
        };
        assert!(right, "{}, {:?}: {wrong:?}", hostile.name, hostile.ends);
    }
    assert!(!told.contains("panicked"), "{told}");
}

#[test]
fn hostile_files_end_in_a_clear_error() {
    let home = tempfile::tempdir().unwrap();
    let all = all();
    assert!(all.len() >= 500, "{}", all.len());
    let mut files: Vec<(PathBuf, &Hostile)> = Vec::new();
    for (n, hostile) in all.iter().enumerate() {
        let file = home.path().join(format!("{n}-{}", hostile.name));
        std::fs::write(&file, &hostile.bytes).unwrap();
        files.push((file, hostile));
    }
    for part in files.chunks(TOGETHER) {
        held(&["hash", "--json"], part);
    }
    // Held against a list, animations are gone through.
    let list = home.path().join("list.csv");
    std::fs::write(&list, format!("pdq\n{}\n", "0123456789abcdef".repeat(4))).unwrap();
    let list = list.display().to_string();
    let moves: Vec<_> = files
        .into_iter()
        .filter(|(_, hostile)| hostile.name.ends_with("gif") || hostile.name.starts_with("bomb"))
        .collect();
    for part in moves.chunks(TOGETHER) {
        held(&["match", "--json", "--list", &list], part);
    }
}
