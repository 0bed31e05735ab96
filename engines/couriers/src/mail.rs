//! Mail: one letter to one recipient by SMTP, step by step, so that it is known how far it came.

use crate::{Became, MOST_WORDS, Trouble};
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{SmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::ClientId;
use lettre::transport::smtp::response::Response;
use lettre::{Address, Message};
use percent_encoding::percent_decode_str;
use std::io::ErrorKind;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::Duration;

/// How long a farewell may take.
const FAREWELL: Duration = Duration::from_secs(1);

/// How a connection is kept from others' eyes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Security {
    /// TLS from the first byte: port 465, RFC 8314.
    Tls,
    /// TLS after a greeting, and nothing without it: port 587, RFC 3207.
    StartTls,
    /// None: towards this machine alone.
    None,
}

/// A mail server that takes letters over. It cannot be printed: its address may hold a password.
#[derive(Clone)]
pub struct Server {
    host: String,
    port: u16,
    security: Security,
    user: Option<Credentials>,
}

/// A host that is this machine.
fn is_here(host: &str) -> bool {
    host == "localhost" || host.parse().is_ok_and(|ip: std::net::IpAddr| ip.is_loopback())
}

/// User and password of an address.
fn credentials(userinfo: &str) -> Option<Credentials> {
    let (user, password) = userinfo.split_once(':')?;
    let [user, password] = [user, password].map(|part| percent_decode_str(part).decode_utf8().ok());
    Some(Credentials::new(user?.into_owned(), password?.into_owned()))
}

/// Host and port; the host of an IPv6 address without its brackets.
fn host_and_port(place: &str, usual: u16) -> Option<(String, u16)> {
    let (host, port) = match place.strip_prefix('[') {
        Some(rest) => {
            let (host, port) = rest.split_once(']')?;
            host.parse::<std::net::Ipv6Addr>().ok()?;
            (host, port)
        }
        None => place.find(':').map_or((place, ""), |at| place.split_at(at)),
    };
    let port = match port.strip_prefix(':') {
        Some(port) => port.parse().ok().filter(|port| *port != 0)?,
        None if port.is_empty() => usual,
        None => return None,
    };
    let is_host = !host.is_empty() && host.chars().all(|c| c.is_ascii_alphanumeric() || ".-:".contains(c));
    is_host.then(|| (host.to_owned(), port))
}

impl Server {
    /// Reads an address: `smtps://HOST` (TLS, port 465), `smtp://HOST` (TLS after STARTTLS, port 587), or `smtp+plain://HOST`
    /// (no TLS, port 25, this machine alone); with `USER:PASSWORD@` before the host, percent-encoded, where the server asks.
    ///
    /// # Errors
    /// What is wrong and what would be right, without the password.
    pub fn read(typed: &str) -> Result<Server, String> {
        let wrong = |what: &str| {
            Err(format!(
                "{what}; an address such as smtps://mail.example or smtp://USER:PASSWORD@mail.example:587 is wanted"
            ))
        };
        let Some((scheme, rest)) = typed.split_once("://") else { return wrong("no scheme is named") };
        let (security, usual) = match scheme {
            "smtps" => (Security::Tls, 465),
            "smtp" => (Security::StartTls, 587),
            "smtp+plain" => (Security::None, 25),
            _ => return wrong("the address begins with none of smtps://, smtp:// and smtp+plain://"),
        };
        let rest = rest.strip_suffix('/').unwrap_or(rest);
        let (userinfo, place) =
            rest.rsplit_once('@').map_or((None, rest), |(user, place)| (Some(user), place));
        let Some((host, port)) = host_and_port(place, usual) else {
            return wrong("host or port cannot be read");
        };
        if security == Security::None && !is_here(&host) {
            return wrong("without TLS no letter leaves this machine");
        }
        let user = match userinfo.map(credentials) {
            None => None,
            Some(Some(user)) => Some(user),
            Some(None) => return wrong("user and password cannot be read"),
        };
        Ok(Server { host, port, security, user })
    }

    /// Whether user and password are known.
    #[must_use]
    pub fn has_password(&self) -> bool {
        self.user.is_some()
    }

