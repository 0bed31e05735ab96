//! Who asks: a session's cookie in the pages, a bearer token in the API.

use crate::answers::{problem_of_database, problem_of_policy};
use crate::cookies::{LANGUAGE, SESSION, kept};
use crate::room::Desk;
use crate::routes::Line;
use access::{Habits, Pass, habits, holds, is_grave, session_of, session_unattended, token_of};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, header};
use face::{ErrorStatus, FieldError, Language, Problem, StaffFrame, Texts};
use kernel::{Actor, Ask, CodeList, Purpose, allow};

/// Says in the API why personal data are read.
pub(crate) const PURPOSE_HEADER: &str = "tutela-purpose";

/// Who asks, in which role, to what end, in which language.
#[derive(Clone, Debug)]
pub struct Caller {
    /// Who acts.
    pub actor: Actor,
    /// The name they signed in with.
    pub user: String,
    /// The purpose stated.
    pub purpose: Purpose,
    /// Their language.
    pub texts: Texts,
    /// True for a token, false for a session.
    pub machine: bool,
    /// The address asked for, with its query.
    pub here: String,
    /// What lets them in: what it is good for, and when they last proved who they are.
    pub pass: Pass,
    /// How they like to work.
    pub habits: Habits,
    /// Whether a person asks to be shown something: what answers a form is no page to come back to.
    pub(crate) shows: bool,
}

pub(crate) fn cookie(headers: &HeaderMap) -> Option<String> {
    kept(headers, SESSION)
}

pub(crate) fn bearer(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    value.strip_prefix("Bearer ").map(|token| token.trim().to_owned())
}

/// The language of this code, if staff pages speak it.
pub(crate) fn of_staff(code: &str) -> Option<Language> {
    Language::of_code(code).filter(|language| Language::STAFF.contains(language))
}

/// The language that the address or the browser asks for.
pub(crate) fn language(parts: &Parts) -> Language {
    let query = parts.uri.query().unwrap_or("");
    let asked = query.split('&').find_map(|pair| pair.strip_prefix("lang=")).and_then(of_staff);
    let remembered = || of_staff(&kept(&parts.headers, LANGUAGE)?);
    let accepted = || {
        let header = parts.headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
        Language::of_accept_language(header, Language::STAFF)
    };
    asked.or_else(remembered).or_else(accepted).unwrap_or_default()
}

/// A form posted from another site is refused: the browser says where it comes from.
#[must_use]
pub fn from_elsewhere(parts: &Parts) -> bool {
    if parts.method == Method::GET || parts.method == Method::HEAD {
        return false;
    }
    let site = parts.headers.get("sec-fetch-site").and_then(|value| value.to_str().ok());
    let origin = parts.headers.get(header::ORIGIN).and_then(|value| value.to_str().ok());
    let host = parts.headers.get(header::HOST).and_then(|value| value.to_str().ok()).unwrap_or("");
    match (site, origin) {
        (Some(site), _) if site == "cross-site" || site == "same-site" => true,
        (_, Some(origin)) if origin != "null" => {
            origin.split_once("://").is_none_or(|(_, from)| from != host)
        }
        _ => false,
    }
}

/// The purpose that the request itself states. A word that is none is told, lest the reader's other purpose stand in its place.
fn stated_purpose(headers: &HeaderMap, texts: &Texts) -> Result<Option<Purpose>, Problem> {
    let Some(value) = headers.get(PURPOSE_HEADER) else { return Ok(None) };
    let read = value.to_str().ok().and_then(|code| Purpose::from_code(code).ok());
    read.map(Some).ok_or_else(|| {
        let shown: String = String::from_utf8_lossy(value.as_bytes()).chars().take(40).collect();
        let right =
            Purpose::all().iter().filter(|purpose| **purpose != Purpose::Reaction).map(|one| one.code());
        let error = FieldError {
            field: PURPOSE_HEADER.into(),
            wrong: format!("'{shown}' is none"),
            right: right.collect::<Vec<_>>().join(", "),
        };
        Problem::of(texts, ErrorStatus::BAD_REQUEST).with_kind("input").with_errors(vec![error])
    })
}

impl FromRequestParts<Desk> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, desk: &Desk) -> Result<Caller, Problem> {
        let caller = Caller::recognised(parts, desk).await?;
        let Some(line) = parts.extensions.get::<Line>() else {
            tracing::error!("an address of the staff door has no line of policy");
            return Err(Problem::of(&caller.texts, ErrorStatus::INTERNAL));
        };
        if let Some(ask) = line.ask() {
            caller.may(ask)?;
        }
        Ok(caller)
    }
}

