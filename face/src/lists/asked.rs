//! What an address asks of a list: which rows, in which order, which page.

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, Uri, header::ACCEPT_LANGUAGE, request::Parts},
};

use crate::{Language, Typed};

/// An order of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Smallest or oldest first.
    Up,
    /// Largest or newest first.
    Down,
}

/// The path and query of a list, from which every link of the list is made: so each keeps what the others chose.
#[derive(Clone, Debug)]
pub struct Asked {
    path: String,
    query: Vec<(String, String)>,
}

impl Asked {
    /// Reads an address such as `/cases?state=open&sort=-opened&page=2`.
    #[must_use]
    pub fn of(uri: &Uri) -> Self {
        let pairs = form_urlencoded::parse(uri.query().unwrap_or("").as_bytes());
        Self { path: uri.path().into(), query: pairs.into_owned().collect() }
    }

    /// A filter's value; empty when it was not chosen.
    #[must_use]
    pub fn get(&self, name: &str) -> &str {
        self.query.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value.trim())
    }

    /// The language that was asked for (`lang=ar`), else the first that the browser takes, of those that there are.
    #[must_use]
    pub fn language(&self, headers: &HeaderMap, among: &[Language]) -> Language {
        let accepted = || Language::of_accept_language(headers.get(ACCEPT_LANGUAGE)?.to_str().ok()?, among);
        let named = among.iter().find(|one| one.code() == self.get("lang")).copied();
        named.or_else(accepted).unwrap_or_default()
    }

    /// The names of everything that was asked.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.query.iter().map(|(name, _)| name.as_str())
    }

    /// The page asked for, from 1.
    #[must_use]
    pub fn page(&self) -> u64 {
        self.get("page").parse().unwrap_or(1).max(1)
    }

    /// The column asked for, if it is one of those that can be sorted; else the first of them, in the order given with it.
    /// In the address `sort=opened` sorts up and `sort=-opened` down.
    #[must_use]
    pub fn sort<'c>(&self, columns: &[&'c str], default: Order) -> (&'c str, Order) {
        let asked = self.get("sort");
        let (name, order) = asked.strip_prefix('-').map_or((asked, Order::Up), |name| (name, Order::Down));
        let known = columns.iter().find(|column| **column == name);
        known.map_or((columns.first().copied().unwrap_or(""), default), |column| (column, order))
    }

    /// The path of the list, without its query.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The address of another page of the same list.
    #[must_use]
    pub fn at_page(&self, page: u64) -> String {
        self.changed("page", Some(&page.to_string()))
    }

    /// The address of the same list in another order, from its first page.
    #[must_use]
    pub fn sorted_by(&self, column: &str, order: Order) -> String {
        let value = if order == Order::Up { column.to_owned() } else { format!("-{column}") };
        self.without(&["page"]).changed("sort", Some(&value))
    }

    /// The address of the same rows elsewhere, such as an export.
    #[must_use]
    pub fn at_path(&self, path: &str) -> String {
        Self { path: path.into(), ..self.without(&["page"]) }.changed("page", None)
    }

    /// The filters as values that a form shows.
    pub(super) fn typed(&self) -> Typed {
        self.query.iter().fold(Typed::nothing(), |typed, (name, value)| typed.and(name, value))
    }

    /// What a filter form keeps besides its own fields: order and language.
    pub(super) fn kept(&self) -> Vec<(String, String)> {
        self.query.iter().filter(|(name, _)| matches!(name.as_str(), "sort" | "lang")).cloned().collect()
    }

    fn without(&self, names: &[&str]) -> Self {
        let query = self.query.iter().filter(|(name, _)| !names.contains(&name.as_str())).cloned().collect();
        Self { path: self.path.clone(), query }
    }

    fn changed(&self, name: &str, value: Option<&str>) -> String {
        let mut pairs = form_urlencoded::Serializer::new(String::new());
        pairs.extend_pairs(self.query.iter().filter(|(field, value)| field != name && !value.is_empty()));
        if let Some(value) = value {
            pairs.append_pair(name, value);
        }
        let query = pairs.finish();
        if query.is_empty() { self.path.clone() } else { format!("{}?{query}", self.path) }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Asked {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(Self::of(&parts.uri))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_link_keeps_what_the_others_chose() {
        let asked = Asked::of(&"/cases?state=open&empty=&sort=-opened&page=3".parse().unwrap());
        assert_eq!(asked.page(), 3);
        assert_eq!(asked.sort(&["ref", "opened"], Order::Up), ("opened", Order::Down));
        assert_eq!(asked.at_page(4), "/cases?state=open&sort=-opened&page=4");
        assert_eq!(asked.sorted_by("ref", Order::Up), "/cases?state=open&sort=ref");
        assert_eq!(asked.at_path("/cases.csv"), "/cases.csv?state=open&sort=-opened");
    }

    #[test]
    fn nonsense_falls_back() {
        let asked = Asked::of(&"/cases?page=-7&sort=password".parse().unwrap());
        assert_eq!(asked.page(), 1);
        assert_eq!(asked.sort(&["opened"], Order::Down), ("opened", Order::Down));
    }
}
