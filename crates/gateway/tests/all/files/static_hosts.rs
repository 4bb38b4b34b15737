//! The exported configurations in the real servers: Debian's nginx and Caddy. `_headers` is tested by the browser tests.

use std::{
    fs,
    net::SocketAddr,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::Stdio,
    time::Duration,
};

use portal_core::config::Config;
use portal_gateway::export;
use tempfile::TempDir;
use tokio::{
    net::{TcpListener, TcpStream},
    process::{Child, Command},
};

use crate::support::{
    client::get,
    gateway::{PART, SCRIPT, WASM, build},
};

const IMMUTABLE: &str = "public, max-age=31536000, immutable";
const PAGE: &str = "no-cache, no-transform";
const LANDING: &str = "no-store, no-transform";

/// A server that serves an export.
struct Host {
    address: SocketAddr,
    child: Child,
    home: TempDir,
}

impl Drop for Host {
    /// nginx's worker ends only when its master gets a signal, which a kill is not.
    fn drop(&mut self) {
        if let Some(id) = self.child.id() {
            let _ = std::process::Command::new("/bin/kill").args(["-TERM", &id.to_string()]).status();
        }
    }
}

/// An installed program. A missing one is a failed test, not a skipped one.
fn program(name: &str, package: &str) -> PathBuf {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::env::split_paths(&path).chain([PathBuf::from("/usr/sbin")]);
    let mut found = folders.map(|folder| folder.join(name)).filter(|file| file.is_file());
    found.next().unwrap_or_else(|| panic!("{name} is missing: apt-get install {package}"))
}

/// A line of a configuration replaced, which must be in it once.
fn replace_line(text: &str, line: &str, with: &str) -> String {
    assert_eq!(text.matches(line).count(), 1, "{line} in\n{text}");
    text.replace(line, with)
}

impl Host {
    /// Exports a build, adapts the exported `configuration` to this machine, and starts `command` with it.
    async fn start(configuration: &str, adapt: fn(&str, &Path, u16) -> String, command: fn(&Path) -> Command) -> Self {
        let home = tempfile::tempdir().unwrap();
        // nginx's worker is another user where the test runs as root.
        fs::set_permissions(home.path(), fs::Permissions::from_mode(0o755)).unwrap();
        let (dist, site) = (home.path().join("dist"), home.path().join("site"));
        fs::create_dir(&dist).unwrap();
        build(&dist);
        let json = br#"{"apiBase":"https://api.example.com"}"#;
        export(&dist, &Config::parse(json).config, json, &site).unwrap();
        fs::write(site.join(".env"), "SECRET=1").unwrap();
        let port = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port();
        let exported = fs::read_to_string(site.join(configuration)).unwrap();
        fs::write(home.path().join("adapted"), adapt(&exported, home.path(), port)).unwrap();
        let log = fs::File::create(home.path().join("log")).unwrap();
        let mut command = command(home.path());
        let child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log).spawn().unwrap();
        let address = SocketAddr::from(([127, 0, 0, 1], port));
        let mut host = Self { address, child, home };
        host.wait().await;
        host
    }

    /// Waits until it accepts connections.
    async fn wait(&mut self) {
        for _ in 0..400 {
            if TcpStream::connect(self.address).await.is_ok() {
                return;
            }
            let ended = self.child.try_wait().unwrap();
            assert!(ended.is_none(), "{}", fs::read_to_string(self.home.path().join("log")).unwrap());
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
        panic!("no connection: {}", fs::read_to_string(self.home.path().join("log")).unwrap());
    }

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
            let response = get(path).with(navigation.0, navigation.1).send(self.address).await;
            assert_eq!(response.status, status, "{path}: {}", response.text());
            assert_eq!(response.header("cache-control"), Some(cache_control), "{path}");
            assert_security_headers(&response, path);
        }
        let page = get("/keys/key_1").send(self.address).await;
        assert!(
            page.text().contains("<title>page</title>")
                && page.header("content-type").unwrap().starts_with("text/html")
        );
        assert_eq!(get(WASM).send(self.address).await.header("content-type"), Some("application/wasm"));
        for path in ["/gone.js", "/pst_1.", "/gone-0123456789abcdef.js", "/keys/gone.css", "/.env"] {
            let response = get(path).with(navigation.0, navigation.1).send(self.address).await;
            assert_eq!(response.status, 404, "{path}");
            assert_ne!(response.header("cache-control"), Some(IMMUTABLE), "{path}");
            assert!(!response.text().contains("page") && !response.text().contains("SECRET"), "{path}");
            assert_security_headers(&response, path);
        }
        let compressed = get(SCRIPT).with("accept-encoding", "gzip").send(self.address).await;
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

/// Without TLS, on a loopback port, in the test's folder.
fn adapt_nginx(exported: &str, home: &Path, port: u16) -> String {
    let home = home.display();
    let mut text = replace_line(exported, "listen 443 ssl;", &format!("listen 127.0.0.1:{port};"));
    text = replace_line(&text, "    ssl_certificate     /etc/ssl/keys.example.com.pem;\n", "");
    text = replace_line(&text, "    ssl_certificate_key /etc/ssl/keys.example.com.key;\n", "");
    text = replace_line(&text, "root /srv/portal;", &format!("root {home}/site;"));
    text = replace_line(&text, "/var/log/nginx/portal.log", &format!("{home}/access.log"));
    let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
    let temporary: String = temporary.map(|name| format!("{name}_temp_path {home}/{name};\n")).concat();
    format!(
        "pid {home}/pid;\nerror_log stderr;\ndaemon off;\nevents {{}}\n\
         http {{\ninclude /etc/nginx/mime.types;\naccess_log off;\n{temporary}{text}}}\n"
    )
}

#[tokio::test]
async fn nginx_serves_the_export_as_the_gateway_does() {
    let host = Host::start("nginx.conf", adapt_nginx, |home| {
        let mut command = Command::new(program("nginx", "nginx-light"));
        command.arg("-e").arg("stderr").arg("-p").arg(home).arg("-c").arg(home.join("adapted"));
        command
    });
    let host = host.await;
    host.serves_as_the_gateway().await;
    let log = fs::read_to_string(host.home.path().join("access.log")).unwrap();
    assert!(log.contains("GET /keys") && !log.contains("pst_1"), "{log}");
}

/// Over plain HTTP, on a loopback port, without the admin endpoint.
fn adapt_caddy(exported: &str, home: &Path, port: u16) -> String {
    let text = replace_line(exported, "keys.example.com {", &format!("http://:{port} {{\n\tbind 127.0.0.1"));
    let text = replace_line(&text, "root * /srv/portal", &format!("root * {}/site", home.display()));
    format!("{{\n\tadmin off\n}}\n{text}")
}

#[tokio::test]
async fn caddy_serves_the_export_as_the_gateway_does() {
    let host = Host::start("Caddyfile", adapt_caddy, |home| {
        let mut command = Command::new(program("caddy", "caddy"));
        command.args(["run", "--adapter", "caddyfile", "--config"]).arg(home.join("adapted")).env("HOME", home);
        command
    });
    host.await.serves_as_the_gateway().await;
}
