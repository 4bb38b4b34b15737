//! Whom the limits count, and the reports where they can count nobody.

use std::{
    net::{IpAddr, SocketAddr},
    sync::Once,
};

use axum::http::HeaderMap;
use ipnet::IpNet;

use super::{
    address::{Source, X_FORWARDED_FOR},
    client::Client,
    forwarding::client_headers,
    key::ClientKey,
};
use crate::settings::Settings;

/// Whom the limits count. Each kind of mistake in the set-up is reported once.
#[derive(Debug)]
pub(crate) struct ClientRules {
    trusted_proxies: Vec<IpNet>,
    forward_client: bool,
    has_limits: bool,
    loopback_reported: Once,
    nameless_reported: Once,
    undeclared_reported: Once,
}

impl ClientRules {
    pub(crate) fn new(settings: &Settings) -> Self {
        Self {
            trusted_proxies: settings.trusted_proxies.clone(),
            forward_client: settings.forward_client,
            has_limits: settings.max_connections_per_client > 0 || settings.max_requests_per_client > 0,
            loopback_reported: Once::new(),
            nameless_reported: Once::new(),
            undeclared_reported: Once::new(),
        }
    }

    /// Reports at the start what the settings alone show.
    pub(crate) fn report_settings(&self, listen: SocketAddr) {
        let listen = listen.ip().to_canonical();
        if listen.is_loopback() && !self.is_trusted(listen) {
            self.report_loopback(listen);
        }
        if self.forward_client && self.trusted_proxies.is_empty() {
            tracing::warn!(
                "--forward-client without --trusted-proxy: the API is told the address of whoever connects to the gateway; \
                 behind a proxy that is the proxy's own, and its X-Forwarded-For is not used"
            );
        }
    }

    /// Whose connections a connection counts with. A proxy has those of many clients, and so does an undeclared one on this
    /// machine.
    pub(crate) fn limit_of_connection(&self, peer: IpAddr) -> Option<ClientKey> {
        let peer = peer.to_canonical();
        if self.is_trusted(peer) {
            return None;
        }
        if peer.is_loopback() {
            self.report_loopback(peer);
            return None;
        }
        Some(ClientKey::of(peer))
    }

    /// The client of a request.
    pub(crate) fn client(&self, peer: IpAddr, headers: &HeaderMap) -> Client {
        let peer = peer.to_canonical();
        let Source { address, is_client } = Source::of(peer, headers, &self.trusted_proxies);
        if !is_client {
            self.report_nameless(peer);
        } else if address == peer && is_private(peer) && headers.contains_key(X_FORWARDED_FOR) {
            self.report_undeclared(peer);
        }
        // An address that a trusted proxy names is the client's, whatever it is.
        let is_exempt = !is_client || (address == peer && peer.is_loopback());
        Client {
            address,
            limited_as: (!is_exempt).then(|| ClientKey::of(address)),
            headers: if self.forward_client { client_headers(address, headers) } else { HeaderMap::new() },
        }
    }

    fn is_trusted(&self, address: IpAddr) -> bool {
        self.trusted_proxies.iter().any(|net| net.contains(&address))
    }

    fn report_loopback(&self, peer: IpAddr) {
        if !self.has_limits {
            return;
        }
        self.loopback_reported.call_once(|| {
            tracing::warn!(
                "requests come from {peer}, where users can't be told apart, so that no limit per client applies to them: \
                 if that is your proxy, declare it with --trusted-proxy {peer} and let it send X-Forwarded-For"
            );
        });
    }

    fn report_nameless(&self, peer: IpAddr) {
        self.nameless_reported.call_once(|| {
            tracing::warn!(
                "the trusted proxy {peer} sent a request without a client's address in X-Forwarded-For: no limit per client \
                 applies to such requests, and the log has the proxy's address"
            );
        });
    }

    /// Only for addresses of private networks: anybody can send the header.
    fn report_undeclared(&self, peer: IpAddr) {
        self.undeclared_reported.call_once(|| {
            tracing::warn!(
                "{peer} sends X-Forwarded-For and is not declared: if that is your proxy, declare it with --trusted-proxy \
                 {peer}; until then all its users count as one client"
            );
        });
    }
}

