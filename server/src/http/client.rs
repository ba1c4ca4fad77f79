//! Which address a request comes from, when proxies stand in between.

use std::net::{IpAddr, SocketAddr};

use axum::http::HeaderMap;
use ipnet::IpNet;

/// Addresses that a header may name at most. Nobody has more proxies; a header may be made of many.
const MOST_HOPS: usize = 32;

/// The address of the client: the peer, or, where the peer is a trusted proxy, what `X-Forwarded-For` says, read from the right
/// through the trusted proxies up to the first address that is none. What stands left of that was written by the client itself.
pub fn address(peer: IpAddr, headers: &HeaderMap, trusted: &[IpNet]) -> IpAddr {
    let is_trusted = |address: &IpAddr| trusted.iter().any(|network| network.contains(address));
    let mut client = peer.to_canonical();
    let lines: Vec<&str> = headers.get_all("x-forwarded-for").iter().map(|line| line.to_str().unwrap_or("?")).collect();
    for hop in lines.iter().rev().flat_map(|line| line.rsplit(',')).take(MOST_HOPS) {
        if !is_trusted(&client) {
            break;
        }
        match parse(hop) {
            Some(address) => client = address.to_canonical(),
            // A trusted proxy passed on something unreadable: it is the last that is known.
            None => break,
        }
    }
    client
}

/// An address with or without port and brackets.
fn parse(hop: &str) -> Option<IpAddr> {
    let hop = hop.trim();
    let bare = hop.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(hop);
    bare.parse().ok().or_else(|| hop.parse().ok().map(|socket: SocketAddr| socket.ip()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(peer: &str, lines: &[&str], trusted: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append("x-forwarded-for", line.parse().unwrap());
        }
        let trusted: Vec<IpNet> = trusted.iter().map(|net| net.parse().unwrap()).collect();
        address(peer.parse().unwrap(), &headers, &trusted).to_string()
    }

    #[test]
    fn forwarded_addresses() {
        let proxies = ["10.0.0.0/8", "fd00::/8"];
        for (peer, lines, trusted, expected) in [
            // Nobody is trusted: the header is only a claim.
            ("203.0.113.9", &["198.51.100.1"][..], &[][..], "203.0.113.9"),
            ("203.0.113.9", &["198.51.100.1"], &proxies, "203.0.113.9"),
            ("10.0.0.1", &[], &proxies, "10.0.0.1"),
            ("10.0.0.1", &["198.51.100.1"], &proxies, "198.51.100.1"),
            // The client wrote the left part itself.
            ("10.0.0.1", &["1.2.3.4, 198.51.100.1"], &proxies, "198.51.100.1"),
            ("10.0.0.1", &["10.9.9.9, 198.51.100.1, 10.0.0.2"], &proxies, "198.51.100.1"),
            // Several lines are one list.
            ("10.0.0.1", &["1.2.3.4", "198.51.100.1", "10.0.0.2"], &proxies, "198.51.100.1"),
            // Only proxies.
            ("10.0.0.1", &["10.0.0.3, 10.0.0.2"], &proxies, "10.0.0.3"),
            // Ports, brackets, spaces, IPv6, IPv4 in IPv6.
            ("10.0.0.1", &[" 198.51.100.1:4711 "], &proxies, "198.51.100.1"),
            ("fd00::1", &["[2001:db8::7]:4711"], &proxies, "2001:db8::7"),
            ("fd00::1", &["[2001:db8::7]"], &proxies, "2001:db8::7"),
            ("::ffff:10.0.0.1", &["::ffff:198.51.100.1"], &proxies, "198.51.100.1"),
            // Nonsense ends the walk at the one who passed it on.
            ("10.0.0.1", &["198.51.100.1, unknown"], &proxies, "10.0.0.1"),
            ("10.0.0.1", &["198.51.100.1, unknown, 10.0.0.2"], &proxies, "10.0.0.2"),
            ("10.0.0.1", &[""], &proxies, "10.0.0.1"),
            ("10.0.0.1", &[",,,"], &proxies, "10.0.0.1"),
            ("10.0.0.1", &["_hidden"], &proxies, "10.0.0.1"),
            ("10.0.0.1", &["999.1.1.1"], &proxies, "10.0.0.1"),
            ("10.0.0.1", &["198.51.100.1;drop"], &proxies, "10.0.0.1"),
        ] {
            assert_eq!(seen(peer, lines, trusted), expected, "{peer} {lines:?}");
        }
    }

    #[test]
    fn a_very_long_header_is_not_walked_to_its_end() {
        let line = vec!["10.0.0.2"; 10_000].join(",");
        assert_eq!(seen("10.0.0.1", &[&format!("198.51.100.1,{line}")], &["10.0.0.0/8"]), "10.0.0.2");
    }
}
