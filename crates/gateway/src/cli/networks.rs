//! `--trusted-proxy`: addresses and networks.

use std::net::{IpAddr, Ipv6Addr};

use ipnet::{IpNet, Ipv4Net};

use super::setting_errors::SettingErrors;

/// A network, or `None` and an error.
pub(super) fn parse_network(text: &str, errors: &mut SettingErrors) -> Option<IpNet> {
    let text = text.trim();
    let network = text.parse::<IpNet>().ok().or_else(|| text.parse::<IpAddr>().ok().map(IpNet::from));
    match network.map(canonical) {
        Some(network) if network.prefix_len() == 0 => {
            let message = format!("\"{text}\" is everybody: name the proxy's own address or network");
            errors.add("--trusted-proxy", message);
            None
        }
        Some(network) => Some(network),
        None => {
            errors.add(
                "--trusted-proxy",
                format!("\"{text}\" is no address and no network: for example 10.0.0.5 or 10.0.0.0/8"),
            );
            None
        }
    }
}

/// IPv4 networks written as IPv6, in the form that clients' addresses are compared in.
fn canonical(network: IpNet) -> IpNet {
    /// Bits before the IPv4 address, `::ffff:0:0/96`.
    const MAPPED: u8 = 96;
    let IpNet::V6(v6) = network else { return network };
    let v4 = Ipv6Addr::to_ipv4_mapped(&v6.addr()).zip(v6.prefix_len().checked_sub(MAPPED));
    v4.and_then(|(address, prefix)| Ipv4Net::new(address, prefix).ok()).map_or(network, IpNet::V4)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Result<String, String> {
        let mut errors = SettingErrors::default();
        let network = parse_network(text, &mut errors);
        network.map(|network| network.to_string()).ok_or_else(|| errors.0.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn an_ipv4_network_may_be_written_as_ipv6() {
        assert_eq!(parsed("::ffff:10.0.0.5").as_deref(), Ok("10.0.0.5/32"));
        assert_eq!(parsed("::ffff:10.0.0.0/104").as_deref(), Ok("10.0.0.0/8"));
        assert_eq!(parsed(" fd00::/8 ").as_deref(), Ok("fd00::/8"));
        assert_eq!(parsed("10.0.0.5").as_deref(), Ok("10.0.0.5/32"));
    }

    #[test]
    fn everybody_is_no_proxy() {
        for text in ["0.0.0.0/0", "::/0", "::ffff:0.0.0.0/96"] {
            assert!(parsed(text).unwrap_err().contains("is everybody"), "{text}");
        }
        assert!(parsed("nginx").unwrap_err().contains("for example"));
    }
}
