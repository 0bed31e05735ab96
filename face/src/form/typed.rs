//! What somebody typed, kept so that a form can show it again.

use std::fmt;

use axum::extract::{FromRequest, RawForm, Request};

use crate::{ErrorStatus, Problem};

/// The most fields that one form may send.
const MOST_FIELDS: usize = 500;

/// The fields of a form, in the order sent. Its `Debug` shows names only, for what is typed here is personal.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Typed(Vec<(String, String)>);

impl Typed {
    /// A form that nobody has touched.
    #[must_use]
    pub fn nothing() -> Self {
        Self::default()
    }

    /// Adds a value of our own, as when a form is opened with what is known already.
    #[must_use]
    pub fn and(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.0.push((name.into(), value.into()));
        self
    }

    /// A field's value without spaces around it; empty when it was not sent.
    #[must_use]
    pub fn get(&self, name: &str) -> &str {
        self.exact(name).trim()
    }

    /// A field's value as it was typed, for secrets; empty when it was not sent.
    #[must_use]
    pub fn exact(&self, name: &str) -> &str {
        self.all(name).next().unwrap_or("")
    }

    /// All values of a field that may be chosen several times.
    pub fn all<'a, 'n>(&'a self, name: &'n str) -> impl Iterator<Item = &'a str> + use<'a, 'n> {
        self.0.iter().filter(move |(field, _)| field == name).map(|(_, value)| value.as_str())
    }

    /// Whether a choice was made.
    #[must_use]
    pub fn has(&self, name: &str, value: &str) -> bool {
        self.all(name).any(|sent| sent == value)
    }

    /// The parts of a date field (day, month, year) as typed.
    #[must_use]
    pub fn date(&self, name: &str) -> [&str; 3] {
        ["day", "month", "year"].map(|part| self.part(name, part))
    }

    /// The value of `NAME-PART`.
    fn part(&self, name: &str, part: &str) -> &str {
        let is_part =
            |field: &str| field.strip_prefix(name).and_then(|rest| rest.strip_prefix('-')) == Some(part);
        self.0.iter().find(|(field, _)| is_part(field)).map_or("", |(_, value)| value.trim())
    }
}

impl fmt::Debug for Typed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.iter().map(|(name, _)| name)).finish()
    }
}

impl<S: Send + Sync> FromRequest<S> for Typed {
    type Rejection = Problem;

    /// Reads a form of the kind `application/x-www-form-urlencoded`, or the query of a GET form, as [`Typed::take`] does.
    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let RawForm(bytes) = RawForm::from_request(request, state).await.map_err(|rejection| {
            let status = ErrorStatus::try_from(rejection.status()).unwrap_or(ErrorStatus::BAD_REQUEST);
            Problem::new(status, "The form could not be read")
        })?;
        Self::read(&bytes)
    }
}

impl Typed {
    /// Takes one field from outside, as from a part of a multipart form. Line ends become `\n`.
    ///
    /// # Errors
    /// More than 500 fields, or a NUL character, which no table takes.
    pub fn take(&mut self, name: &str, value: &str) -> Result<(), Problem> {
        let refuse = |title: &str| Err(Problem::new(ErrorStatus::BAD_REQUEST, title));
        if self.0.len() == MOST_FIELDS {
            return refuse("The form has too many fields");
        }
        if name.contains('\0') || value.contains('\0') {
            return refuse("The form holds a NUL character");
        }
        self.0.push((name.into(), value.replace("\r\n", "\n")));
        Ok(())
    }

    fn read(bytes: &[u8]) -> Result<Self, Problem> {
        let mut typed = Self::nothing();
        for (name, value) in form_urlencoded::parse(bytes) {
            typed.take(&name, &value)?;
        }
        Ok(typed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_found_trimmed_exact_and_in_parts() {
        let typed =
            Typed::read(b"who=+Nour+&tick=a&tick=b&born-day=1&born-month=&born-year=2010&told=a%0D%0Ab")
                .unwrap();
        assert_eq!(typed.get("who"), "Nour");
        assert_eq!(typed.exact("who"), " Nour ");
        assert!(typed.has("tick", "b") && !typed.has("tick", "c"));
        assert_eq!(typed.date("born"), ["1", "", "2010"]);
        assert_eq!(typed.get("told"), "a\nb");
        assert_eq!(typed.get("absent"), "");
    }

    #[test]
    fn nul_and_floods_of_fields_are_refused() {
        assert!(Typed::read(b"a=%00").is_err());
        assert!(Typed::read("a=1&".repeat(MOST_FIELDS).as_bytes()).is_ok());
        assert!(Typed::read("a=1&".repeat(MOST_FIELDS + 1).as_bytes()).is_err());
    }

    #[test]
    fn debug_shows_no_value() {
        let shown = format!("{:?}", Typed::nothing().and("who", "Nour"));
        assert!(shown.contains("who") && !shown.contains("Nour"));
    }
}
