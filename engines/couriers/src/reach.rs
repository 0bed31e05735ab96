//! How far a connection may reach: to the open internet, or also into the private networks beside this machine.

use std::io::ErrorKind;
use std::net::{IpAddr, Ipv4Addr};
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

/// Whether an IP address is one of the open internet.
#[must_use]
pub fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => match ip.to_ipv4_mapped() {
            Some(ip) => is_public_v4(ip),
            None => {
                let [first, second, ..] = ip.segments();
                // Global unicast is 2000::/3; of it 2001:db8::/32 is for books, 2002::/16 and 2001::/32 lead to IPv4.
                (first & 0xe000) == 0x2000
                    && first != 0x2002
                    && !(first == 0x2001 && (second == 0x0db8 || second == 0))
            }
        },
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    let is_shared = a == 100 && (64..128).contains(&b);
    let is_special = a == 0 || a >= 224 || (a == 192 && b == 0 && c == 0) || (a == 198 && (b & 0xfe) == 18);
    !(ip.is_private()
        || ip.is_loopback()
        || ip.is_link_local()
        || ip.is_documentation()
        || is_shared
        || is_special)
}

/// Finds a host's addresses and leaves those out that are not public: what was judged is what is connected to.
#[derive(Clone, Copy, Debug)]
pub struct PublicOnly {
    /// Whether private networks are open, too.
    pub also_private: bool,
}

impl Resolver for PublicOnly {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = DefaultResolver::default().resolve(uri, config, timeout)?;
        let mut open = self.empty();
        for address in found.iter().filter(|address| self.also_private || is_public(address.ip())) {
            open.push(*address);
        }
        if open.is_empty() {
            return Err(ureq::Error::Io(ErrorKind::PermissionDenied.into()));
        }
        Ok(open)
    }
}
