//! A line to another hotline: HTTP with TLS, a bearer token that is refreshed or got anew, and what became of each call.

use crate::codes::ExchangeTried;
use couriers::hook::{agent_as, never_left};
use iccam::answer::{Login, MOST_BYTES};
use iccam::ask::{self, Asked, Method};
use kernel::Instant;
use std::sync::Arc;
use std::time::Duration;
use ureq::tls::ClientCert;

/// A token that ends so soon, in milliseconds, is refreshed before it is used.
const TO_THE_END_MS: i64 = 5_000;

/// What tells the time.
pub type Clock = Arc<dyn Fn() -> Instant + Send + Sync>;

/// Why a call came to nothing: what became of it, and the status of the answer, 0 without one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// What became of it.
    pub tried: ExchangeTried,
    /// The status.
    pub code: u16,
}

impl Trouble {
    /// Nothing was answered.
    pub(crate) fn without_answer(tried: ExchangeTried) -> Trouble {
        Trouble { tried, code: 0 }
    }

    /// Whether it is about the other hotline and not about what was said: all else waits, too.
    #[must_use]
    pub fn is_the_peers(self) -> bool {
        use ExchangeTried::{NotLetIn, NotSent, Refused, Unknown};
        matches!(self.tried, NotLetIn | NotSent | Refused | Unknown)
    }
}

/// User name and password, for as long as it takes to say them.
pub struct Credentials {
    /// The user name.
    pub user: String,
    /// The password.
    pub password: String,
}

struct Session {
    login: Login,
    until: Instant,
}

/// A line.
pub struct Line {
    agent: ureq::Agent,
    endpoint: String,
    clock: Clock,
    session: Option<Session>,
}

impl Line {
    /// A line to that endpoint. Nothing is said yet.
    #[must_use]
    pub fn new(endpoint: &str, certificate: Option<ClientCert>, patience: Duration, clock: Clock) -> Line {
        let agent = agent_as(certificate, patience, patience);
        Line { agent, endpoint: endpoint.to_owned(), clock, session: None }
    }

    fn holds(&self, session: &Session) -> bool {
        (self.clock)().0.saturating_add(TO_THE_END_MS) < session.until.0
    }

    /// Says something and gives the answer. A token that is not good any more is refreshed, or got anew by the credentials, which are
    /// opened only then. Such a no is said before anything is taken over, so the same is said again.
    ///
    /// # Errors
    /// [`Trouble`].
    pub fn say(
        &mut self,
        asked: &Asked,
        credentials: &dyn Fn() -> Result<Credentials, Trouble>,
    ) -> Result<Vec<u8>, Trouble> {
        let mut refused = Trouble { tried: ExchangeTried::NotLetIn, code: 401 };
        for _ in 0..3 {
            let bearer = self.let_in(credentials)?;
            match self.call(asked, Some(&bearer)) {
                Err(trouble) if trouble.code == 401 => {
                    refused = trouble;
                    self.is_no_good(&bearer);
                }
                said => return said,
            }
        }
        self.session = None;
        Err(refused)
    }

    /// A bearer token that holds.
    ///
    /// # Errors
    /// [`Trouble`]: this node is not let in.
    pub fn let_in(
        &mut self,
        credentials: &dyn Fn() -> Result<Credentials, Trouble>,
    ) -> Result<String, Trouble> {
        if let Some(session) = &self.session
            && self.holds(session)
        {
            return Ok(session.login.bearer.clone());
        }
        if let Some(session) = self.session.take()
            && let Ok(bearer) = self.begin(&ask::refresh(&session.login.refresh))
        {
            return Ok(bearer);
        }
        let Credentials { user, password } = credentials()?;
        self.begin(&ask::log_in(&user, &password)).map_err(|trouble| match trouble.tried {
            // Whatever the status, a login that is refused lets nobody in.
            ExchangeTried::RefusedForGood | ExchangeTried::Unreadable => {
                Trouble { tried: ExchangeTried::NotLetIn, ..trouble }
            }
            // A login leaves nothing there: it may simply be said again.
            ExchangeTried::Unknown => Trouble { tried: ExchangeTried::NotSent, ..trouble },
            _ => trouble,
        })
    }

    /// The next token is refreshed, and the one after that is got by the credentials.
    fn is_no_good(&mut self, bearer: &str) {
        self.session =
            self.session.take().filter(|session| session.login.bearer == bearer).and_then(|session| {
                let is_fresh = self.holds(&session);
                is_fresh.then_some(Session { until: Instant(0), ..session })
            });
    }

