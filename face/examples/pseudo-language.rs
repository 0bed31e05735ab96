//! Writes the pseudo-language as one folder: `cargo run -p face --example pseudo-language languages/qps`, in the house's own folder.
//! It shows what a language of the door is made of, and that nothing beside the folder has to be written.
#![expect(clippy::disallowed_methods, reason = "it writes a folder of source texts")]

use std::{error::Error, fs, path::Path};

/// Every file of texts that the public door shows, by the crate that has the English one.
const AREAS: [(&str, &str); 5] = [
    ("face", "face"),
    ("face", "sample"),
    ("desk", "demand"),
    ("capabilities/demand-map", "statistics"),
    ("capabilities/reports", "door"),
];

const LANGUAGE: &str = "# The pseudo-language: nobody speaks it. What each line means: docs/languages.md
name = Pseudo
own name = ⟦Þšéüďö⟧
number = 999
spoken = door
direction = left to right
thousands = U+202F
decimals = ,
";

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).ok_or("name the folder to write, as languages/qps")?;
    let folder = Path::new(&folder);
    fs::create_dir_all(folder)?;
    fs::write(folder.join("language.txt"), LANGUAGE)?;
    for (owner, area) in AREAS {
        let english = fs::read_to_string(format!("{owner}/languages/en/{area}.ftl"))?;
        fs::write(folder.join(format!("{area}.ftl")), face::pseudo(&english)?)?;
    }
    Ok(())
}
