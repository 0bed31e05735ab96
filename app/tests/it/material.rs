//! `tutela material` as somebody uses it: hashes, matches, scans, videos, and files that were made to do harm.

mod hostile;

use crate::commands::{is_bad_input, lines, said};
use crate::demo::TUTELA;
use ::material::{DecodeLimits, FileDigests, Mode, decode_for_hash_in, pdq_of_turns};
use image::{DynamicImage, ImageFormat, RgbImage};
use serde_json::Value;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

/// Patches of colour, from a seed: a picture that nobody took.
pub(super) fn patches(width: u32, height: u32, seed: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        let patch = (x * 9 / width) * 7_919 + (y * 7 / height) * 104_729 + seed * 31;
        let mixed = (patch ^ (patch >> 7)).wrapping_mul(0x9E37_79B1);
        let [red, green, blue, _] = mixed.to_be_bytes();
        image::Rgb([red, green, blue])
    })
}

/// Colours that run into each other, coarse and fine, as in what cameras see.
fn smooth(width: u32, height: u32, seed: u32) -> RgbImage {
    let coarse = RgbImage::from_fn(32, 20, |x, y| {
        let mixed = (x * 7_919 + y * 104_729 + seed * 31).wrapping_mul(0x9E37_79B1);
        let [red, green, blue, _] = (mixed ^ (mixed >> 15)).wrapping_mul(0x85EB_CA6B).to_be_bytes();
        image::Rgb([red, green, blue])
    });
    image::imageops::resize(&coarse, width, height, image::imageops::FilterType::CatmullRom)
}

pub(super) fn encoded(picture: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.into().write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

fn tutela(words: &[&str], files: &[PathBuf]) -> Output {
    let mut command = Command::new(TUTELA);
    command.arg("material").args(words).args(files).stdin(Stdio::null());
    command.output().unwrap()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

struct Folder(TempDir);

impl Folder {
    fn new() -> Folder {
        Folder(tempfile::tempdir().unwrap())
    }

    fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, bytes).unwrap();
        path
    }
}

#[test]
fn hashes_come_as_the_engine_makes_them_and_each_trouble_has_a_line() {
    let folder = Folder::new();
    let jpeg = encoded(patches(320, 200, 1), ImageFormat::Jpeg);
    let photo = folder.file("photo.jpg", &jpeg);
    let flat = folder
        .file("flat.png", encoded(RgbImage::from_pixel(64, 64, image::Rgb([9, 9, 9])), ImageFormat::Png));
    let text = folder.file("notes.txt", "no picture");
    let cut = folder.file("cut.jpg", &jpeg[..jpeg.len() / 2]);
    let heic = folder.file("a.heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic");
    let none = folder.0.path().join("none.jpg");
    let files = [
        text.clone(),
        photo.clone(),
        cut.clone(),
        folder.0.path().to_owned(),
        flat,
        heic.clone(),
        none.clone(),
    ];
    let done = tutela(&["hash", "--json", "--dihedral"], &files);
    assert_eq!(done.status.code(), Some(2), "{}", said(&done));
    let told = String::from_utf8_lossy(&done.stderr).into_owned();
    let told: Vec<&str> = told.lines().collect();
    let names = [
        (&text, "neither JPEG"),
        (&cut, "stop early"),
        (&folder.0.path().to_owned(), "no regular file"),
        (&heic, "HEIC is not read"),
        (&none, "No such file"),
    ];
    assert_eq!(told.len(), names.len(), "{told:?}");
    for (line, (file, why)) in told.iter().zip(names) {
        assert!(line.starts_with(&format!("tutela: {}: ", file.display())) && line.contains(why), "{line}");
    }

    let objects = lines(&done);
    assert_eq!(objects.len(), 2);
    let first = String::from_utf8_lossy(&done.stdout).lines().next().unwrap().to_owned();
    let keys: Vec<&str> = first.split("\":").filter_map(|part| part.rsplit('"').next()).collect();
    let wanted = ["file", "pdq", "quality", "sha256", "sha1", "md5", "width", "height", "dihedral"];
    assert_eq!(keys[..9], wanted, "{first}");
    let turns =
        pdq_of_turns(&decode_for_hash_in(Mode::Compatible, &jpeg, None, &DecodeLimits::default()).unwrap());
    let digests = FileDigests::of(&jpeg);
    assert_eq!(objects[0]["file"], photo.display().to_string());
    assert_eq!(objects[0]["pdq"], turns.hashes[0].1.to_string());
    assert_eq!(objects[0]["quality"], turns.quality);
    assert_eq!(objects[0]["sha256"], hex(&digests.sha256));
    assert_eq!(objects[0]["sha1"], hex(&digests.sha1));
    assert_eq!(objects[0]["md5"], hex(&digests.md5));
    assert_eq!((&objects[0]["width"], &objects[0]["height"]), (&320.into(), &200.into()));
    let eight: Vec<Value> = turns.hashes.iter().map(|(_, hash)| hash.to_string().into()).collect();
    assert_eq!(objects[0]["dihedral"], Value::from(eight));
    assert!(objects[0].get("note").is_none());
    assert!(objects[1]["note"].as_str().unwrap().contains("never matched"), "{}", objects[1]);

    let plain = tutela(&["hash"], &[photo]);
    assert!(plain.status.success(), "{}", said(&plain));
    let words = String::from_utf8_lossy(&plain.stdout).into_owned();
    assert!(
        words.contains("photo.jpg   320 x 200\n") && words.contains(&turns.hashes[0].1.to_string()),
        "{words}"
    );
}

