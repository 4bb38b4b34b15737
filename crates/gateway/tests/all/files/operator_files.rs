//! What the gateway makes of the operator's config: the document, the brand's files and the icon.

use crate::support::{
    client::{Received, get},
    gateway::With,
};

/// A gateway with this config. Its API is never asked.
fn with(config: &str) -> With {
    With { upstream: Some("http://127.0.0.1:9".to_owned()), config: config.to_owned(), ..With::default() }
}

async fn page_with(config: &str) -> Received {
    get("/").send(with(config).start().await.address).await
}

#[tokio::test]
async fn the_page_has_the_config_in_it_and_changes_with_it() {
    let page = page_with("{\n \"appName\": \"A & B</script>\"\n}").await;
    let block = "<script data-cfasync=\"false\" type=\"application/json\" id=\"config\">{\"appName\":\"A \\u0026 B\\u003c/script\\u003e\"}</script>";
    assert!(page.text().contains(block) && !page.text().contains("config.json"), "{}", page.text());
    // The policy allows the block because browsers don't execute it.
    let policy = page.header("content-security-policy").unwrap();
    assert!(policy.contains("script-src 'self' 'wasm-unsafe-eval';"), "{policy}");
    let (other, same) = (page_with("{}").await, page_with("{}").await);
    assert_ne!(other.header("etag"), page.header("etag"));
    assert_eq!(other.header("etag"), same.header("etag"));
}

#[tokio::test]
async fn the_brands_files_are_kept_for_ever_and_change_their_names_with_their_content() {
    let named = async |config: &str| {
        let gateway = with(config).start().await;
        let page = get("/").send(gateway.address).await.text();
        let (_, name) = page.split_once("<link rel=\"stylesheet\" href=\"").unwrap();
        let (name, _) = name.split_once('"').unwrap();
        let file = get(name).send(gateway.address).await;
        assert_eq!(file.header("cache-control"), Some("public, max-age=31536000, immutable"), "{name}");
        assert_eq!(file.text(), get("/brand.css").send(gateway.address).await.text());
        name.to_owned()
    };
    // The config's images, too.
    let gateway = with(r#"{"logo":"/favicon.svg"}"#).start().await;
    let page = get("/").send(gateway.address).await.text();
    let (_, logo) = page.split_once(r#"{"logo":""#).unwrap();
    let logo = get(logo.split_once('"').unwrap().0).send(gateway.address).await;
    let immutable = Some("public, max-age=31536000, immutable");
    assert_eq!((logo.text().as_str(), logo.header("cache-control")), ("<svg/>", immutable));
    let green = named(r##"{"colour":"#0f766e"}"##).await;
    assert_eq!(green, named(r##"{"colour":"#0f766e","appName":"Acme"}"##).await);
    assert_ne!(green, named("{}").await);
}

#[tokio::test]
async fn the_icon_is_made_of_name_and_colour_unless_the_config_names_that_file() {
    let icon = async |config: &str| {
        let gateway = With { config: config.to_owned(), ..With::default() }.start().await;
        let answer = get("/favicon.svg").send(gateway.address).await;
        assert_eq!(answer.header("content-type"), Some("image/svg+xml"));
        answer.text()
    };
    let made = icon(r##"{"appName":"<acme","colour":"#0f766e"}"##).await;
    assert!(made.contains("#0f766e") && made.contains(">&lt;</text>"), "{made}");
    for named in [r#"{"favicon":"/favicon.svg"}"#, r#"{"logo":"/favicon.svg","appName":"Acme"}"#] {
        assert_eq!(icon(named).await, "<svg/>");
    }
}

#[tokio::test]
async fn the_brand_and_the_config_are_the_operators() {
    let config = r##"{"appName":"Acme","colour":"#0f766e"}"##;
    let gateway = with(config).start().await;
    let brand = get("/brand.css").send(gateway.address).await;
    assert_eq!(brand.header("content-type"), Some("text/css; charset=utf-8"));
    assert!(brand.text().contains("#0f766e"));
    let sent = get("/config.json").send(gateway.address).await;
    assert_eq!((sent.text().as_str(), sent.header("content-type")), (config, Some("application/json")));
    assert!(sent.header("date").is_some());
}
