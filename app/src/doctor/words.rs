//! Whether the words of pictures can be read here, and what holds the program that reads them.

use super::Report;
use reader::{Held, Installed, PACKS};

const CHECK: &str = "words of pictures";
const INSTALL: &str = "apt-get install bubblewrap tesseract-ocr tesseract-ocr-ara tesseract-ocr-chi-sim tesseract-ocr-fra \
                       tesseract-ocr-rus tesseract-ocr-spa: docs/operations.md, \"Words of screenshots\"";
const HOLD: &str =
    "install bubblewrap, and let this user make namespaces: docs/operations.md, \"Words of screenshots\"";

/// Looks for tesseract by starting it, as core does.
pub(super) fn look(report: &mut Report) {
    tell(reader::installed().ok().as_ref(), report);
}

fn tell(installed: Option<&Installed>, report: &mut Report) {
    let Some(Installed { packs, held }) = installed else {
        return report.warn(CHECK, "tesseract cannot be started: the desk reads no screenshot", INSTALL);
    };
    let missing: Vec<&str> = PACKS.into_iter().filter(|pack| !packs.iter().any(|one| one == pack)).collect();
    match held {
        _ if !missing.is_empty() => {
            report.warn(CHECK, format!("tesseract lacks languages: {}", missing.join(", ")), INSTALL);
        }
        Held::Bubblewrap => {
            report.ok(CHECK, "tesseract reads them, with no network and no files but /usr");
        }
        Held::Namespaces => report.warn(
            CHECK,
            "tesseract reads them with no network, and could read the files of this user",
            HOLD,
        ),
        Held::Limits => report.warn(
            CHECK,
            "tesseract reads them under limits of memory and time alone: it could reach network and files",
            HOLD,
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doctor::Standing;

    #[test]
    fn each_way_in_which_less_holds_is_a_warning_that_says_what_to_do() {
        let told = |packs: &[&str], held: Option<Held>| {
            let packs = packs.iter().map(|&pack| pack.to_owned()).collect();
            let installed = held.map(|held| Installed { packs, held });
            let mut report = Report::default();
            tell(installed.as_ref(), &mut report);
            let line = report.0.remove(0);
            assert_eq!(line.todo.is_empty(), line.standing == Standing::Ok, "{line:?}");
            (line.standing, line.found)
        };
        assert_eq!(told(&PACKS, Some(Held::Bubblewrap)).0, Standing::Ok);
        for held in [Held::Namespaces, Held::Limits] {
            assert_eq!(told(&PACKS, Some(held)).0, Standing::Warning);
        }
        let (standing, found) = told(&PACKS[..5], Some(Held::Bubblewrap));
        assert!(standing == Standing::Warning && found.ends_with("languages: spa"), "{found}");
        assert_eq!(told(&[], None).0, Standing::Warning);
    }

    #[test]
    fn tesseract_is_found_where_tests_run() {
        let mut report = Report::default();
        look(&mut report);
        let line = report.0.remove(0);
        assert!(line.check == CHECK && line.found.starts_with("tesseract reads them"), "{line:?}");
    }
}