    fn begin(&mut self, asked: &Asked) -> Result<String, Trouble> {
        let said = self.call(asked, None)?;
        let login = iccam::answer::login(&said)
            .map_err(|_| Trouble { tried: ExchangeTried::Unreadable, code: 200 })?;
        let bearer = login.bearer.clone();
        let until = Instant((self.clock)().0.saturating_add(i64::from(login.expires_in) * 1_000));
        self.session = Some(Session { login, until });
        Ok(bearer)
    }

    fn call(&self, asked: &Asked, bearer: Option<&str>) -> Result<Vec<u8>, Trouble> {
        let url = format!("{}/{}", self.endpoint, asked.path);
        let body = asked.body.as_deref().unwrap_or_default();
        let token = bearer.map(|bearer| format!("Bearer {bearer}"));
        let answered = match asked.method {
            Method::Get => {
                let request = self.agent.get(&url).header("accept", "application/json");
                token.iter().fold(request, |request, token| request.header("authorization", token)).call()
            }
            Method::Post | Method::Put => {
                let request =
                    if asked.method == Method::Post { self.agent.post(&url) } else { self.agent.put(&url) };
                let request =
                    request.header("accept", "application/json").header("content-type", "application/json");
                token.iter().fold(request, |request, token| request.header("authorization", token)).send(body)
            }
        };
        let mut answer = answered.map_err(|fault| {
            let tried = if never_left(&fault) { ExchangeTried::NotSent } else { ExchangeTried::Unknown };
            Trouble::without_answer(tried)
        })?;
        let code = answer.status().as_u16();
        let tried = match code {
            200..=299 => {
                let read = answer.body_mut().with_config().limit(MOST_BYTES as u64).read_to_vec();
                return read.map_err(|_| Trouble { tried: ExchangeTried::Unknown, code });
            }
            401 | 403 => ExchangeTried::NotLetIn,
            408 | 425 | 429 | 500..=599 | 300..=399 => ExchangeTried::Refused,
            _ => ExchangeTried::RefusedForGood,
        };
        Err(Trouble { tried, code })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulated::{Manner, Peer};

    fn line(peer: &Peer) -> Line {
        Line::new(&peer.endpoint, None, Duration::from_millis(600), Arc::new(desk::Desk::now))
    }

    fn credentials() -> Result<Credentials, Trouble> {
        Ok(Credentials { user: "tutela".into(), password: "fictional".into() })
    }

    fn put() -> Asked {
        ask::reference(1, "r")
    }

    #[test]
    fn a_token_is_refreshed_or_got_anew() {
        let peer = Peer::start();
        peer.has("https://host.example/a");
        let mut line = line(&peer);
        assert!(line.say(&put(), &credentials).is_ok());
        assert_eq!((peer.count("POST Authentication"), peer.count("POST Authentication/refresh")), (1, 0));
        peer.forgets_bearers();
        assert!(line.say(&put(), &credentials).is_ok());
        assert_eq!((peer.count("POST Authentication"), peer.count("POST Authentication/refresh")), (1, 1));
        peer.forgets_everybody();
        assert!(line.say(&put(), &credentials).is_ok());
        assert_eq!(peer.count("POST Authentication"), 2);
        let wrong = || Ok(Credentials { user: "tutela".into(), password: "wrong".into() });
        peer.forgets_everybody();
        let trouble = line.say(&put(), &wrong).unwrap_err();
        assert_eq!(trouble.tried, ExchangeTried::NotLetIn);
    }

    #[test]
    fn each_answer_is_what_it_is() {
        let peer = Peer::start();
        peer.has("https://host.example/a");
        for (manner, tried) in [
            (Manner::Status(503), ExchangeTried::Refused),
            (Manner::Status(429), ExchangeTried::Refused),
            (Manner::Status(302), ExchangeTried::Refused),
            (Manner::Status(403), ExchangeTried::NotLetIn),
            (Manner::Status(422), ExchangeTried::RefusedForGood),
            (Manner::Cut, ExchangeTried::Unknown),
            (Manner::Slow, ExchangeTried::Unknown),
        ] {
            let mut line = line(&peer);
            peer.next("PUT", manner);
            assert_eq!(line.say(&put(), &credentials).unwrap_err().tried, tried, "{manner:?}");
        }
        peer.is_gone();
        assert_eq!(line(&peer).say(&put(), &credentials).unwrap_err().tried, ExchangeTried::NotSent);
    }
}
