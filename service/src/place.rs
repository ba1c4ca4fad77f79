//! Where a request comes from (AC-06): place by an offline database, system and browser by the user agent.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::path::Path;

use domain::activity::Client;
use maxminddb::{MaxMindDbError, Reader, geoip2};
use woothee::parser::Parser;

const UNKNOWN: &str = "Unknown";
/// More of a user agent is not looked at: what follows only costs time.
const AGENT_BYTES: usize = 512;

/// The location database, if one is configured.
#[derive(Default)]
pub struct Places(Option<Reader<Vec<u8>>>);

impl fmt::Debug for Places {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "Places(database)" } else { "Places(none)" })
    }
}

impl Places {
    /// No database: every public address is "Unknown".
    #[must_use]
    pub fn none() -> Self {
        Self(None)
    }

    /// Reads a `.mmdb` file of cities or countries into memory.
    pub fn open(path: &Path) -> Result<Self, MaxMindDbError> {
        Ok(Self(Some(Reader::open_readfile(path)?)))
    }

    fn location(&self, address: IpAddr) -> String {
        if is_private(address) {
            return "Private network".to_owned();
        }
        let known = self.0.as_ref().and_then(|reader| {
            let found = reader.lookup(address).ok()?.decode::<geoip2::City<'_>>().ok()??;
            let names = [found.city.names.english, found.country.names.english];
            let parts: Vec<&str> = names.into_iter().flatten().collect();
            (!parts.is_empty()).then(|| parts.join(", "))
        });
        known.unwrap_or_else(|| UNKNOWN.to_owned())
    }
}

fn is_private(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => {
            // 100.64.0.0/10 is shared by customers of one provider (RFC 6598).
            let shared = Ipv4Addr::new(100, 64, 0, 0).to_bits() >> 22 == v4.to_bits() >> 22;
            v4.is_private() || v4.is_loopback() || v4.is_link_local() || v4.is_unspecified() || shared
        }
        IpAddr::V6(v6) => v6.is_loopback() || v6.is_unspecified() || v6.is_unique_local() || v6.is_unicast_link_local(),
    }
}

/// What the log keeps of where a request came from.
#[must_use]
pub fn client(places: &Places, address: IpAddr, agent: Option<&str>) -> Client {
    let address = address.to_canonical();
    let (os, device) = agent.map_or_else(|| (UNKNOWN.to_owned(), UNKNOWN.to_owned()), system_and_device);
    Client { address: address.to_string(), location: places.location(address), os, device }
}

/// What attempts are counted by. An IPv6 network gives each of its customers a /64 and more.
#[must_use]
pub fn network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(v4) => v4.to_string(),
        IpAddr::V6(v6) => {
            let prefix = v6.to_bits() & (u128::MAX << 64);
            format!("{}/64", Ipv6Addr::from_bits(prefix))
        }
    }
}

