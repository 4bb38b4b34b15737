//! Debian's nginx and Caddy, with a configuration adapted to the test's folder.

use std::{fs, net::SocketAddr, os::unix::fs::PermissionsExt, path::PathBuf, process::Stdio, time::Duration};

use tempfile::TempDir;
use tokio::{
    net::{TcpListener, TcpStream},
    process::{Child, Command},
};

/// A server of another project, running.
pub(crate) struct WebServer {
    pub(crate) address: SocketAddr,
    pub(crate) home: TempDir,
    child: Child,
}

impl Drop for WebServer {
    /// nginx's worker ends only when its master gets a signal, which a kill is not.
    fn drop(&mut self) {
        if let Some(id) = self.child.id() {
            let _ = std::process::Command::new("/bin/kill").args(["-TERM", &id.to_string()]).status();
        }
    }
}

/// A folder that nginx's worker may enter, which is another user where the test runs as root.
pub(crate) fn home() -> TempDir {
    let home = tempfile::tempdir().unwrap();
    fs::set_permissions(home.path(), fs::Permissions::from_mode(0o755)).unwrap();
    home
}

pub(crate) async fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port()
}

/// An installed program. A missing one is a failed test, not a skipped one.
fn program(name: &str, package: &str) -> PathBuf {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::env::split_paths(&path).chain([PathBuf::from("/usr/sbin")]);
    let mut found = folders.map(|folder| folder.join(name)).filter(|file| file.is_file());
    found.next().unwrap_or_else(|| panic!("{name} is missing: apt-get install {package}"))
}

/// A line of a configuration replaced, which must be in it once.
pub(crate) fn replace_line(text: &str, line: &str, with: &str) -> String {
    assert_eq!(text.matches(line).count(), 1, "{line} in\n{text}");
    text.replace(line, with)
}

impl WebServer {
    /// nginx with what belongs into its `http` block.
    pub(crate) async fn nginx(home: TempDir, port: u16, http: &str) -> Self {
        let folder = home.path().display();
        let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
        let temporary: String = temporary.map(|name| format!("{name}_temp_path {folder}/{name};\n")).concat();
        let text = format!(
            "pid {folder}/pid;\nerror_log stderr;\ndaemon off;\nevents {{}}\n\
             http {{\ninclude /etc/nginx/mime.types;\naccess_log off;\n{temporary}{http}}}\n"
        );
        let mut command = Command::new(program("nginx", "nginx-light"));
        command.arg("-e").arg("stderr").arg("-p").arg(home.path()).arg("-c");
        Self::start(home, port, &text, command).await
    }

    /// Caddy with this Caddyfile, without its admin endpoint.
    pub(crate) async fn caddy(home: TempDir, port: u16, caddyfile: &str) -> Self {
        let text = format!("{{\n\tadmin off\n}}\n{caddyfile}");
        let mut command = Command::new(program("caddy", "caddy"));
        command.env("HOME", home.path()).args(["run", "--adapter", "caddyfile", "--config"]);
        Self::start(home, port, &text, command).await
    }

    /// `command` lacks the name of the configuration's file.
    async fn start(home: TempDir, port: u16, configuration: &str, mut command: Command) -> Self {
        let adapted = home.path().join("adapted");
        fs::write(&adapted, configuration).unwrap();
        let log = fs::File::create(home.path().join("log")).unwrap();
        let child = command.arg(adapted).stdin(Stdio::null()).stdout(Stdio::null()).stderr(log).spawn().unwrap();
        let mut server = Self { address: SocketAddr::from(([127, 0, 0, 1], port)), home, child };
        server.wait().await;
        server
    }

    /// Waits until it accepts connections.
    async fn wait(&mut self) {
        for _ in 0..400 {
            if TcpStream::connect(self.address).await.is_ok() {
                return;
            }
            let ended = self.child.try_wait().unwrap();
            assert!(ended.is_none(), "{}", self.log());
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
        panic!("no connection: {}", self.log());
    }

    fn log(&self) -> String {
        fs::read_to_string(self.home.path().join("log")).unwrap()
    }
}

/// A port, adapted to which the configuration `exported` says nothing of TLS.
pub(crate) fn nginx_without_tls(exported: &str, port: u16) -> String {
    let text = replace_line(exported, "listen 443 ssl;", &format!("listen 127.0.0.1:{port};"));
    let text = replace_line(&text, "    ssl_certificate     /etc/ssl/keys.example.com.pem;\n", "");
    replace_line(&text, "    ssl_certificate_key /etc/ssl/keys.example.com.key;\n", "")
}

pub(crate) fn caddy_without_tls(exported: &str, port: u16) -> String {
    replace_line(exported, "keys.example.com {", &format!("http://:{port} {{\n\tbind 127.0.0.1"))
}
