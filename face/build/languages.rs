//! The list of languages, out of the `language.txt` of each folder.

use std::collections::BTreeMap;
use std::path::Path;

/// One language, as its `language.txt` says.
struct Spoken {
    code: String,
    name: String,
    own_name: String,
    number: u16,
    is_everywhere: bool,
    is_rtl: bool,
    thousands: char,
    decimals: char,
    /// The folder that holds all its texts; none where each crate holds its own.
    here: Option<String>,
}

/// The call of `speak!` with every language below these folders: of the first, each crate holds its own texts; of the others,
/// a folder holds all.
///
/// # Errors
/// The file, and what is wrong in it.
pub(crate) fn list(folders: &[&str]) -> Result<String, String> {
    let mut all = Vec::new();
    for (place, folder) in folders.iter().enumerate() {
        let entries = std::fs::read_dir(folder).map_err(|error| format!("{folder}: {error}"))?;
        for entry in entries {
            let path = entry.map_err(|error| format!("{folder}: {error}"))?.path();
            if path.join("language.txt").exists() {
                all.push(read(&path, place > 0)?);
            }
        }
    }
    all.sort_by_key(|one| (!one.is_everywhere, one.number));
    let numbers: std::collections::BTreeSet<u16> = all.iter().map(|one| one.number).collect();
    if numbers.len() != all.len() {
        return Err("two languages have one number in their language.txt".to_owned());
    }
    let lines = |is_everywhere| -> String {
        all.iter().filter(|one| one.is_everywhere == is_everywhere).map(Spoken::line).collect()
    };
    Ok(format!(
        "speak! {{ $\n    everywhere {{\n{}    }}\n    door {{\n{}    }}\n}}\n",
        lines(true),
        lines(false)
    ))
}

impl Spoken {
    fn line(&self) -> String {
        let direction = if self.is_rtl { "RightToLeft" } else { "LeftToRight" };
        let here = self.here.as_ref().map(|here| format!(" here {here:?}")).unwrap_or_default();
        format!(
            "        {} {:?} {:?} {:?} {} {direction} {:?} {:?}{here};\n",
            self.name, self.name, self.code, self.own_name, self.number, self.thousands, self.decimals
        )
    }
}

fn read(folder: &Path, is_whole: bool) -> Result<Spoken, String> {
    let file = folder.join("language.txt");
    let told = |what: &str| format!("{}: {what}", file.display());
    let text = std::fs::read_to_string(&file).map_err(|error| told(&error.to_string()))?;
    let lines = text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    let pairs: Option<BTreeMap<&str, &str>> =
        lines.map(|line| line.split_once(" = ").map(|(key, value)| (key.trim(), value.trim()))).collect();
    let pairs = pairs.ok_or_else(|| told("a line is not: key = value"))?;
    let value = |key: &str| pairs.get(key).copied().ok_or_else(|| told(&format!("{key} is missing")));
    let one_of = |key: &str, is: &str, is_not: &str| match value(key)? {
        said if said == is => Ok(true),
        said if said == is_not => Ok(false),
        said => Err(told(&format!("{key} is {said}; right would be: {is}, or {is_not}"))),
    };
    let code = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let is_everywhere = one_of("spoken", "everywhere", "door")?;
    if is_everywhere && is_whole {
        return Err(told("a language of the staff has its texts beside each crate"));
    }
    let name = value("name")?.to_owned();
    if !name.starts_with(|first: char| first.is_ascii_uppercase())
        || !name.chars().all(|c| c.is_ascii_alphanumeric())
    {
        return Err(told("name is the English name of the language in one word, as Swahili"));
    }
    let whole = || std::fs::canonicalize(folder).map(|path| path.to_string_lossy().into_owned());
    Ok(Spoken {
        code,
        name,
        own_name: value("own name")?.to_owned(),
        number: value("number")?.parse().map_err(|_| told("number is not one of 1 to 65535"))?,
        is_everywhere,
        is_rtl: one_of("direction", "right to left", "left to right")?,
        thousands: mark(value("thousands")?)
            .ok_or_else(|| told("thousands is one sign, or U+ and its number"))?,
        decimals: mark(value("decimals")?)
            .ok_or_else(|| told("decimals is one sign, or U+ and its number"))?,
        here: if is_whole { Some(whole().map_err(|error| told(&error.to_string()))?) } else { None },
    })
}

/// A sign as it stands, or as `U+202F`.
fn mark(text: &str) -> Option<char> {
    match text.strip_prefix("U+") {
        Some(number) => char::from_u32(u32::from_str_radix(number, 16).ok()?),
        None => text.chars().next().filter(|_| text.chars().count() == 1),
    }
}
