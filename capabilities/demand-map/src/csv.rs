//! A published release as a file that any spreadsheet opens: RFC 4180, UTF-8, one line a figure.

use crate::scheme::{Cell, keys};

/// What stands where a count is not shown.
pub const NOT_SHOWN: &str = "not shown";

/// The lines of a release in the order of the scheme, whatever the order of `cells`: part, code, label, count. A figure
/// that the release lacks is not shown.
#[must_use]
pub fn csv(cells: &[Cell]) -> String {
    use kernel::codes::CodeList;
    let mut text = String::from("part,code,label,count\r\n");
    let figures = crate::scheme::figures(cells);
    for key in keys() {
        let Some((code, label)) = key.code_and_label() else { continue };
        let count = figures.get(&key).and_then(|figure| figure.count());
        let count = count.map_or_else(|| NOT_SHOWN.to_owned(), |count| count.to_string());
        let line = [key.part.code(), code, &quoted(label), &count].join(",");
        text.push_str(&line);
        text.push_str("\r\n");
    }
    text
}

fn quoted(field: &str) -> String {
    if field.contains([',', '"', '\r', '\n']) {
        format!("\"{}\"", field.replace('"', "\"\""))
    } else {
        field.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes::FunnelStep;
    use crate::scheme::{CellKey, Figure};

    #[test]
    fn a_line_a_figure_and_what_is_hidden_says_so() {
        let shown = |step, count| Cell { key: CellKey::step(step), figure: Figure::Shown(count) };
        let hidden = Cell { key: CellKey::step(FunnelStep::Charged), figure: Figure::Suppressed };
        let text = csv(&[shown(FunnelStep::FormalContact, 31), hidden, shown(FunnelStep::Identified, 0)]);
        let lines: Vec<&str> = text.split("\r\n").collect();
        assert_eq!(lines.len(), keys().len() + 2);
        assert_eq!(lines[3], "funnel,identified,Persons identified,0");
        assert_eq!(
            lines[4],
            "funnel,formal-contact,\"In formal contact with the police, arrests included\",31"
        );
        assert!(lines.contains(&"funnel,charged,Charged,not shown"));
        assert!(lines.contains(&"demand,platform,Platform or network,not shown"));
    }

    #[test]
    fn quotes_are_doubled() {
        assert_eq!(quoted("a \"b\""), "\"a \"\"b\"\"\"");
    }
}
