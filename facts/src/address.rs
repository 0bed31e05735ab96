//! Addresses on the internet that are to be taken down (¶38, 63): their one form, their number, and what of them crosses between the room
//! that has them taken down and the room that exchanges them with other hotlines.

use kernel::codes::Country;
use kernel::{EventSpec, Id, Instant, code_list, event};
use minicbor::{Decode, Encode};
use url::{Host, Url};

code_list! {
    /// What a host's name is.
    pub HostKind, "host-kind", version 1, source "RFC 3986, section 3.2.2; RFC 7686" {
        Name = 1, "name", "A name";
        Number = 2, "number", "An IP address";
        Onion = 3, "onion", "An onion service";
    }
}

code_list! {
    /// What a grader says that is at an address. The shared words of hotlines; each law's own labels are mapped to them.
    pub AddressGrade, "address-grade", version 1, source "INHOPE baseline and national, as ICCAM exchanges them" {
        NotGraded = 0, "not-graded", "Not graded";
        Baseline = 1, "baseline", "Illegal by the baseline that all hotlines share";
        National = 2, "national", "Illegal by the law of the State";
        NotIllegal = 3, "not-illegal", "Not illegal";
        NotFound = 4, "not-found", "Nothing was found there";
    }
}

impl AddressGrade {
    /// Whether the address is to be taken down.
    #[must_use]
    pub fn is_illegal(self) -> bool {
        matches!(self, AddressGrade::Baseline | AddressGrade::National)
    }
}

code_list! {
    /// What became of an address, in the words that hotlines share.
    pub AddressAction, "address-action", version 1, source "ICCAM action types, as SCART uses them; A/HRC/31/58, ¶38, 63" {
        Nothing = 0, "nothing", "Nothing yet";
        Moved = 1, "moved", "It moved to another host";
        ReportedToPolice = 2, "reported-to-police", "Reported to the police";
        ReportedToHost = 3, "reported-to-host", "Notice sent to the host";
        Removed = 4, "removed", "Removed";
        Unavailable = 5, "unavailable", "Cannot be reached";
        NotIllegal = 6, "not-illegal", "Not illegal";
    }
}

/// Graders agreed on what is at an address. Entered again where that changes.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct AddressSettled {
    /// The address: everything sealed about it is sealed under this number.
    #[n(0)]
    pub address: Id,
    /// Its host.
    #[n(1)]
    pub host: Id,
    /// What it is.
    #[n(2)]
    pub grade: AddressGrade,
    /// The act beside which the address itself lies sealed.
    #[n(3)]
    pub told_in: Id,
    /// Until when the police ask for it to stay, where they do.
    #[n(4)]
    pub held_until: Option<Instant>,
}
event!(AddressSettled, 155, 1, "addresses.settled");

/// It is known in which State a host stands, or not any more.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct HostStands {
    /// The host.
    #[n(0)]
    pub host: Id,
    /// The State; none where nobody knows.
    #[n(1)]
    pub country: Option<Country>,
}
event!(HostStands, 156, 1, "addresses.host-stands");

/// Something was done about an address here, or the police ask that nothing be done for now.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct AddressActed {
    /// The address.
    #[n(0)]
    pub address: Id,
    /// What was done; none where it is about a hold alone.
    #[n(1)]
    pub action: Option<AddressAction>,
    /// Until when the police ask for it to stay; 0 where a hold ended.
    #[n(2)]
    pub held_until: Option<Instant>,
}
event!(AddressActed, 157, 1, "addresses.acted");

/// Another hotline handed an address in.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct AddressHandedIn {
    /// The address, by its number.
    #[n(0)]
    pub address: Id,
    /// Its host.
    #[n(1)]
    pub host: String,
    /// What that is.
    #[n(2)]
    pub kind: HostKind,
    /// The unit here that is to have it.
    #[n(3)]
    pub unit: Id,
    /// The act beside which the address itself lies sealed.
    #[n(4)]
    pub told_in: Id,
}
event!(AddressHandedIn, 158, 1, "addresses.handed-in");

