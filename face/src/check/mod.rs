//! What must hold of every page, for the tests of rooms: each template has a sample, and each sample is drawn in all
//! languages and looked through.
//!
//! ```
//! # use face::{Catalogue, Language, Sample, check};
//! # const SAMPLES: &[Sample] = &[];
//! let catalogue = Catalogue::new(&[])?;
//! assert_eq!(check::samples(SAMPLES, &catalogue, Language::ALL), Vec::<String>::new());
//! # Ok::<(), face::CatalogueFault>(())
//! ```

mod keys;
mod tags;

use std::collections::BTreeSet;

pub use keys::keys_in;
use tags::{Tag, tags_of};

use crate::{Catalogue, Language, Texts, i18n::MISSING};

/// A page of a room with fictional content.
#[derive(Clone, Copy, Debug)]
pub struct Sample {
    /// The page's name, such as `report/receipt`.
    pub name: &'static str,
    /// Draws the whole page, frame included; [`crate::Visit::sample`] and [`crate::StaffFrame::sample`] give a frame.
    pub render: fn(&Texts) -> String,
}

/// Draws every sample in each of these languages; each fault is one line, and none means that all is well.
#[must_use]
pub fn samples(samples: &[Sample], catalogue: &Catalogue, among: &[Language]) -> Vec<String> {
    let mut found = Vec::new();
    for sample in samples {
        for &language in among {
            let texts = catalogue.texts(language);
            let faults = page(&(sample.render)(&texts), &texts);
            found.extend(
                faults.into_iter().map(|fault| format!("{} in {}: {fault}", sample.name, language.code())),
            );
        }
    }
    found
}

/// Looks through one page in one language.
#[must_use]
pub fn page(html: &str, texts: &Texts) -> Vec<String> {
    let tags = tags_of(html);
    let mut faults = Vec::new();
    one_of_each(&tags, &mut faults);
    if !html.contains(&format!(
        r#"<html lang="{}" dir="{}""#,
        texts.language().code(),
        texts.direction().code()
    )) {
        faults.push("language and direction are not those of the texts".into());
    }
    if let Some((_, after)) = html.split_once(MISSING.0) {
        faults.push(format!("no text for {}", after.split(MISSING.1).next().unwrap_or("")));
    }
    for tag in &tags {
        nothing_inline(tag, &mut faults);
        nothing_from_elsewhere(tag, &mut faults);
    }
    ids_are_sound(&tags, &mut faults);
    faults
}

fn one_of_each(tags: &[Tag], faults: &mut Vec<String>) {
    for name in ["h1", "title", "main"] {
        // A drawing has a title of its own; the page's stands in its head.
        let part = tags.iter().take_while(|tag| name != "title" || tag.name != "body");
        let count = part.filter(|tag| tag.name == name).count();
        if count != 1 {
            faults.push(format!("{count} elements <{name}>, not one"));
        }
    }
}

/// No script or style inside the page: the content security policy would not run it.
fn nothing_inline(tag: &Tag, faults: &mut Vec<String>) {
    if tag.name == "style" || (tag.name == "script" && tag.get("src").is_none()) {
        faults.push(format!("<{}> inside the page", tag.name));
    }
    for (name, value) in &tag.attributes {
        if *name == "style" || name.starts_with("on") || value.trim_start().starts_with("javascript:") {
            faults.push(format!("<{}> has {name}=\"{value}\"", tag.name));
        }
    }
    if tag.name == "img" && tag.get("alt").is_none() {
        faults.push("an image without words".into());
    }
}

/// No address of another site, the way out excepted.
fn nothing_from_elsewhere(tag: &Tag, faults: &mut Vec<String>) {
    for (name, value) in &tag.attributes {
        let leads = matches!(*name, "href" | "src" | "srcset" | "action" | "formaction" | "poster" | "data");
        let elsewhere = value.starts_with("//") || value.contains("://");
        if leads && elsewhere && tag.get("data-exit").is_none() {
            faults.push(format!("<{}> leads elsewhere: {value}", tag.name));
        }
    }
}

/// Every id is there once, and every reference to an id finds it.
fn ids_are_sound(tags: &[Tag], faults: &mut Vec<String>) {
    let mut ids = BTreeSet::new();
    for id in tags.iter().filter_map(|tag| tag.get("id")) {
        if !ids.insert(id) {
            faults.push(format!("the id {id} is there twice"));
        }
    }
    for tag in tags {
        for (name, value) in &tag.attributes {
            let wanted: Vec<&str> = match *name {
                "for" | "aria-labelledby" | "aria-describedby" | "aria-controls" => {
                    value.split_whitespace().collect()
                }
                "href" => value.strip_prefix('#').into_iter().collect(),
                _ => continue,
            };
            let lost = wanted.into_iter().filter(|id| !ids.contains(id));
            faults.extend(lost.map(|id| format!("{name} of <{}> names no element: {id}", tag.name)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(body: &str) -> Vec<String> {
        let texts = Catalogue::new(&[]).unwrap().texts(Language::English);
        page(
            &format!(r#"<html lang="en" dir="ltr"><title>x</title><body><main><h1>y</h1>{body}</main>"#),
            &texts,
        )
    }

    #[test]
    fn a_sound_page_passes() {
        let body = r##"<a href="/x">x</a><label for="a">A</label><input id="a"><a href="about:blank" data-exit>go</a>"##;
        assert_eq!(faults(body), Vec::<String>::new());
    }

    #[test]
    fn each_fault_is_found() {
        for body in [
            "<h1>two</h1>",
            "⟦no-key⟧",
            r#"<p style="color:red">"#,
            "<style>p{}</style>",
            "<script>1</script>",
            r#"<button onclick="x()">"#,
            r#"<a href="javascript:x()">"#,
            r#"<img alt="" src="https://example.org/a.png">"#,
            r#"<img src="/a.png">"#,
            r#"<a href="//example.org">"#,
            r#"<i id="a"></i><i id="a"></i>"#,
            r#"<label for="gone">"#,
            r##"<a href="#gone">"##,
        ] {
            assert_eq!(faults(body).len(), 1, "{body}: {:?}", faults(body));
        }
    }

    #[test]
    fn the_wrong_language_is_found() {
        let arabic = Catalogue::new(&[]).unwrap().texts(Language::Arabic);
        let html = r#"<html lang="en" dir="ltr"><title>x</title><body><main><h1>y</h1></main>"#;
        assert_eq!(page(html, &arabic).len(), 1);
    }
}