    /// As it may be shown: `mail.example:465`.
    #[must_use]
    pub fn shown(&self) -> String {
        format!("{}:{}", self.host, self.port)
    }
}

/// Whether a text is an address that mail can be sent to: RFC 5321 in form, in ASCII, and not quoted.
#[must_use]
pub fn is_address(text: &str) -> bool {
    text.is_ascii() && !text.contains(['"', '<', '>', ' ']) && text.parse::<Address>().is_ok()
}

/// A letter: plain text for one recipient.
#[derive(Clone, Debug)]
pub struct Letter {
    /// Its number: what stands before the `@` of its Message-ID. The same letter has the same number.
    pub number: String,
    /// The number of the letter that it follows, so that programs show them as one conversation.
    pub follows: Option<String>,
    /// From whom.
    pub from: String,
    /// To whom.
    pub to: String,
    /// What it is about, in a line.
    pub subject: String,
    /// What it says.
    pub text: String,
}

/// A header of that name and value, both ASCII.
fn plain(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}

impl Letter {
    /// Sender, recipient and the whole as it travels.
    fn written(&self) -> Option<(Address, Address, Vec<u8>)> {
        if !is_address(&self.from) || !is_address(&self.to) {
            return None;
        }
        let [from, to]: [Address; 2] = [self.from.parse().ok()?, self.to.parse().ok()?];
        // An answer to a call reaches nobody: calls are answered where the report is.
        let id = |number: &str| format!("<{number}@{}>", from.domain());
        let is_number = |number: &str| {
            !number.is_empty() && number.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        };
        if !is_number(&self.number) || !self.follows.as_deref().is_none_or(is_number) {
            return None;
        }
        let mut builder = Message::builder()
            .from(from.clone().into())
            .to(to.clone().into())
            .message_id(Some(id(&self.number)))
            .subject(self.subject.replace(['\r', '\n'], " "))
            .header(ContentType::TEXT_PLAIN)
            // RFC 3834: no absence notice comes back for it.
            .raw_header(plain("Auto-Submitted", "auto-generated"))
            .raw_header(plain("Importance", "high"));
        if let Some(before) = &self.follows {
            builder = builder.in_reply_to(id(before)).references(id(before));
        }
        let whole = builder.body(self.text.clone()).ok()?.formatted();
        Some((from, to, whole))
    }
}

type SmtpFault = lettre::transport::smtp::Error;

/// What lies below a fault: lettre wraps what the connection and TLS said.
fn causes(fault: &SmtpFault) -> impl Iterator<Item = &(dyn std::error::Error + 'static)> {
    std::iter::successors(std::error::Error::source(fault), |cause| cause.source())
}

fn trouble(fault: &SmtpFault) -> Trouble {
    let io = || causes(fault).filter_map(|cause| cause.downcast_ref::<std::io::Error>());
    let is_tls = |error: &std::io::Error| error.get_ref().is_some_and(|inner| inner.is::<rustls::Error>());
    // A read that waits too long ends as "would block".
    let is_late =
        |error: &std::io::Error| matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut);
    if fault.is_tls() || io().any(is_tls) || causes(fault).any(|cause| cause.is::<rustls::Error>()) {
        Trouble::Encryption
    } else if fault.is_timeout() || io().any(is_late) {
        Trouble::Late
    } else if fault.is_response() || fault.is_client() {
        Trouble::Broken
    } else {
        Trouble::Unreachable
    }
}

/// A no of the server; for good only where it is about this letter or its recipient.
fn refusal(fault: &SmtpFault, is_about_the_letter: bool) -> Option<Became> {
    let code = u16::from(fault.status()?);
    Some(Became::Refused { code, for_good: is_about_the_letter && fault.is_permanent() })
}

/// Nobody has the letter: the server said no before it had it, or there was none.
fn before_the_letter(fault: &SmtpFault, is_about_the_letter: bool) -> Became {
    refusal(fault, is_about_the_letter).unwrap_or_else(|| Became::NotSent(trouble(fault)))
}

