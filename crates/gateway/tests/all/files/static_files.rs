//! The portal's files and pages.

use std::fs;

use crate::support::{
    client::{Received, get},
    gateway::{PART, SCRIPT, WASM, With, gateway_before},
    stub::Stub,
};

const ASK: &str = "no-cache";
const PAGE: &str = "no-cache, no-transform";
const LANDING: &str = "no-store, no-transform";
const NAVIGATE: (&str, &str) = ("sec-fetch-mode", "navigate");

fn shown(answer: &Received) -> (u16, Option<&str>, Option<&str>, String) {
    (answer.status, answer.header("content-type"), answer.header("content-encoding"), answer.text())
}

#[tokio::test]
async fn files_come_compressed_to_whoever_takes_that() {
    let gateway = gateway_before(&Stub::start().await).await;
    let script = Some("text/javascript; charset=utf-8");
    for (accept, encoding, text) in [
        ("gzip, deflate, br, zstd", Some("br"), "script br"),
        ("gzip", Some("gzip"), "script gz"),
        ("br;q=0, gzip", Some("gzip"), "script gz"),
        ("identity", None, "script"),
    ] {
        let answer = get(SCRIPT).with("accept-encoding", accept).send(gateway.address).await;
        assert_eq!(shown(&answer), (200, script, encoding, text.to_owned()), "{accept}");
        assert_eq!(answer.header("vary"), Some("accept-encoding"));
        assert_eq!(answer.header("content-length"), Some(text.len().to_string().as_str()));
    }
    assert_eq!(shown(&get(SCRIPT).send(gateway.address).await), (200, script, None, "script".to_owned()));
    // Never compressed at build time: as it is.
    let answer = get(WASM).with("accept-encoding", "br").send(gateway.address).await;
    assert_eq!(shown(&answer), (200, Some("application/wasm"), None, "wasm".to_owned()));
    let part = get(PART).with("accept-encoding", "br").send(gateway.address).await;
    assert_eq!(shown(&part), (200, Some("application/wasm"), Some("br"), "part br".to_owned()));
    // Compressed at the start: the build's own encodings have no config in them.
    let plain = get("/").send(gateway.address).await;
    for encoding in ["br", "gzip"] {
        let page = get("/").with("accept-encoding", encoding).send(gateway.address).await;
        assert_eq!((page.header("content-encoding"), page.decoded()), (Some(encoding), plain.text()));
        assert_eq!(page.header("content-length"), Some(page.body.len().to_string().as_str()));
    }
}

/// The page that a gateway with this config serves.
#[tokio::test]
async fn hashed_files_are_kept_for_ever_and_all_others_asked_for() {
    let gateway = gateway_before(&Stub::start().await).await;
    let immutable = "public, max-age=31536000, immutable";
    for (path, caching) in [
        (SCRIPT, immutable),
        (WASM, immutable),
        (PART, immutable),
        ("/boot.js", ASK),
        ("/favicon.svg", ASK),
        ("/brand.css", ASK),
        ("/config.json", "no-store"),
        ("/", PAGE),
        ("/index.html", PAGE),
        ("/?a=b", PAGE),
        ("/?session=pst_1", LANDING),
        ("/?code=pst_1", LANDING),
        ("/index.html?a=b&session=", LANDING),
    ] {
        assert_eq!(get(path).send(gateway.address).await.header("cache-control"), Some(caching), "{path}");
    }
    let deep = get("/keys?code=pst_1").with(NAVIGATE.0, NAVIGATE.1).send(gateway.address).await;
    assert_eq!(deep.header("cache-control"), Some(LANDING));
    let page = get("/keys").with(NAVIGATE.0, NAVIGATE.1).send(gateway.address).await;
    assert_eq!(page.header("cache-control"), Some(PAGE));
    // A page of an earlier deploy requests a file of its build: the 404 must not be cached.
    for gone in ["/gone-0123456789abcdef.js", "/rotate-fedcba9876543210.wasm"] {
        let missing = get(gone).with("sec-fetch-mode", "cors").send(gateway.address).await;
        assert_eq!((missing.status, missing.header("cache-control")), (404, Some("no-store")), "{gone}");
    }
}

