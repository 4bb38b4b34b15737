//! The portal as static files.

use std::{fs, io::Read};

use portal_core::config::Config;
use portal_gateway::export;

use crate::support::gateway::{PART, SCRIPT, build};

#[test]
fn the_export_holds_the_portal_its_brand_and_the_headers() {
    let home = tempfile::tempdir().unwrap();
    let (dist, out) = (home.path().join("dist"), home.path().join("deep/out"));
    fs::create_dir(&dist).unwrap();
    build(&dist);
    let json = br##"{"apiBase":"https://api.example.com","colour":"#0f766e"}"##;
    let count = export(&dist, &Config::parse(json).config, json, &out).unwrap();
    let read = |name: &str| fs::read_to_string(out.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
    assert_eq!(count, fs::read_dir(&out).unwrap().count());
    assert!(read("brand.css").contains("#0f766e") && read("favicon.svg").contains("#0f766e"));
    assert_eq!(read("config.json").as_bytes(), json);
    let page = read("index.html");
    assert!(page.contains(r#"id="config">{"apiBase":"https://api.example.com""#), "{page}");
    let mut unpacked = String::new();
    let compressed = fs::read(out.join("index.html.br")).unwrap();
    brotli::Decompressor::new(compressed.as_slice(), 4096).read_to_string(&mut unpacked).unwrap();
    assert_eq!(unpacked, page);
    // The name that the page has is kept for ever by every host.
    let (_, name) = page.split_once("<link rel=\"stylesheet\" href=\"").unwrap();
    let (name, _) = name.split_once('"').unwrap();
    assert_eq!(read(&name[1..]), read("brand.css"));
    assert_eq!((read(&SCRIPT[1..]).as_str(), read(&format!("{}.br", &SCRIPT[1..])).as_str()), ("script", "script br"));
    for host in ["_headers", "nginx.conf", "Caddyfile"] {
        assert!(read(host).contains("connect-src 'self' https://api.example.com; "), "{host}");
    }
    let headers = read("_headers");
    for hashed in [SCRIPT, PART, name] {
        let rule = format!("{hashed}\n  Cache-Control: public, max-age=31536000, immutable\n");
        assert!(headers.contains(&rule), "{headers}");
    }
    assert!(read("_redirects").contains("/index.html 200") && !read("README.txt").is_empty());
    assert!(!out.join(".env").exists());
}

#[test]
fn an_export_with_a_missing_image_writes_nothing() {
    let home = tempfile::tempdir().unwrap();
    build(home.path());
    let out = tempfile::tempdir().unwrap();
    let json = br#"{"logo":"/favicon.svg","logoDark":"/dark.svg"}"#;
    let problem = export(home.path(), &Config::parse(json).config, json, out.path()).unwrap_err().to_string();
    assert!(problem.contains("`logoDark`, which is /dark.svg"), "{problem}");
    assert_eq!(fs::read_dir(out.path()).unwrap().count(), 0);
}

#[test]
fn an_export_leaves_other_peoples_files_alone() {
    let home = tempfile::tempdir().unwrap();
    build(home.path());
    let out = tempfile::tempdir().unwrap();
    fs::write(out.path().join("mine.txt"), "x").unwrap();
    let problem = export(home.path(), &Config::default(), b"{}", out.path()).unwrap_err().to_string();
    assert!(problem.contains("is not empty"), "{problem}");
    assert_eq!(fs::read_dir(out.path()).unwrap().count(), 1);
}