/// The letter was on its way.
fn after_the_letter(fault: &SmtpFault) -> Became {
    refusal(fault, true).unwrap_or_else(|| Became::Unknown(trouble(fault)))
}

/// The proof in the server's first line: the enhanced status code (RFC 3463) and the number under which it keeps the letter.
/// Nothing else of it: a server can say what it likes, and this is kept for ever.
fn words(response: &Response) -> String {
    let first = response.first_line().unwrap_or_default();
    let parts: Vec<&str> = first.split_whitespace().collect();
    let is_status = |part: &&str| {
        let numbers: Vec<&str> = part.split('.').collect();
        numbers.len() == 3
            && numbers
                .iter()
                .all(|number| (1..=3).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit()))
    };
    let status = parts.first().copied().filter(is_status);
    let after = |words: [&str; 2]| parts.windows(3).find(|three| three[..2] == words).map(|three| three[2]);
    let named = |name: &str| parts.iter().find_map(|part| part.strip_prefix(name));
    let number = after(["queued", "as"]).or_else(|| named("id="));
    let fits = |c: &char| c.is_ascii_alphanumeric() || ".-".contains(*c);
    let number = number.map(|number| number.chars().take_while(fits).take(MOST_WORDS).collect::<String>());
    let number = number.filter(|number| !number.is_empty()).map(|number| format!("queued as {number}"));
    status.map(ToOwned::to_owned).into_iter().chain(number).collect::<Vec<_>>().join(" ")
}

/// A connection that is ready for a letter.
fn connection(server: &Server, from: &Address, patience: Duration) -> Result<SmtpConnection, SmtpFault> {
    let hello = ClientId::Domain(from.domain().to_owned());
    let place = (server.host.as_str(), server.port);
    let parameters = || TlsParameters::new(server.host.clone());
    let tls = (server.security == Security::Tls).then(parameters).transpose()?;
    let mut connection = SmtpConnection::connect(place, Some(patience), &hello, tls.as_ref(), None)?;
    if server.security == Security::StartTls {
        connection.starttls(&parameters()?, &hello)?;
    }
    if let Some(user) = &server.user {
        connection.auth(DEFAULT_MECHANISMS, user)?;
    }
    Ok(connection)
}

/// How far a letter is, told between whoever sends it and whoever waits for them.
struct Stage(AtomicU8);

impl Stage {
    const BEFORE: u8 = 0;
    const ON_ITS_WAY: u8 = 1;
    const CALLED_OFF: u8 = 2;

    /// True for whoever takes this step first: a letter that was called off does not leave, and one that left cannot be called off.
    fn goes(&self, to: u8) -> bool {
        self.0.compare_exchange(Stage::BEFORE, to, Ordering::SeqCst, Ordering::SeqCst).is_ok()
    }
}

/// What the server says step by step.
fn delivered(
    server: &Server,
    letter: (Address, Address, Vec<u8>),
    patience: Duration,
    stage: &Stage,
) -> Became {
    let (from, to, whole) = letter;
    let mut connection = match connection(server, &from, patience) {
        Ok(connection) => connection,
        Err(fault) => return before_the_letter(&fault, false),
    };
    let said = |code: u16| Became::Refused { code, for_good: false };
    if let Err(fault) = connection.command(Mail::new(Some(from), Vec::new())) {
        return before_the_letter(&fault, false);
    }
    if let Err(fault) = connection.command(Rcpt::new(to, Vec::new())) {
        return before_the_letter(&fault, true);
    }
    match connection.command(Data) {
        Ok(response) if response.has_code(354) => {}
        Ok(response) => return said(u16::from(response.code())),
        Err(fault) => return before_the_letter(&fault, false),
    }
    if !stage.goes(Stage::ON_ITS_WAY) {
        return Became::NotSent(Trouble::Late);
    }
    let became = match connection.message(&whole) {
        Ok(response) => match u16::from(response.code()) {
            code @ 200..=299 => Became::Taken { code, words: words(&response) },
            code => said(code),
        },
        Err(fault) => after_the_letter(&fault),
    };
    // A farewell that fails changes nothing, and nobody waits for it.
    drop(connection.set_timeout(Some(FAREWELL)));
    connection.abort();
    became
}