#[test]
fn files_are_matched_by_digest_and_by_looks_and_a_wrong_list_is_not_used() {
    let folder = Folder::new();
    let original = smooth(320, 200, 2);
    let jpeg = encoded(original.clone(), ImageFormat::Jpeg);
    let listed = lines(&tutela(&["hash", "--json"], &[folder.file("original.jpg", &jpeg)])).remove(0);
    let document = b"a fictional document";
    let list = format!(
        "pdq,md5,grade\n{},,baseline\n,{},known-harmless\n",
        listed["pdq"].as_str().unwrap(),
        hex(&FileDigests::of(document).md5)
    );
    let list = folder.file("list.csv", list).display().to_string();
    let smaller = image::imageops::resize(&original, 160, 100, image::imageops::FilterType::Triangle);
    let files = [
        folder.file("smaller.bmp", encoded(smaller, ImageFormat::Bmp)),
        folder.file("mirrored.webp", encoded(image::imageops::flip_horizontal(&original), ImageFormat::WebP)),
        folder.file("turned.tiff", encoded(image::imageops::rotate90(&original), ImageFormat::Tiff)),
        folder.file("document", document),
        folder.file("other.png", encoded(smooth(320, 200, 77), ImageFormat::Png)),
    ];
    let done = tutela(&["match", "--json", "--list", &list], &files);
    assert!(done.status.success(), "{}", said(&done));
    let objects = lines(&done);
    let hit = |n: usize| objects[n]["matches"][0].clone();
    for (n, position) in [(0, "as-is"), (1, "mirrored"), (2, "quarter-left")] {
        let hit = hit(n);
        assert_eq!(
            (&hit["match"], &hit["position"]),
            (&"perceptual".into(), &position.into()),
            "{}",
            objects[n]
        );
        assert!(hit["distance"].as_u64().unwrap() <= 31 && hit["line"] == 2 && hit["grade"] == "baseline");
    }
    let exact = hit(3);
    assert_eq!((&exact["match"], &exact["by"], &exact["line"]), (&"exact".into(), &"md5".into(), &3.into()));
    assert_eq!(objects[4]["matches"], Value::Array(Vec::new()));
    let near = tutela(&["match", "--json", "--distance", "0", "--list", &list], &files[1..2]);
    assert!(lines(&near)[0]["matches"].as_array().unwrap().len() <= 1);

    let plain = tutela(&["match", "--list", &list], &files);
    let words = String::from_utf8_lossy(&plain.stdout).into_owned();
    for wanted in
        ["EXACT       same md5", "of 256 bits, mirrored", "list.csv line 2: baseline", "nothing found"]
    {
        assert!(words.contains(wanted), "{words}");
    }
    assert!(
        said(&plain).contains("5 files: 1 listed, 3 look like a listed picture, 1 neither."),
        "{}",
        said(&plain)
    );

    let wrong = folder.file("wrong.csv", "pdq\nabc\n").display().to_string();
    is_bad_input(&tutela(&["match", "--list", &wrong], &files), "wrong.csv: line 2, pdq: has 3 characters");
}

