//! Draws every sample in every language, looks it through, and leaves the pages in Cargo's temporary folder of this test
//! (`target/tmp/gallery`), where a browser can open them.
#![expect(
    clippy::disallowed_methods,
    reason = "this test reads templates and leaves its pages where a browser finds them"
)]
#![expect(clippy::unwrap_used, reason = "a test's helpers fail by panicking")]

mod samples;

use std::{fs, path::Path};

use face::{Catalogue, Direction, Language, assets, check, door_resources};
use samples::SAMPLES;

fn catalogue() -> Catalogue {
    Catalogue::new(&door_resources!("sample")).unwrap()
}

#[test]
fn every_sample_is_sound_in_every_language() {
    assert_eq!(check::samples(SAMPLES, &catalogue(), Language::ALL), Vec::<String>::new());
    assert_eq!(catalogue().differences(), Vec::<String>::new());
}

#[test]
fn what_was_typed_is_still_there_and_escaped() {
    let again = SAMPLES.iter().find(|sample| sample.name == "form-again").unwrap();
    let html = (again.render)(&catalogue().texts(Language::English));
    for part in [
        r#"value="&#60;Hotel&#62; &#34;Fiction&#34; &#38; Co""#,
        r#"value="who-adult" checked"#,
        r#"value="needs-doctor" checked"#,
        r#"value="2199""#,
        r#"<option value="ZZ" selected>"#,
        r##"<a href="#when">This day is in the future. Enter a day up to today.</a>"##,
        r#"aria-describedby="when-hint when-error""#,
    ] {
        assert!(html.contains(part), "{part} is not in {html}");
    }
    assert!(!html.contains(r#"value="needs-talk" checked"#));
}

#[test]
fn every_key_that_a_template_or_source_names_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    for folder in ["templates", "src", "tests"] {
        collect(&root.join(folder), &mut files);
    }
    let texts = catalogue().texts(Language::English);
    let mut looked_at = 0;
    for file in files.iter().filter(|file| !file.ends_with("texts.rs") && !file.ends_with("keys.rs")) {
        for key in check::keys_in(&fs::read_to_string(file).unwrap()) {
            assert!(texts.has(key), "{file} asks for {key}");
            looked_at += 1;
        }
    }
    assert!(looked_at > 60, "{looked_at} keys were found");
}

fn collect(folder: &Path, files: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else {
            files.push(path.to_str().unwrap().to_owned());
        }
    }
}

#[test]
fn a_first_page_weighs_less_than_50_kilobytes_on_the_wire() {
    let door = SAMPLES.iter().find(|sample| sample.name == "door").unwrap();
    for &language in Language::ALL {
        let texts = catalogue().texts(language);
        let page = (door.render)(&texts).len();
        let rest = [assets::style(texts.direction()), assets::exit_script(), assets::icon()];
        let weight = page + rest.iter().map(|asset| asset.gzip_bytes()).sum::<usize>();
        assert!(weight < 25_000, "{weight} bytes, the page itself not even compressed");
    }
}

#[test]
fn the_gallery_is_left_for_a_browser() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("gallery");
    fs::create_dir_all(folder.join("assets")).unwrap();
    let styles = [Direction::LeftToRight, Direction::RightToLeft].map(assets::style);
    for asset in styles.into_iter().chain([assets::exit_script(), assets::icon()]) {
        fs::write(folder.join(asset.href().trim_start_matches('/')), asset.plain()).unwrap();
    }
    for sample in SAMPLES {
        for &language in Language::ALL {
            let html = (sample.render)(&catalogue().texts(language));
            fs::write(folder.join(format!("{}.{}.html", sample.name, language.code())), html).unwrap();
        }
    }
}
