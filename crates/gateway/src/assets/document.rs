//! The page with what is known at the start written into it: the operator's config, which then costs no request, and the names of
//! the stylesheet and the icon that are made of it, by which browsers keep them.

use bytes::Bytes;
use portal_core::config::{Config, Logo};
use serde_json::Value;

use super::{
    brand::{FAVICON, STYLESHEET, add_brand},
    files::{Files, INDEX},
};

/// What a build's page loads that has no config in it. The block takes its place.
const CONFIG: &str = "/config.json";

/// What the page is completed with.
#[derive(Default)]
struct Additions {
    /// The config.
    config: Option<Value>,
    /// The names of stylesheet and icon that change with their content.
    stylesheet: Option<String>,
    favicon: Option<String>,
}

/// Adds what is made of the config: the brand's files, names with a hash for these and for the config's images, and the page with
/// config and names in it, compressed. `config_json` is the text of `config`.
pub(super) fn add_config(files: &mut Files, config: &Config, config_json: &[u8]) {
    add_brand(files, config);
    let mut additions = Additions {
        config: parse(config_json),
        stylesheet: files.add_hashed(STYLESHEET),
        favicon: files.add_hashed(FAVICON),
    };
    for (setting, image) in config.images() {
        let Logo::Local(path) = image else { continue };
        if let (Some(hashed), Some(Value::Object(settings))) = (files.add_hashed(path), &mut additions.config) {
            settings.insert(setting.to_owned(), Value::String(hashed));
        }
    }
    let page = files.get(INDEX).and_then(|page| std::str::from_utf8(page.content()).ok());
    if let Some(page) = page.and_then(|page| complete(page, additions)) {
        files.insert_compressed(INDEX, page);
    }
}

/// The page with what it is completed with. None where it has no place for any of it, such as a page of another build.
fn complete(page: &str, additions: Additions) -> Option<Bytes> {
    let Additions { config, stylesheet, favicon } = additions;
    let replacements = [
        (CONFIG, config.as_ref().map(data_block)),
        (STYLESHEET, stylesheet.map(|name| format!("<link rel=\"stylesheet\" href=\"{name}\" />"))),
        (FAVICON, favicon.map(|name| format!("<link rel=\"icon\" href=\"{name}\" />"))),
    ];
    let mut completed = None;
    for (address, tag) in replacements {
        let Some(tag) = tag else { continue };
        completed = replace_tag(completed.as_deref().unwrap_or(page), address, &tag).or(completed);
    }
    completed.map(Bytes::from)
}

/// None for what is no JSON. A byte order mark is skipped, as by the parser of the config.
fn parse(json: &[u8]) -> Option<Value> {
    serde_json::from_slice(json.strip_prefix(b"\xef\xbb\xbf").unwrap_or(json)).ok()
}

/// The config as a data block, which is never executed, so that the Content-Security-Policy allows it.
fn data_block(config: &Value) -> String {
    // In JSON these characters are in strings alone. No text of the config ends the block or looks like HTML.
    let escaped = config.to_string().replace('<', r"\u003c").replace('>', r"\u003e").replace('&', r"\u0026");
    let escaped = escaped.replace('\u{2028}', r"\u2028").replace('\u{2029}', r"\u2029");
    // Marked as all scripts of the page: tools/start-script.mjs.
    format!("<script data-cfasync=\"false\" type=\"application/json\" id=\"config\">{escaped}</script>")
}

/// The page with another tag in place of the one that loads `address`. None if it has none.
fn replace_tag(page: &str, address: &str, tag: &str) -> Option<String> {
    let (before, after) = page.split_once(&format!("href=\"{address}\""))?;
    let (before, _) = before.rsplit_once('<')?;
    let (_, after) = after.split_once('>')?;
    Some([before, tag, after].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<head>\n<link rel=\"icon\" href=\"/favicon.svg\" />\n\
        <link rel=\"preload\" href=\"/config.json\" as=\"fetch\" crossorigin=\"anonymous\" />\n\
        <link rel=\"stylesheet\" href=\"/brand.css\" />\n<script src=\"/boot.js\"></script></head>";

    fn completed(json: &str) -> String {
        let additions = Additions {
            config: parse(json.as_bytes()),
            stylesheet: Some("/brand-1.css".to_owned()),
            favicon: Some("/favicon-1.svg".to_owned()),
        };
        String::from_utf8(complete(PAGE, additions).unwrap().to_vec()).unwrap()
    }

    #[test]
    fn the_page_has_the_config_before_its_scripts_and_no_preload() {
        assert_eq!(
            completed("{\n  \"appName\": \"Acme\"\n}"),
            "<head>\n<link rel=\"icon\" href=\"/favicon-1.svg\" />\n\
             <script data-cfasync=\"false\" type=\"application/json\" id=\"config\">{\"appName\":\"Acme\"}</script>\n\
             <link rel=\"stylesheet\" href=\"/brand-1.css\" />\n<script src=\"/boot.js\"></script></head>"
        );
    }

    #[test]
    fn no_text_of_the_config_is_html() {
        let json = "{\"appName\":\"</script><!--&amp;\u{2028}\u{2029}\u{201c}\"}";
        let page = completed(json);
        let (_, block) = page.split_once("id=\"config\">").unwrap();
        let (block, _) = block.split_once("</script>").unwrap();
        assert!(!block.contains(['<', '>', '&', '\u{2028}', '\u{2029}']), "{block}");
        assert_eq!(serde_json::from_str::<Value>(block).unwrap(), serde_json::from_str::<Value>(json).unwrap());
    }

    #[test]
    fn a_page_without_these_tags_and_a_config_that_is_no_json_stay_as_they_are() {
        let names = || Additions { stylesheet: Some("/brand-1.css".to_owned()), ..Additions::default() };
        assert_eq!(complete("<title>page</title>", names()), None);
        let page = complete(PAGE, Additions { config: parse(b"{"), ..names() }).unwrap();
        let page = std::str::from_utf8(&page).unwrap();
        assert!(page.contains("href=\"/config.json\"") && page.contains("href=\"/favicon.svg\""), "{page}");
        assert!(parse(b"\xef\xbb\xbf{}").is_some());
    }
}
