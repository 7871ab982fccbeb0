//! Which network addresses lie inside a private network, and a name resolver that gives out no such
//! address. The check sits in the resolver because what it gives out is what is connected to: a name
//! that answers differently a moment later gains nothing.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

/// The system's resolver.
pub(super) struct SystemResolver;

impl Resolve for SystemResolver {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            // The port is replaced by the address' own.
            let found: Vec<SocketAddr> =
                tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}

/// A resolver that leaves out private addresses, and fails where nothing remains.
pub(super) struct PublicOnly {
    pub(super) inner: Arc<dyn Resolve>,
    pub(super) is_private: fn(IpAddr) -> bool,
}

/// A name has only private addresses.
#[derive(Debug, thiserror::Error)]
#[error("the name leads into a private network")]
pub(super) struct LeadsInside;

impl Resolve for PublicOnly {
    fn resolve(&self, name: Name) -> Resolving {
        let found = self.inner.resolve(name);
        let is_private = self.is_private;
        Box::pin(async move {
            let all: Vec<SocketAddr> = found.await?.collect();
            let known = !all.is_empty();
            let public: Vec<_> = all.into_iter().filter(|at| !is_private(at.ip())).collect();
            if known && public.is_empty() {
                return Err(LeadsInside.into());
            }
            Ok(Box::new(public.into_iter()) as Addrs)
        })
    }
}

/// Whether an address lies on this computer, in a private network, or nowhere on the internet
/// (the registries of RFC 6890, without those that are merely reserved for documentation).
pub(in crate::calendars) fn is_private(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_private_v4(ip),
        IpAddr::V6(ip) => is_private_v6(ip),
    }
}

fn is_private_v4(ip: Ipv4Addr) -> bool {
    let [a, b, ..] = ip.octets();
    ip.is_loopback()
        || ip.is_private()
        || ip.is_link_local()
        || ip.is_broadcast()
        || ip.is_multicast()
        || a == 0
        // Shared between a provider and its customers (RFC 6598).
        || (a == 100 && (64..128).contains(&b))
        // Benchmarks inside one's own network (RFC 2544).
        || (a == 198 && (18..20).contains(&b))
        || a >= 240
}

fn is_private_v6(ip: Ipv6Addr) -> bool {
    if let Some(inner) = embedded_v4(ip) {
        return is_private_v4(inner);
    }
    ip.is_loopback()
        || ip.is_unspecified()
        || ip.is_unique_local()
        || ip.is_unicast_link_local()
        || ip.is_multicast()
        // Site-local, deprecated but still routed inside (RFC 3879).
        || (ip.segments()[0] & 0xffc0) == 0xfec0
}

/// An IPv4 address written as IPv6: mapped or compatible (RFC 4291, 2.5.5), translated (RFC 6052,
/// 2.1), or 6to4 (RFC 3056).
fn embedded_v4(ip: Ipv6Addr) -> Option<Ipv4Addr> {
    let [a, b, c, d, e, f, g, h] = ip.segments();
    let join = |high: u16, low: u16| Ipv4Addr::from((u32::from(high) << 16) | u32::from(low));
    match [a, b, c, d, e, f] {
        [0, 0, 0, 0, 0, 0xffff] | [0x64, 0xff9b, 0, 0, 0, 0] => Some(join(g, h)),
        [0, 0, 0, 0, 0, 0] if g != 0 => Some(join(g, h)),
        [0x2002, ..] => Some(join(b, c)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("127.0.0.1")]
    #[case("10.1.2.3")]
    #[case("172.31.0.1")]
    #[case("192.168.0.1")]
    #[case("169.254.169.254")]
    #[case("100.64.0.1")]
    #[case("0.0.0.0")]
    #[case("224.0.0.251")]
    #[case("255.255.255.255")]
    #[case("::1")]
    #[case("::")]
    #[case("fe80::1")]
    #[case("fd00::1")]
    #[case("fec0::1")]
    #[case("::ffff:127.0.0.1")]
    #[case("::127.0.0.1")]
    #[case("64:ff9b::10.0.0.1")]
    #[case("2002:c0a8:1::1")]
    fn addresses_inside_are_private(#[case] ip: IpAddr) {
        assert!(is_private(ip));
    }

    #[rstest]
    #[case("1.1.1.1")]
    #[case("172.32.0.1")]
    #[case("100.128.0.1")]
    #[case("198.20.0.1")]
    #[case("2606:4700::1111")]
    #[case("::ffff:1.1.1.1")]
    #[case("64:ff9b::1.1.1.1")]
    fn addresses_of_the_internet_are_not(#[case] ip: IpAddr) {
        assert!(!is_private(ip));
    }
}