/// Another hotline told what it did about an address.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct HotlineActed {
    /// The address.
    #[n(0)]
    pub address: Id,
    /// What it did.
    #[n(1)]
    pub action: AddressAction,
}
event!(HotlineActed, 159, 1, "addresses.hotline-acted");

pub(crate) fn events() -> [EventSpec; 5] {
    [
        EventSpec::of::<AddressSettled>(),
        EventSpec::of::<HostStands>(),
        EventSpec::of::<AddressActed>(),
        EventSpec::of::<AddressHandedIn>(),
        EventSpec::of::<HotlineActed>(),
    ]
}

/// The slot in which an address lies sealed, beside whatever act.
pub const SLOT_URL: u16 = 0;

/// The domain under which the store makes a blind token of an address.
pub const TOKEN_DOMAIN: &str = "takedown.address";

/// The number of an address: it is the beginning of its blind token under [`TOKEN_DOMAIN`], so that the same address is one record.
#[must_use]
pub fn number_of(token: [u8; 32]) -> Id {
    let mut number = [0; 16];
    number.copy_from_slice(&token[..16]);
    Id(number)
}

/// Longest address, in bytes.
pub const MAX_ADDRESS: usize = 4_000;

/// An address in one form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Normal {
    /// The address. It may name people, so it is sealed.
    pub url: String,
    /// Its host, with the port where that is not the usual one.
    pub host: String,
    /// What the host is.
    pub kind: HostKind,
}

/// Why a text is no address that can be taken in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoAddress {
    /// Nothing.
    #[error("is empty")]
    Empty,
    /// Too much.
    #[error("is longer than 4,000 bytes")]
    TooLong,
    /// A space or control character inside.
    #[error("holds a blank or a character that cannot be seen")]
    Blank,
    /// No address.
    #[error("cannot be read as an address")]
    Unreadable,
    /// Another scheme.
    #[error("begins with neither http:// nor https://")]
    Scheme,
    /// A user or password.
    #[error("holds a user name or a password")]
    User,
    /// A name without a dot.
    #[error("names no host that others can reach")]
    Host,
}

/// What would be right.
pub const RIGHT: &str = "an address such as https://host.example/page, one to a line";

/// Disarmed addresses (`hxxps://host[.]example`) as they were.
fn armed(text: &str) -> String {
    let text = text.replace("[.]", ".").replace("(.)", ".").replace("[:]", ":");
    match text.get(..4) {
        Some(start) if start.eq_ignore_ascii_case("hxxp") => {
            format!("http{}", text.get(4..).unwrap_or_default())
        }
        _ => text,
    }
}

/// Reads an address: scheme and host in small letters, an international name in its ASCII form, the usual port and what follows `#` left
/// out. Path and query stay as they are, since a host tells pages apart by them.
///
/// # Errors
/// [`NoAddress`].
pub fn read(text: &str) -> Result<Normal, NoAddress> {
    let text = text.trim();
    if text.is_empty() {
        return Err(NoAddress::Empty);
    }
    if text.len() > MAX_ADDRESS {
        return Err(NoAddress::TooLong);
    }
    if text.chars().any(|letter| letter.is_whitespace() || letter.is_control()) {
        return Err(NoAddress::Blank);
    }
    let text = armed(text);
    let text = if text.contains("://") { text } else { format!("https://{text}") };
    let mut url = Url::parse(&text).map_err(|_| NoAddress::Unreadable)?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(NoAddress::Scheme);
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(NoAddress::User);
    }
    url.set_fragment(None);
    let (name, kind) = match url.host().ok_or(NoAddress::Host)? {
        Host::Ipv4(ip) => (ip.to_string(), HostKind::Number),
        Host::Ipv6(ip) => (format!("[{ip}]"), HostKind::Number),
        Host::Domain(name) => {
            let name = name.trim_end_matches('.').to_owned();
            let is_onion = name.ends_with(".onion");
            (name, if is_onion { HostKind::Onion } else { HostKind::Name })
        }
    };
    if kind != HostKind::Number {
        if !name.contains('.') || name.starts_with('.') {
            return Err(NoAddress::Host);
        }
        url.set_host(Some(&name)).map_err(|_| NoAddress::Host)?;
    }
    // What a form takes longer may not fit any more.
    if url.as_str().len() > MAX_ADDRESS * 3 {
        return Err(NoAddress::TooLong);
    }
    let host = url.port().map_or_else(|| name.clone(), |port| format!("{name}:{port}"));
    Ok(Normal { url: url.into(), host, kind })
}

