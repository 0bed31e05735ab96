//! Real tesseract reads pictures of neutral words, which a browser drew (`pictures`); `scripts/install-for-tests` installs it.

use crate::{Fault, Grey, PACKS, Words, installed, place, read};
use image::ImageReader;

fn picture(pack: &str) -> Grey {
    let path = format!("{}/pictures/{pack}.png", env!("CARGO_MANIFEST_DIR"));
    let rgb = ImageReader::open(path).unwrap().decode().unwrap().into_rgb8();
    Grey::from_rgb(rgb.width(), rgb.height(), rgb.as_raw()).unwrap()
}

/// Reads as soon as nobody else does.
fn patiently(picture: &Grey, packs: &[&str]) -> Words {
    loop {
        match place() {
            Err(Fault::Busy) => std::thread::sleep(std::time::Duration::from_millis(50)),
            place => return read(&place.unwrap(), &installed().unwrap(), picture, packs).unwrap(),
        }
    }
}

#[test]
fn words_are_read_in_each_language() {
    let installed = installed().unwrap();
    assert!(PACKS.iter().all(|pack| installed.packs.iter().any(|one| one == pack)), "{installed:?}");
    let drawn = [
        ("eng", "The library opens at nine."),
        ("rus", "Библиотека открыта в девять."),
        ("ara", "سبع تفاحات خضراء"),
        ("chi_sim", "图书馆九点开门"),
        ("fra", "La bibliothèque ouvre à neuf heures."),
        ("spa", "La biblioteca abre a las nueve."),
    ];
    for (pack, line) in drawn {
        let words = patiently(&picture(pack), &[pack]);
        assert!(words.text.lines().any(|read| read == line), "{pack}: {}", words.text);
        assert_eq!((words.is_cut, words.packs, words.held), (false, vec![pack.to_owned()], installed.held));
    }
}

#[test]
fn a_pack_that_is_not_installed_gives_way_to_english_and_nothing_to_read_is_no_fault() {
    let words = patiently(&picture("eng"), &["tlh"]);
    assert_eq!((words.packs, words.text.contains("Seven green apples")), (vec!["eng".to_owned()], true));
    let empty = Grey::from_rgb(64, 48, &[255; 64 * 48 * 3]).unwrap();
    assert_eq!(patiently(&empty, &["eng"]).text, "");
}