#[test]
fn a_folder_is_scanned_into_a_report_and_an_animation_by_its_frames() {
    let folder = Folder::new();
    let hidden = patches(160, 100, 5);
    let mut moving = Vec::new();
    {
        let mut encoder = image::codecs::gif::GifEncoder::new_with_speed(&mut moving, 30);
        for picture in [patches(160, 100, 9), patches(160, 100, 9), hidden.clone()] {
            let delay = image::Delay::from_numer_denom_ms(500, 1);
            let frame = image::Frame::from_parts(DynamicImage::from(picture).into_rgba8(), 0, 0, delay);
            encoder.encode_frame(frame).unwrap();
        }
    }
    folder.file("disk/b/moving.gif", &moving);
    folder.file("disk/a/cut.png", &encoded(hidden.clone(), ImageFormat::Png)[..60]);
    folder.file("disk/a/notes", "words");
    let listed =
        lines(&tutela(&["hash", "--json"], &[folder.file("x.png", encoded(hidden, ImageFormat::Png))]))
            .remove(0);
    let list =
        folder.file("list.csv", format!("pdq\n{}\n", listed["pdq"].as_str().unwrap())).display().to_string();
    let disk = folder.0.path().join("disk");
    let report = folder.0.path().join("r.csv");
    let name = report.display().to_string();
    let done = tutela(&["scan", "--list", &list, "--report", &name], std::slice::from_ref(&disk));
    assert_eq!(done.status.code(), Some(2), "one file could not be read: {}", said(&done));
    assert!(said(&done).contains("3 files: 0 listed, 1 look like"), "{}", said(&done));
    let rows = std::fs::read_to_string(&report).unwrap();
    let rows: Vec<&str> = rows.lines().collect();
    assert_eq!(rows.len(), 3, "{rows:?}");
    assert!(rows[1].starts_with("a/cut.png,,,,") && rows[1].ends_with("stop early"), "{rows:?}");
    assert!(
        rows[2].starts_with("b/moving.gif,perceptual,pdq,") && rows[2].contains(",as-is,1000,"),
        "{rows:?}"
    );
    is_bad_input(
        &tutela(&["scan", "--list", &list, "--report", &name], std::slice::from_ref(&disk)),
        "r.csv: is there already",
    );
    is_bad_input(&tutela(&["scan", "--list", &list, "--report", &name, "--resume"], &[disk]), "is finished");
}