/// Sends a letter. Each answer is waited for at most so long, and the whole at most four times as long: a server that says a little
/// at a time holds nobody up.
#[must_use]
pub fn send(server: &Server, letter: &Letter, patience: Duration) -> Became {
    let Some(written) = letter.written() else { return Became::NotSent(Trouble::Unfit) };
    let (told, heard) = std::sync::mpsc::channel();
    let stage = Arc::new(Stage(AtomicU8::new(Stage::BEFORE)));
    let (server, its_stage) = (server.clone(), Arc::clone(&stage));
    let work = move || {
        // Whoever waited may have gone.
        drop(told.send(delivered(&server, written, patience, &its_stage)));
    };
    if std::thread::Builder::new().spawn(work).is_err() {
        return Became::NotSent(Trouble::Unreachable);
    }
    match heard.recv_timeout(patience * 4) {
        Ok(became) => became,
        Err(_) if stage.goes(Stage::CALLED_OFF) => Became::NotSent(Trouble::Late),
        Err(_) => Became::Unknown(Trouble::Late),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::io::{BufRead as _, BufReader, Write as _};

    fn letter() -> Letter {
        Letter {
            number: "0a1b".into(),
            follows: Some("0a1a".into()),
            from: "tutela@hotline.example".into(),
            to: "duty@hotline.example".into(),
            subject: "Urgent:\r\nBcc: somebody@else.example".into(),
            text: "بلاغ عاجل ينتظر.\n.\nEnd.".into(),
        }
    }

    #[test]
    fn addresses_of_servers_are_read_and_shown_without_their_passwords() {
        let shown = |typed: &str| Server::read(typed).map(|server| server.shown());
        assert_eq!(shown("smtps://mail.example").as_deref(), Ok("mail.example:465"));
        assert_eq!(shown("smtp://u:p%40ss@mail.example:2525/").as_deref(), Ok("mail.example:2525"));
        assert_eq!(shown("smtp+plain://[::1]:1025").as_deref(), Ok("::1:1025"));
        assert!(Server::read("smtp://u:p@mail.example").is_ok_and(|server| server.has_password()));
        for wrong in [
            "",
            "mail.example",
            "http://mail.example",
            "smtp://",
            "smtp://u:hidden@",
            "smtp://hidden@mail.example",
            "smtp://mail.example:0",
            "smtp://mail.example:99999",
            "smtp://[::1",
            "smtp://[x]:25",
            "smtp://a b",
            "smtp+plain://u:hidden@mail.example",
        ] {
            let Err(told) = Server::read(wrong) else { panic!("{wrong} was read") };
            assert!(told.contains("is wanted") && !told.contains("hidden"), "{told}");
        }
    }

    #[test]
    fn a_letter_has_its_number_and_its_headers_cannot_be_added_to() {
        let (_, _, whole) = letter().written().unwrap();
        let whole = String::from_utf8(whole).unwrap();
        let (head, _) = whole.split_once("\r\n\r\n").unwrap();
        for line in [
            "Message-ID: <0a1b@hotline.example>",
            "In-Reply-To: <0a1a@hotline.example>",
            "References: <0a1a@hotline.example>",
            "Auto-Submitted: auto-generated",
            "To: duty@hotline.example",
        ] {
            assert!(head.lines().any(|one| one == line), "{line} is missing in {head}");
        }
        assert!(!head.lines().any(|line| line.starts_with("Bcc")), "{head}");
        assert!(head.is_ascii(), "{head}");
    }

    #[test]
    fn what_is_no_letter_does_not_leave() {
        let here = Server::read("smtp+plain://127.0.0.1:9").unwrap();
        for wrong in [
            Letter { to: "nobody".into(), ..letter() },
            Letter { to: "\"a> <b\"@x.example".into(), ..letter() },
            Letter { to: "ü@x.example".into(), ..letter() },
            Letter { from: "a@b\r\nc".into(), ..letter() },
            Letter { number: "1> <2".into(), ..letter() },
            Letter { follows: Some("ü".into()), ..letter() },
        ] {
            assert_eq!(send(&here, &wrong, Duration::from_secs(1)), Became::NotSent(Trouble::Unfit));
        }
        assert_eq!(send(&here, &letter(), Duration::from_secs(1)), Became::NotSent(Trouble::Unreachable));
    }

    /// A server that says these lines, one after each that it hears, as its script goes on.
    fn saying(lines: &'static [&'static str], pause: Duration) -> Server {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        std::thread::spawn(move || {
            let (stream, _) = listener.accept().unwrap();
            let mut heard = BufReader::new(stream.try_clone().unwrap());
            let mut out = stream;
            for line in lines {
                std::thread::sleep(pause);
                if out.write_all(line.as_bytes()).is_err() {
                    return;
                }
                let mut said = String::new();
                let is_letter = line.starts_with("354");
                while heard.read_line(&mut said).is_ok_and(|n| n > 0)
                    && is_letter
                    && !said.ends_with("\r\n.\r\n")
                {}
            }
        });
        Server::read(&format!("smtp+plain://127.0.0.1:{port}")).unwrap()
    }

    const HELLO: &str = "250 here\r\n";
    const DATA: &str = "354 go on\r\n";

    #[test]
    fn only_what_is_about_the_letter_is_a_no_for_good() {
        let patience = Duration::from_secs(5);
        let became = |lines| send(&saying(lines, Duration::ZERO), &letter(), patience);
        let no = |code, for_good| Became::Refused { code, for_good };
        assert_eq!(became(&["554 not now\r\n"]), no(554, false));
        assert_eq!(became(&["220 here\r\n", HELLO, "550 no such sender\r\n"]), no(550, false));
        assert_eq!(became(&["220 here\r\n", HELLO, HELLO, "550 no such user\r\n"]), no(550, true));
        assert_eq!(became(&["220 here\r\n", HELLO, HELLO, HELLO, "250 odd\r\n"]), no(250, false));
        let taken = |lines| match became(lines) {
            Became::Taken { code: 250, words } => words,
            other => panic!("{other:?}"),
        };

        assert_eq!(
            taken(&["220 here\r\n", HELLO, HELLO, HELLO, DATA, "250 2.0.0 Ok: queued as 1A-2b\r\n"]),
            "2.0.0 queued as 1A-2b"
        );
        assert_eq!(
            taken(&["220 here\r\n", HELLO, HELLO, HELLO, DATA, "250 OK id=1xyz-00 for Jane\r\n"]),
            "queued as 1xyz-00"
        );
        assert_eq!(taken(&["220 here\r\n", HELLO, HELLO, HELLO, DATA, "250 ok for duty@x.example\r\n"]), "");
        assert_eq!(became(&["220 here\r\n", HELLO, HELLO, HELLO, DATA, "552 too much\r\n"]), no(552, true));
    }

    #[test]
    fn whoever_says_nothing_or_a_little_at_a_time_holds_nobody_up() {
        let patience = Duration::from_millis(300);
        let silent = saying(&[], Duration::ZERO);
        // The script is over: the connection ends before a word was said.
        assert!(matches!(send(&silent, &letter(), patience), Became::NotSent(_)));
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let waits = Server::read(&format!("smtp+plain://{}", listener.local_addr().unwrap())).unwrap();
        assert_eq!(send(&waits, &letter(), patience), Became::NotSent(Trouble::Late));
        #[expect(clippy::disallowed_methods, reason = "how long it took is what is tested")]
        let begun = std::time::Instant::now();
        let dripping =
            saying(&["2", "2", "0", "-", "a", "b", "c", "d", "e", "f", "g", "h"], Duration::from_millis(200));
        assert!(matches!(send(&dripping, &letter(), patience), Became::NotSent(_)));
        assert!(begun.elapsed() < Duration::from_secs(3), "{:?}", begun.elapsed());
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(typed in "(smtp|smtps|smtp\\+plain)?(://)?[ -~]{0,40}") {
            match Server::read(&typed) {
                Ok(server) => prop_assert!(server.port != 0 && !server.host.is_empty()),
                Err(told) => prop_assert!(told.contains("is wanted")),
            }
        }
    }
}