/// Loopback is not among them: it has a report of its own.
fn is_private(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => {
            let is_shared = matches!(address.octets(), [100, 64..=127, ..]);
            address.is_private() || address.is_link_local() || is_shared
        }
        IpAddr::V6(address) => address.is_unique_local() || address.is_unicast_link_local(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(trusted: &[&str]) -> ClientRules {
        ClientRules {
            trusted_proxies: trusted.iter().map(|net| net.parse().unwrap()).collect(),
            forward_client: false,
            has_limits: true,
            loopback_reported: Once::new(),
            nameless_reported: Once::new(),
            undeclared_reported: Once::new(),
        }
    }

    fn counted(rules: &ClientRules, peer: &str, forwarded: &[&str]) -> Option<ClientKey> {
        let headers = forwarded.iter().map(|line| (X_FORWARDED_FOR, line.parse().unwrap())).collect();
        rules.client(peer.parse().unwrap(), &headers).limited_as
    }

    fn key(text: &str) -> Option<ClientKey> {
        Some(ClientKey::of(text.parse().unwrap()))
    }

    #[test]
    fn requests_count_for_the_client_behind_trusted_proxies() {
        let rules = rules(&["127.0.0.1/32", "10.0.0.0/8"]);
        assert_eq!(counted(&rules, "127.0.0.1", &["203.0.113.9"]), key("203.0.113.9"));
        assert_eq!(counted(&rules, "::ffff:127.0.0.1", &["1.2.3.4, 203.0.113.9, 10.0.0.2"]), key("203.0.113.9"));
        assert_eq!(counted(&rules, "203.0.113.9", &["1.2.3.4"]), key("203.0.113.9"));
        // A client that claims to be this machine is still one client.
        assert_eq!(counted(&rules, "10.0.0.1", &["::1"]), key("::1"));
    }

    #[test]
    fn a_trusted_proxy_without_a_clients_address_is_exempt_and_reported() {
        let rules = rules(&["10.0.0.0/8"]);
        for forwarded in [&[][..], &["unknown"], &["203.0.113.9, _hidden"], &["10.1.2.3"]] {
            assert_eq!(counted(&rules, "10.0.0.1", forwarded), None, "{forwarded:?}");
        }
        assert!(rules.nameless_reported.is_completed());
        assert!(!rules.undeclared_reported.is_completed() && !rules.loopback_reported.is_completed());
    }

    #[test]
    fn an_undeclared_loopback_peer_is_exempt_and_reported() {
        for peer in ["127.0.0.1", "127.1.2.3", "::1", "::ffff:127.0.0.1"] {
            let rules = rules(&["10.0.0.0/8"]);
            assert_eq!(counted(&rules, peer, &["203.0.113.9"]), None, "{peer}");
            assert_eq!(rules.limit_of_connection(peer.parse().unwrap()), None, "{peer}");
            assert!(rules.loopback_reported.is_completed());
        }
        for (listen, is_reported) in [("127.0.0.1:1", true), ("[::1]:1", true), ("0.0.0.0:1", false)] {
            let rules = rules(&[]);
            rules.report_settings(listen.parse().unwrap());
            assert_eq!(rules.loopback_reported.is_completed(), is_reported, "{listen}");
        }
        let declared = rules(&["127.0.0.0/8"]);
        declared.report_settings("127.0.0.1:1".parse().unwrap());
        assert!(!declared.loopback_reported.is_completed());
    }

    #[test]
    fn an_undeclared_proxy_in_a_private_network_is_one_client_and_reported() {
        for (peer, is_reported) in [
            ("172.18.0.5", true),
            ("100.64.0.1", true),
            ("fd00::5", true),
            ("203.0.113.9", false),
            ("2001:db8::1", false),
        ] {
            let rules = rules(&["127.0.0.1/32"]);
            assert_eq!(counted(&rules, peer, &["198.51.100.7"]), key(peer), "{peer}");
            assert_eq!(rules.undeclared_reported.is_completed(), is_reported, "{peer}");
        }
    }

    #[test]
    fn connections_count_for_the_peer_unless_it_is_a_proxy() {
        let rules = rules(&["10.0.0.0/8"]);
        let limit = |peer: &str| rules.limit_of_connection(peer.parse().unwrap());
        assert_eq!(limit("10.0.0.1"), None);
        assert_eq!(limit("::ffff:10.0.0.1"), None);
        assert_eq!(limit("203.0.113.9"), key("203.0.113.9"));
        assert_eq!(limit("::ffff:203.0.113.9"), key("203.0.113.9"));
        assert_eq!(limit("2001:db8::1"), limit("2001:db8::2"));
    }
}