impl Caller {
    /// Who asks, whatever for.
    pub(crate) async fn recognised(parts: &mut Parts, desk: &Desk) -> Result<Caller, Problem> {
        let texts = desk.looks().catalogue().texts(language(parts));
        let (secret, machine) = match (bearer(&parts.headers), cookie(&parts.headers)) {
            (Some(token), _) => (token, true),
            (None, Some(session)) => (session, false),
            (None, None) => return Err(Problem::of(&texts, ErrorStatus::SIGN_IN)),
        };
        if !machine && from_elsewhere(parts) {
            return Err(Problem::of(&texts, ErrorStatus::FORBIDDEN));
        }
        let is_here = !machine && !crate::news::is_asked_for(parts.uri.path());
        let known = desk.blocking(move |node| {
            let now = Desk::now();
            let pass = match (machine, is_here) {
                (true, _) => match session_of(node, &secret, true, now)? {
                    Some(pass) => Some(pass),
                    None => token_of(node, &secret, now)?,
                },
                (false, true) => session_of(node, &secret, false, now)?,
                (false, false) => session_unattended(node, &secret, now)?,
            };
            let Some(pass) = pass else { return Ok(None) };
            let habits = if is_here { habits(node, pass.account.id)? } else { Habits::default() };
            Ok(Some((pass, habits)))
        });
        let found = known.await.map_err(|fault| problem_of_database(&texts, &fault))?;
        let (pass, habits) = found.ok_or_else(|| Problem::of(&texts, ErrorStatus::SIGN_IN))?;
        let shows = is_here && parts.method == Method::GET;
        if is_here {
            desk.work().here(pass.account.id, Desk::now());
        }
        let purpose = stated_purpose(&parts.headers, &texts)?.unwrap_or(pass.purpose);
        let here = parts.uri.path_and_query().map_or_else(|| "/".into(), ToString::to_string);
        let (actor, user) = (pass.account.actor(), pass.account.user.clone());
        Ok(Caller { actor, user, purpose, texts, machine, here, pass, habits, shows })
    }
}

impl Caller {
    /// Passes the policy: may this caller do or read that, to the end stated?
    ///
    /// # Errors
    /// The refusal, in the caller's language.
    pub fn may(&self, ask: Ask) -> Result<(), Problem> {
        self.reaches(ask.name())?;
        allow(&self.actor, ask, self.purpose).map_err(|forbidden| problem_of_policy(&self.texts, forbidden))
    }

    /// Whether a token's scope names that act or read; a person's session reaches whatever the role may.
    ///
    /// # Errors
    /// The refusal, in the caller's language.
    pub(crate) fn reaches(&self, name: &str) -> Result<(), Problem> {
        if self.pass.scope.allows(name) {
            return Ok(());
        }
        let problem = Problem::of(&self.texts, ErrorStatus::FORBIDDEN).with_kind("scope");
        Err(problem
            .with_detail(self.texts.t("forbidden-scope"))
            .with_exact_detail(format!("{name} is not named in this token's scope")))
    }

    /// Whether the caller proved within ten minutes who they are.
    pub(crate) fn is_proved(&self) -> bool {
        self.pass.proved.is_some_and(|proved| holds(proved, Desk::now()))
    }

    /// What is grave is done by somebody who has just proved who they are; a machine cannot.
    ///
    /// # Errors
    /// The refusal: sign in again.
    pub(crate) fn proved_for(&self, name: &str) -> Result<(), Problem> {
        if is_grave(name) { self.has_proved() } else { Ok(()) }
    }

    /// As [`Caller::proved_for`], whatever it is for.
    ///
    /// # Errors
    /// The refusal: sign in again.
    pub(crate) fn has_proved(&self) -> Result<(), Problem> {
        if self.is_proved() {
            return Ok(());
        }
        let title = self.texts.t("reauthenticate-title");
        Err(Problem::new(ErrorStatus::FORBIDDEN, title)
            .with_kind("reauthenticate")
            .with_detail(self.texts.t("reauthenticate-detail"))
            .with_exact_detail(
                "sign in again: this needs a proof of who you are that is at most 10 minutes old",
            ))
    }

    /// The frame of this caller's pages.
    #[must_use]
    pub fn frame(&self, desk: &Desk) -> StaffFrame {
        StaffFrame {
            texts: self.texts.clone(),
            who: self.user.clone(),
            nav: desk.nav(self),
            purpose: Some(self.texts.t(&self.purpose.key())),
            purpose_href: "/purpose".into(),
            sign_out: "/sign-out".into(),
            here: self.here.clone(),
            reminder: crate::habits::reminder(desk, self),
        }
    }

    /// Notes for nobody but the caller that they opened a record, and whether its words may distress.
    pub fn opened(&self, desk: &Desk, may_distress: bool) {
        if !self.machine {
            desk.work().opened(self.actor.id, may_distress, Desk::now());
        }
    }

    /// The label of a code in the caller's language.
    #[must_use]
    pub fn label<L: CodeList>(&self, code: L) -> String {
        label(&self.texts, &code.key(), code.label())
    }
}

/// A text where there is one, else the English label.
pub(crate) fn label(texts: &Texts, key: &str, english: &str) -> String {
    if texts.has(key) { texts.t(key) } else { english.to_owned() }
}
