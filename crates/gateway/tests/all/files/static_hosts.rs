//! The exported configurations in the real servers: Debian's nginx and Caddy. `_headers` is tested by the browser tests.

use std::{fs, path::Path};

use portal_core::config::Config;
use portal_gateway::export;

use crate::{
    support::{
        client::get,
        gateway::{PART, SCRIPT, WASM, build},
    },
    web_server::{WebServer, caddy_without_tls, free_port, home, nginx_without_tls, replace_line},
};

const IMMUTABLE: &str = "public, max-age=31536000, immutable";
const PAGE: &str = "no-cache, no-transform";
const LANDING: &str = "no-store, no-transform";

/// A server that serves an export.
struct Host(WebServer);

/// Exports a build into `site`, and gives the text of the exported `configuration`.
fn export_build(home: &Path, configuration: &str) -> String {
    let (dist, site) = (home.join("dist"), home.join("site"));
    fs::create_dir(&dist).unwrap();
    build(&dist);
    let json = br#"{"apiBase":"https://api.example.com"}"#;
    export(&dist, &Config::parse(json).config, json, &site).unwrap();
    fs::write(site.join(".env"), "SECRET=1").unwrap();
    fs::read_to_string(site.join(configuration)).unwrap()
}

impl Host {
    /// The same rules as the gateway's.
    async fn serves_as_the_gateway(&self) {
        let navigation = ("sec-fetch-mode", "navigate");
        for (path, status, cache_control) in [
            ("/", 200, PAGE),
            ("//", 200, PAGE),
            ("/index.html", 200, PAGE),
            ("/keys", 200, PAGE),
            ("/keys/key_1", 200, PAGE),
            ("/keys?status=active", 200, PAGE),
            ("/?session=pst_1", 200, LANDING),
            ("/?a=b&code=pst_1", 200, LANDING),
            ("/keys?session=pst_1", 200, LANDING),
            ("/index.html?code=pst_1", 200, LANDING),
            ("//?session=pst_1", 200, LANDING),
            ("/?a=b&amp;Session=pst%5F1", 200, LANDING),
            ("/?a=b?s%65ssion=abc", 200, LANDING),
            ("/%3Fsession=pst_1", 200, LANDING),
            (SCRIPT, 200, IMMUTABLE),
            (WASM, 200, IMMUTABLE),
            (PART, 200, IMMUTABLE),
            ("/boot.js", 200, "no-cache"),
            ("/brand.css", 200, "no-cache"),
            ("/config.json", 200, "no-store"),
        ] {
            let response = get(path).with(navigation.0, navigation.1).send(self.0.address).await;
            assert_eq!(response.status, status, "{path}: {}", response.text());
            assert_eq!(response.header("cache-control"), Some(cache_control), "{path}");
            assert_security_headers(&response, path);
        }
        let page = get("/keys/key_1").send(self.0.address).await;
        assert!(
            page.text().contains("<title>page</title>")
                && page.header("content-type").unwrap().starts_with("text/html")
        );
        assert_eq!(get(WASM).send(self.0.address).await.header("content-type"), Some("application/wasm"));
        for path in ["/gone.js", "/pst_1.", "/gone-0123456789abcdef.js", "/keys/gone.css", "/.env"] {
            let response = get(path).with(navigation.0, navigation.1).send(self.0.address).await;
            assert_eq!(response.status, 404, "{path}");
            assert_ne!(response.header("cache-control"), Some(IMMUTABLE), "{path}");
            assert!(!response.text().contains("page") && !response.text().contains("SECRET"), "{path}");
            assert_security_headers(&response, path);
        }
        let compressed = get(SCRIPT).with("accept-encoding", "gzip").send(self.0.address).await;
        assert_eq!((compressed.header("content-encoding"), compressed.text().as_str()), (Some("gzip"), "script gz"));
        assert!(compressed.header("vary").unwrap().eq_ignore_ascii_case("accept-encoding"));
    }
}

fn assert_security_headers(response: &crate::support::client::Received, path: &str) {
    let policy = response.header("content-security-policy").unwrap_or_default();
    assert!(policy.ends_with("; require-trusted-types-for 'script'; trusted-types default"), "{path}: {policy}");
    assert!(policy.starts_with("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'"), "{path}: {policy}");
    assert!(policy.contains("connect-src 'self' https://api.example.com;"), "{path}: {policy}");
    for (name, value) in [
        ("referrer-policy", "no-referrer"),
        ("x-content-type-options", "nosniff"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=()"),
        ("x-robots-tag", "noindex"),
        ("strict-transport-security", "max-age=31536000"),
    ] {
        assert_eq!(response.header(name), Some(value), "{path}: {name}");
    }
}

#[tokio::test]
async fn nginx_serves_the_export_as_the_gateway_does() {
    let (home, port) = (home(), free_port().await);
    let text = nginx_without_tls(&export_build(home.path(), "nginx.conf"), port);
    let text = replace_line(&text, "root /srv/portal;", &format!("root {}/site;", home.path().display()));
    let log = home.path().join("access.log");
    let text = replace_line(&text, "/var/log/nginx/portal.log", &log.display().to_string());
    let host = Host(WebServer::nginx(home, port, &text).await);
    host.serves_as_the_gateway().await;
    let log = fs::read_to_string(log).unwrap();
    assert!(log.contains("GET /keys") && !log.contains("pst_1"), "{log}");
}

#[tokio::test]
async fn caddy_serves_the_export_as_the_gateway_does() {
    let (home, port) = (home(), free_port().await);
    let text = caddy_without_tls(&export_build(home.path(), "Caddyfile"), port);
    let text = replace_line(&text, "root * /srv/portal", &format!("root * {}/site", home.path().display()));
    Host(WebServer::caddy(home, port, &text).await).serves_as_the_gateway().await;
}
