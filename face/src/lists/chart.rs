//! A bar chart drawn by the server, with its numbers beside it as a table.

use askama::Template;

use super::table::{Column, Table};
use crate::{Texts, blocks::Cell, html::drawn};

/// One bar.
#[derive(Clone, Debug)]
struct Bar {
    label: String,
    count: Option<u64>,
}

/// Horizontal bars, from the side where the script begins. What is withheld is said in words and has no length.
#[derive(Clone, Debug, Template)]
#[template(path = "lists/chart.html")]
pub struct BarChart {
    t: Texts,
    id: &'static str,
    title: String,
    bars: Vec<Bar>,
}
drawn!(BarChart);

/// One bar as it is drawn.
struct Drawn {
    label: String,
    value: String,
    /// Start and length in per cent of the width.
    start: f64,
    length: f64,
    is_withheld: bool,
}

impl BarChart {
    /// A chart without bars; `id` is its own on the page and `title` is in the reader's language.
    #[must_use]
    pub fn new(t: &Texts, id: &'static str, title: impl Into<String>) -> Self {
        Self { t: t.clone(), id, title: title.into(), bars: Vec::new() }
    }

    /// Adds a bar; `None` is a count that is not shown.
    #[must_use]
    pub fn bar(mut self, label: impl Into<String>, count: Option<u64>) -> Self {
        self.bars.push(Bar { label: label.into(), count });
        self
    }

    fn drawn(&self) -> Vec<Drawn> {
        let longest = self.bars.iter().filter_map(|bar| bar.count).max().unwrap_or(0).max(1);
        let is_rtl = self.t.direction().is_rtl();
        let draw = |bar: &Bar| {
            // Shares of a count are for the eye alone, so rounding to a double loses nothing.
            let length = bar.count.unwrap_or(0) as f64 / longest as f64 * 100.0;
            Drawn {
                label: bar.label.clone(),
                value: self.value(bar),
                start: if is_rtl { 100.0 - length } else { 0.0 },
                length,
                is_withheld: bar.count.is_none(),
            }
        };
        self.bars.iter().map(draw).collect()
    }

    fn value(&self, bar: &Bar) -> String {
        match bar.count {
            Some(count) => self.t.number(i64::try_from(count).unwrap_or(i64::MAX)),
            None => self.t.t("not-shown"),
        }
    }

    /// The chart in one sentence, for who cannot see it.
    fn description(&self) -> String {
        let part = |bar: &Bar| {
            let value = self.value(bar);
            self.t.t_args("chart-part", &[("label", (&bar.label).into()), ("value", value.into())])
        };
        let parts: Vec<_> = self.bars.iter().map(part).collect();
        self.t.with("chart-desc", "parts", parts.join("; "))
    }

    fn table(&self) -> Table {
        let columns = vec![
            Column::new(&self.t, "label", "chart-column-label"),
            Column::new(&self.t, "value", "chart-column-value").number(),
        ];
        let row = |bar: &Bar| vec![Cell::text(&bar.label), Cell::count(&self.t, bar.count)];
        Table::new(&self.t, self.id, &self.title, columns).rows(self.bars.iter().map(row))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Catalogue, Language};

    fn chart(language: Language) -> BarChart {
        let t = Catalogue::new(&[]).unwrap().texts(language);
        BarChart::new(&t, "c", "Reports").bar("A", Some(50)).bar("B", Some(200)).bar("C", None)
    }

    #[test]
    fn bars_begin_where_the_script_begins() {
        let lengths =
            |chart: BarChart| chart.drawn().iter().map(|bar| (bar.start, bar.length)).collect::<Vec<_>>();
        assert_eq!(lengths(chart(Language::English)), [(0.0, 25.0), (0.0, 100.0), (0.0, 0.0)]);
        assert_eq!(lengths(chart(Language::Arabic)), [(75.0, 25.0), (0.0, 100.0), (100.0, 0.0)]);
    }

    #[test]
    fn a_long_label_is_whole() {
        let t = Catalogue::new(&[]).unwrap().texts(Language::English);
        let label = "In formal contact with the police, arrests included";
        let html = BarChart::new(&t, "c", "Reports").bar(label, Some(3)).to_string();
        assert!(html.contains(&format!("<span>{label}</span>")));
    }

    #[test]
    fn what_is_withheld_is_said_and_never_drawn() {
        let html = chart(Language::English).to_string();
        assert!(html.contains("A: 50; B: 200; C: not shown"));
        assert!(html.contains("tutela-chart__withheld"));
        assert_eq!(html.matches("class=\"tutela-chart__bar\"").count(), 2);
    }
}