#[test]
fn an_index_is_built_told_and_asked_without_a_file() {
    let folder = Folder::new();
    let mut list = String::from("pdq,sha256,grade\n");
    for n in 0..200_u32 {
        let hash = hex(&FileDigests::of(&n.to_be_bytes()).sha256);
        list += &if n % 4 == 0 { format!("{hash},,national\n") } else { format!(",{hash},\n") };
    }
    let file = [folder.file("list.csv", list)];
    let answer = |words: &[&str]| {
        let done = tutela(words, &file);
        assert!(done.status.success(), "{}", said(&done));
        lines(&done).remove(0)
    };
    let built = answer(&["index", "build", "--json"]);
    assert_eq!((&built["pdq"], &built["sha256"], &built["md5"]), (&50.into(), &150.into(), &0.into()));
    let stat = answer(&["index", "stat", "--json"]);
    assert_eq!(
        (&stat["lines"], &stat["distinct_pdq"], &stat["pdq_alone"]),
        (&200.into(), &50.into(), &50.into())
    );
    assert_eq!(stat["grades"]["national"], 50);
    let asked = answer(&["index", "bench", "--queries", "100", "--json"]);
    assert_eq!(
        (&asked["queries"], &asked["found"]),
        (&100.into(), &50.into()),
        "what is near is found, what is not is not"
    );
    for what in ["build", "stat", "bench"] {
        assert!(tutela(&["index", what], &file).status.success());
    }
    assert_eq!(std::fs::read_dir(folder.0.path()).unwrap().count(), 1, "something was written");
}

/// A video of a test pattern, made by ffmpeg itself.
fn video(file: &Path, source: &str) {
    let made = Command::new("ffmpeg")
        .args(["-nostdin", "-loglevel", "error", "-f", "lavfi", "-i", source, "-c:v", "mpeg4", "-q:v", "3"])
        .arg(file)
        .status()
        .expect("ffmpeg is missing: scripts/install-for-tests installs it");
    assert!(made.success());
}

#[test]
fn videos_are_compared_as_shares_of_their_frames() {
    let folder = Folder::new();
    let [whole, part, other] = ["whole.mp4", "part.avi", "other.mkv"].map(|name| folder.0.path().join(name));
    video(&whole, "mandelbrot=size=320x240:rate=4:end_pts=60,trim=duration=6");
    let cut = Command::new("ffmpeg")
        .args(["-nostdin", "-loglevel", "error", "-ss", "2", "-i"])
        .arg(&whole)
        .args(["-t", "3", "-vf", "scale=200:150", "-c:v", "mpeg4", "-q:v", "5"])
        .arg(&part)
        .status();
    assert!(cut.unwrap().success());
    video(&other, "testsrc2=size=320x240:rate=4:duration=4");
    let hashed = tutela(&["frames", "--json"], std::slice::from_ref(&whole));
    assert!(hashed.status.success(), "{}", said(&hashed));
    let hashed = lines(&hashed).remove(0);
    assert!(hashed["frames"].as_u64().unwrap() >= 5 && hashed["whole"] == true, "{hashed}");
    let kept = folder.file("whole.json", hashed["vpdq"].as_str().unwrap());
    for with in [&whole, &kept] {
        let with = with.display().to_string();
        let told = lines(&tutela(&["frames", "--json", "--with", &with], &[part.clone(), other.clone()]));
        let percent = |n: usize, name: &str| told[n]["shares"][name].as_f64().unwrap();
        assert_eq!(
            (&told[0]["shares"]["is_match"], &told[1]["shares"]["is_match"]),
            (&true.into(), &false.into()),
            "{told:?}"
        );
        assert!(percent(0, "query_percent") >= 99.0 && percent(0, "compared_percent") < 99.0, "{told:?}");
    }
    // A frame that is listed as a picture.
    let frame =
        hashed["vpdq"].as_str().unwrap().split('"').nth(5).unwrap().split(',').next().unwrap().to_owned();
    let list = folder.file("list.csv", format!("pdq\n{frame}\n")).display().to_string();
    let found =
        lines(&tutela(&["match", "--videos", "--json", "--list", &list], std::slice::from_ref(&whole)));
    assert_eq!(found[0]["matches"][0]["by"], "pdq", "{found:?}");
    let unseen = lines(&tutela(&["match", "--json", "--list", &list], &[whole]));
    assert!(unseen[0]["note"].as_str().unwrap().starts_with("a video"), "{unseen:?}");
    is_bad_input(&tutela(&["frames"], &[list.into()]), "no frame of a video");
}