/// Whether a text is a host as [`read`] writes one.
#[must_use]
pub fn is_host(text: &str, kind: HostKind) -> bool {
    read(&format!("http://{text}")).is_ok_and(|normal| normal.host == text && normal.kind == kind)
}

/// The number of a host: it follows from its name.
#[must_use]
pub fn host_number(host: &str) -> Id {
    Id([0x74; 16]).derive(host, 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn one_form_for_the_ways_an_address_is_written() {
        let same = [
            "https://Host.example/Page?b=2&a=1",
            "  HTTPS://host.example:443/Page?b=2&a=1#part ",
            "hxxps://host[.]example/Page?b=2&a=1",
            "host.example/Page?b=2&a=1",
            "https://host.example./Page?b=2&a=1",
        ];
        for text in same {
            let normal = read(text).unwrap();
            assert_eq!(normal.url, "https://host.example/Page?b=2&a=1", "{text}");
            assert_eq!((normal.host.as_str(), normal.kind), ("host.example", HostKind::Name));
        }
        assert_ne!(read("http://host.example/a").unwrap(), read("http://host.example/A").unwrap());
    }

    #[test]
    fn numbers_ports_other_scripts_and_onions_are_told_apart() {
        let of = |text: &str| read(text).map(|normal| (normal.host, normal.kind)).unwrap();
        assert_eq!(of("http://192.0.2.7:8080/x"), ("192.0.2.7:8080".into(), HostKind::Number));
        assert_eq!(of("http://0xC0000207/x"), ("192.0.2.7".into(), HostKind::Number));
        assert_eq!(of("http://[2001:DB8::1]/x"), ("[2001:db8::1]".into(), HostKind::Number));
        assert_eq!(of("https://مثال.example/"), ("xn--mgbh0fb.example".into(), HostKind::Name));
        assert_eq!(of("http://abcdef.onion/x"), ("abcdef.onion".into(), HostKind::Onion));
    }

    #[test]
    fn what_is_no_address_is_told_why() {
        assert_eq!(read(" "), Err(NoAddress::Empty));
        assert_eq!(read("ftp://host.example/x"), Err(NoAddress::Scheme));
        assert_eq!(read("https://user:word@host.example/"), Err(NoAddress::User));
        assert_eq!(read("https://localhost/"), Err(NoAddress::Host));
        assert_eq!(read("two words.example"), Err(NoAddress::Blank));
        assert_eq!(read("https://[::1/"), Err(NoAddress::Unreadable));
        assert_eq!(read(&"a".repeat(MAX_ADDRESS + 1)), Err(NoAddress::TooLong));
    }

    proptest! {
        #[test]
        fn reading_again_changes_nothing(text in "(https?://)?[a-zA-Z0-9.:%/?&=#äم-]{0,60}") {
            if let Ok(normal) = read(&text) {
                prop_assert!(is_host(&normal.host, normal.kind));
                prop_assert_eq!(read(&normal.url), Ok(normal));
            }
        }

        #[test]
        fn nothing_makes_it_fall(text in any::<String>()) {
            let _ = read(&text);
        }
    }
}
