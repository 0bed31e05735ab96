//! Pages of a long list.

use askama::Template;

use super::asked::Asked;
use crate::{Texts, html::drawn};

/// The links to the other pages; draws nothing when there is one page.
#[derive(Clone, Debug, Template)]
#[template(path = "lists/pages.html")]
pub struct Pages {
    t: Texts,
    current: u64,
    last: u64,
    asked: Asked,
}
drawn!(Pages);

/// A link to one page.
struct PageLink {
    page: u64,
    href: String,
    is_current: bool,
}

impl Pages {
    /// The pages of a list of `rows` rows with `per_page` of them on each.
    #[must_use]
    pub fn new(t: &Texts, asked: &Asked, rows: u64, per_page: u64) -> Self {
        let last = rows.div_ceil(per_page.max(1)).max(1);
        Self { t: t.clone(), current: asked.page().min(last), last, asked: asked.clone() }
    }

    fn links(&self) -> Vec<Option<PageLink>> {
        let link = |page| PageLink { page, href: self.asked.at_page(page), is_current: page == self.current };
        self.numbers().into_iter().map(|page| page.map(link)).collect()
    }

    /// The numbers shown: first, last, and those around the current one; `None` stands for a gap.
    fn numbers(&self) -> Vec<Option<u64>> {
        let near = |page: &u64| *page == 1 || *page == self.last || page.abs_diff(self.current) <= 1;
        let mut shown = Vec::new();
        let candidates = [1, self.current.saturating_sub(1), self.current, self.current + 1, self.last];
        let mut before = 0;
        for page in candidates.into_iter().filter(|page| (1..=self.last).contains(page) && near(page)) {
            if page <= before {
                continue;
            }
            if page > before + 1 {
                shown.push(None);
            }
            shown.push(Some(page));
            before = page;
        }
        shown
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Catalogue, Language};

    fn numbers(page: u64, rows: u64) -> Vec<Option<u64>> {
        let texts = Catalogue::new(&[]).unwrap().texts(Language::English);
        let asked = Asked::of(&format!("/list?page={page}").parse().unwrap());
        Pages::new(&texts, &asked, rows, 10).numbers()
    }

    #[test]
    fn first_last_and_neighbours_are_shown_with_gaps() {
        assert_eq!(numbers(1, 0), [Some(1)]);
        assert_eq!(numbers(2, 25), [Some(1), Some(2), Some(3)]);
        assert_eq!(numbers(5, 95), [Some(1), None, Some(4), Some(5), Some(6), None, Some(10)]);
        assert_eq!(numbers(99, 95), [Some(1), None, Some(9), Some(10)]);
    }

    proptest::proptest! {
        #[test]
        fn the_current_page_is_always_there_and_numbers_rise(page in 1..10_000_u64, rows in 0..100_000_u64) {
            let shown: Vec<u64> = numbers(page, rows).into_iter().flatten().collect();
            proptest::prop_assert!(shown.is_sorted_by(|a, b| a < b));
            proptest::prop_assert!(shown.contains(&page.min(rows.div_ceil(10).max(1))));
        }
    }
}