#[tokio::test]
async fn a_file_that_the_browser_has_is_not_sent_again() {
    let gateway = gateway_before(&Stub::start().await).await;
    for path in ["/", "/boot.js", "/brand.css", SCRIPT] {
        for accept in ["br", "identity"] {
            let ask = || get(path).with("accept-encoding", accept);
            let first = ask().send(gateway.address).await;
            let tag = first.header("etag").unwrap();
            for has in [tag.to_owned(), format!("W/{tag}"), format!("\"x\", {tag}")] {
                let again = ask().with("if-none-match", &has).send(gateway.address).await;
                assert_eq!((again.status, again.body.len(), again.header("etag")), (304, 0, Some(tag)), "{path}");
                assert_eq!(again.header("cache-control"), first.header("cache-control"));
                assert_eq!(again.header("vary"), Some("accept-encoding"));
            }
            let other = ask().with("if-none-match", "\"other\"").send(gateway.address).await;
            assert_eq!((other.status, &other.body), (200, &first.body));
        }
    }
}

#[tokio::test]
async fn any_address_opens_the_portal_but_a_missing_file_is_missing() {
    let gateway = gateway_before(&Stub::start().await).await;
    let page = |answer: Received| answer.status == 200 && answer.text().contains("<title>page</title>");
    for path in ["/", "/keys", "/keys/key_1", "/analytics?range=7d", "/caf%C3%A9"] {
        assert!(page(get(path).with(NAVIGATE.0, NAVIGATE.1).send(gateway.address).await), "{path}");
        assert!(page(get(path).with("accept", "text/html,*/*;q=0.8").send(gateway.address).await), "{path}");
    }
    for (path, header) in [
        ("/gone.js", NAVIGATE),
        ("/gone-0123456789abcdef_bg.wasm", ("sec-fetch-dest", "script")),
        ("/keys", ("sec-fetch-mode", "cors")),
        ("/keys", ("accept", "*/*")),
        ("/favicon.ico", ("accept", "text/html")),
    ] {
        let answer = get(path).with(header.0, header.1).send(gateway.address).await;
        assert_eq!((answer.status, answer.header("content-type")), (404, Some("text/plain; charset=utf-8")), "{path}");
    }
}

#[tokio::test]
async fn head_tells_what_get_would() {
    let gateway = gateway_before(&Stub::start().await).await;
    for path in ["/", SCRIPT, "/brand.css", "/config.json", "/healthz", "/gone.js"] {
        let (get, head) = (get(path).send(gateway.address).await, get(path).method("HEAD").send(gateway.address).await);
        assert_eq!((head.status, head.body.len()), (get.status, 0), "{path}");
        for name in ["content-type", "content-length", "cache-control", "etag"] {
            assert_eq!(head.header(name), get.header(name), "{path} {name}");
        }
    }
    for method in ["POST", "PUT", "DELETE", "OPTIONS"] {
        let answer = get("/").method(method).send(gateway.address).await;
        assert_eq!((answer.status, answer.header("allow")), (405, Some("GET, HEAD")), "{method}");
    }
}

#[tokio::test]
async fn a_deploy_in_between_mixes_no_builds() {
    let gateway = gateway_before(&Stub::start().await).await;
    fs::write(gateway.dist.join("index.html"), "new").unwrap();
    fs::remove_file(gateway.dist.join(&SCRIPT[1..])).unwrap();
    assert!(get("/").send(gateway.address).await.text().contains("<title>page</title>"));
    assert_eq!(get(SCRIPT).send(gateway.address).await.text(), "script");
}

#[tokio::test]
async fn a_link_is_served_and_not_stored_in_whichever_spelling_it_arrives() {
    let gateway = gateway_before(&Stub::start().await).await;
    for address in [
        "/?a=b&amp;session=pst_1",
        "/?utm=1?session=pst_1",
        "/?Session=pst_1",
        "/?SESSION=pst_1",
        "/?session=pst%5F1",
        "/?s%65ssion=%70st_1",
        "/?session=pst_1.",
        "/?session=pst_1)",
        "/?session=%22pst_1%22",
        "/?session=pst_1%0A",
        "//?session=pst_1",
        "///keys?code=pst_1",
        "/index.html?session=pst_1",
        "//index.html?session=pst_1",
        "/?session=pst_1&utm_source=mail",
        "/?id=pst_1",
        "/%3Fsession=pst_1",
        "/session=pst_1",
        "/session=pst_1.",
        "/%3Fsession=pst_1%2E",
        "/%2F%3Fsession%3Dpst_1",
        "/index.php?session=pst_1",
        "/keys%2F?code=pst_1",
        "/keys//?code=abc",
    ] {
        let answer = get(address).with(NAVIGATE.0, NAVIGATE.1).send(gateway.address).await;
        let page = answer.text().contains("<title>page</title>");
        assert_eq!((answer.status, page, answer.header("cache-control")), (200, true, Some(LANDING)), "{address}");
        assert!(answer.header("location").is_none(), "{address}");
    }
}