fn system_and_device(agent: &str) -> (String, String) {
    let short = agent.get(..agent.floor_char_boundary(AGENT_BYTES)).unwrap_or_default();
    let Some(found) = Parser::new().parse(short) else {
        return (UNKNOWN.to_owned(), UNKNOWN.to_owned());
    };
    let known = |text: &str| !text.is_empty() && text != "UNKNOWN";
    let os = match found.os {
        // Browsers report the same version of these whatever they run on.
        "Mac OSX" => "macOS".to_owned(),
        "Android" | "iPhone" | "iPad" | "iPod" if known(&found.os_version) => {
            format!("{} {}", found.os, found.os_version)
        }
        os if known(os) => os.to_owned(),
        _ => UNKNOWN.to_owned(),
    };
    let kind = match found.category {
        "pc" => "Computer",
        "smartphone" | "mobilephone" => "Phone",
        "crawler" => "Robot",
        "appliance" => "Appliance",
        _ => "",
    };
    let browser = if known(found.name) {
        let major = found.version.split('.').next().filter(|v| known(v)).unwrap_or_default();
        format!("{} {major}", found.name).trim_end().to_owned()
    } else {
        String::new()
    };
    let device = match (kind, browser.as_str()) {
        ("", "") => UNKNOWN.to_owned(),
        ("", only) | (only, "") => only.to_owned(),
        (kind, browser) => format!("{kind}, {browser}"),
    };
    (os, device)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(address: &str, agent: Option<&str>) -> Client {
        client(&Places::none(), address.parse().unwrap(), agent)
    }

    #[test]
    fn ac_06_private_addresses_are_named_so_and_others_unknown() {
        for address in [
            "10.0.0.1",
            "192.168.1.5",
            "172.16.0.1",
            "127.0.0.1",
            "169.254.1.1",
            "100.64.0.1",
            "100.127.255.255",
            "::1",
            "fd00::1",
            "fe80::1",
            "::ffff:10.0.0.1",
        ] {
            assert_eq!(of(address, None).location, "Private network", "{address}");
        }
        for address in ["8.8.8.8", "100.128.0.1", "100.63.255.255", "2001:4860::1"] {
            assert_eq!(of(address, None).location, "Unknown", "{address}");
        }
        assert_eq!(of("::ffff:8.8.8.8", None).address, "8.8.8.8");
    }

    /// The smallest location database: every address below 128.0.0.0 is in one town.
    fn database() -> Vec<u8> {
        let text = |text: &str| [vec![0x40 | u8::try_from(text.len()).unwrap()], text.as_bytes().to_vec()].concat();
        let map = |pairs: &[(&str, Vec<u8>)]| {
            let mut out = vec![0xE0 | u8::try_from(pairs.len()).unwrap()];
            for (name, value) in pairs {
                out.extend(text(name));
                out.extend(value);
            }
            out
        };
        let number = |n: u8| vec![0xA1, n];
        let names = |name: &str| map(&[("names", map(&[("en", text(name))]))]);
        // One node: the left record leads to the first byte of the data, the right one to nothing.
        let mut out = vec![0, 0, 17, 0, 0, 1];
        out.extend([0; 16]);
        out.extend(map(&[("city", names("Kiel")), ("country", names("Germany"))]));
        out.extend(b"\xAB\xCD\xEFMaxMind.com");
        out.extend(map(&[
            ("node_count", vec![0xC1, 1]),
            ("record_size", number(24)),
            ("ip_version", number(4)),
            ("database_type", text("City")),
            ("languages", vec![0x01, 0x04, 0x42, b'e', b'n']),
            ("binary_format_major_version", number(2)),
            ("binary_format_minor_version", number(0)),
            ("build_epoch", vec![0x01, 0x02, 1]),
            ("description", map(&[])),
        ]));
        out
    }

    #[test]
    fn ac_06_a_database_tells_town_and_country() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("city.mmdb");
        std::fs::write(&path, database()).unwrap();
        let places = Places::open(&path).unwrap();
        let location = |address: &str| client(&places, address.parse().unwrap(), None).location;
        assert_eq!(location("8.8.8.8"), "Kiel, Germany");
        assert_eq!(location("200.1.1.1"), "Unknown");
        assert_eq!(location("2001:4860::1"), "Unknown");
        assert_eq!(location("10.0.0.1"), "Private network");
        std::fs::write(&path, "no database").unwrap();
        assert!(Places::open(&path).is_err());
    }

    #[test]
    fn ac_06_system_and_browser_are_read_from_the_user_agent() {
        let table = [
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36",
                "macOS",
                "Computer, Chrome 126",
            ),
            ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0", "Windows 10", "Computer, Firefox 128"),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
                "iPhone 17.5",
                "Phone, Safari 17",
            ),
            ("curl/8.0", "Unknown", "HTTP Library curl"),
            ("", "Unknown", "Unknown"),
        ];
        for (agent, os, device) in table {
            let client = of("8.8.8.8", Some(agent));
            assert_eq!((client.os.as_str(), client.device.as_str()), (os, device), "{agent}");
        }
        assert_eq!(of("8.8.8.8", None).device, "Unknown");
    }

    #[test]
    fn ws_11_an_ipv6_network_counts_as_one() {
        let network = |text: &str| network(text.parse().unwrap());
        assert_eq!(network("2001:db8:1:2:3::4"), "2001:db8:1:2::/64");
        assert_eq!(network("2001:db8:1:2::9"), network("2001:db8:1:2:ffff::1"));
        assert_eq!(network("::ffff:203.0.113.9"), "203.0.113.9");
    }

    proptest! {
        #[test]
        fn ac_06_any_user_agent_gives_short_text(agent in "\\PC{0,700}") {
            let client = of("8.8.8.8", Some(&agent));
            prop_assert!(client.os.len() < 600 && client.device.len() < 600);
            prop_assert!(!client.os.is_empty() && !client.device.is_empty());
        }
    }
}