#[tokio::test]
async fn two_slashes_lead_to_the_page_and_nowhere_else() {
    let gateway = gateway_before(&Stub::start().await).await;
    for path in ["//", "//keys", "//evil.example/keys", "/keys//key_1"] {
        let answer = get(path).with(NAVIGATE.0, NAVIGATE.1).send(gateway.address).await;
        assert_eq!((answer.status, answer.header("cache-control")), (200, Some(PAGE)), "{path}");
        assert!(answer.text().contains("<title>page</title>") && answer.header("location").is_none(), "{path}");
    }
    for path in ["//boot.js", "//evil.example", "//v2/portal.listKeys"] {
        let answer = get(path).with("accept", "*/*").send(gateway.address).await;
        assert_eq!(answer.status, 404, "{path}");
    }
}

#[tokio::test]
async fn a_service_worker_of_an_earlier_app_gets_a_successor_that_removes_itself() {
    let gateway = gateway_before(&Stub::start().await).await;
    for path in ["/sw.js", "/service-worker.js?v=3", "/app/worker", SCRIPT] {
        let answer = get(path).with("service-worker", "script").send(gateway.address).await;
        assert_eq!((answer.status, answer.header("cache-control")), (200, Some("no-store")), "{path}");
        assert_eq!(answer.header("content-type"), Some("text/javascript; charset=utf-8"), "{path}");
        assert!(answer.text().contains("registration.unregister()"), "{path}");
    }
    assert_eq!(get("/sw.js").send(gateway.address).await.status, 404);
}

#[tokio::test]
async fn no_path_leads_out_of_the_build() {
    let gateway = gateway_before(&Stub::start().await).await;
    for path in [
        "/../outside.txt",
        "/..%2foutside.txt",
        "/%2e%2e/outside.txt",
        "/.env",
        "/%2eenv",
        "/..\\outside.txt",
        "/a/../../outside.txt",
        "/..%5coutside.txt",
        "/boot.js%00",
        "//outside.txt",
        "/./.env",
        "/.%2e/outside.txt",
        "/index.html/../../outside.txt",
    ] {
        let answer = get(path).with(NAVIGATE.0, NAVIGATE.1).send(gateway.address).await;
        assert!(matches!(answer.status, 400 | 404), "{path} {}", answer.status);
        assert!(!answer.text().contains("SECRET") && !answer.text().contains("page"), "{path}");
    }
}

#[tokio::test]
async fn a_link_that_was_clicked_on_the_portals_own_site_is_marked_where_the_operator_trusts_it() {
    let stub = Stub::start().await;
    let trusting =
        With { upstream: Some(stub.origin.clone()), config: r#"{"trustSameSite":true}"#.to_owned(), ..With::default() };
    let (trusting, plain) = (trusting.start().await, gateway_before(&stub).await);
    let visit = |path: &str, site: &'static str| {
        get(path)
            .with("sec-fetch-site", site)
            .with("sec-fetch-user", "?1")
            .with("sec-fetch-mode", "navigate")
            .with("sec-fetch-dest", "document")
            .with("accept-encoding", "gzip, br")
    };
    let is_marked = |answer: Received| {
        assert!(answer.decoded().contains("<title>page</title>"));
        answer.decoded().contains("data-same-site")
    };
    for path in ["/?session=pst_1", "/?code=pst_1&label=a", "/keys?session=pst_1", "/%3Fsession=pst_1"] {
        let answer = visit(path, "same-site").send(trusting.address).await;
        let page = r#"<!doctype html><html data-same-site><title>page</title><script data-cfasync="false" type="application/json""#;
        assert_eq!((answer.status, answer.header("content-encoding")), (200, Some("br")), "{path}");
        assert!(answer.decoded().starts_with(page), "{path}");
        assert_eq!(answer.header("cache-control"), Some(LANDING));
        // Not even who has it already is told to use what they have.
        let etag = answer.header("etag").unwrap().to_owned();
        assert_eq!(visit(path, "same-site").with("if-none-match", &etag).send(trusting.address).await.status, 200);
        assert_eq!(visit("/", "none").with("if-none-match", &etag).send(trusting.address).await.status, 200);

        for site in ["cross-site", "none", "same-origin"] {
            assert!(!is_marked(visit(path, site).send(trusting.address).await), "{path} {site}");
        }
        assert!(!is_marked(visit(path, "same-site").send(plain.address).await), "{path}");
        assert!(!is_marked(get(path).with(NAVIGATE.0, NAVIGATE.1).send(trusting.address).await), "{path}");
    }
    // A page that may be stored never has the mark.
    for path in ["/", "/keys", "/index.html", "/?label=a"] {
        assert!(!is_marked(visit(path, "same-site").send(trusting.address).await), "{path}");
    }
}
