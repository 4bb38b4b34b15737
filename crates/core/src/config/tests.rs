//! What an operator notices of the parser; `tests/config_schema/` compares it with the JSON schema.

use proptest::prelude::*;

use super::*;
use crate::colour::Colour;

#[test]
fn every_setting_is_read() {
    let parsed = Config::parse(
        br##"{"$schema":"config.schema.json","appName":" Acme ","logo":"https://cdn.acme.com/logo.svg","colour":"#0f766e",
        "returnUrl":"https://acme.com/account","signOutUrl":"https://acme.com/portal-signed-out","supportUrl":"mailto:help@acme.com","apiBase":"https://api.acme.com/",
        "allowBearer":true,"autoReturn":true,"logoDark":"https://acme.com/dark.png","logoIsWordmark":true,"favicon":"https://cdn.acme.com/i.ico",
        "docsUrl":"https://docs.acme.com/api","trustSameSite":true,"account":{"label":true},
        "example":{"variable":"ACME_KEY","url":"https://api.acme.com/v1/me","header":"X-API-Key"},
        "show":{"account":true,"credits":true,"rateLimits":true,"usage":null}}"##,
    );
    assert_eq!(parsed.problems, []);
    let config = parsed.config;
    assert_eq!(config.app_name.as_deref(), Some("Acme"));
    assert_eq!(config.image_origins(), ["https://cdn.acme.com", "https://acme.com"]);
    assert_eq!(config.images().map(|(setting, _)| setting).collect::<Vec<_>>(), ["logo", "logoDark", "favicon"]);
    assert!(config.logo_is_wordmark && config.trust_same_site && config.account_label && config.show.account);
    assert_eq!(config.docs_url.map(|url| url.to_string()).as_deref(), Some("https://docs.acme.com/api"));
    assert_eq!(config.example.variable.as_deref(), Some("ACME_KEY"));
    assert_eq!(config.example.url.map(|url| url.to_string()).as_deref(), Some("https://api.acme.com/v1/me"));
    assert_eq!(config.example.header.as_deref(), Some("X-API-Key:"));
    assert_eq!(config.colour, Colour { red: 0x0f, green: 0x76, blue: 0x6e });
    assert_eq!(config.sign_out_url.map(|url| url.to_string()).as_deref(), Some("https://acme.com/portal-signed-out"));
    assert_eq!(config.api_base.map(|origin| origin.to_string()).as_deref(), Some("https://api.acme.com"));
    assert!(config.allow_bearer && config.auto_return && config.show.credits && config.show.rate_limits);
}

#[test]
fn an_empty_object_gives_the_defaults() {
    assert_eq!(Config::parse(b"{}"), ParsedConfig::default());
}

#[test]
fn who_can_change_a_file_that_is_not_json_is_told_where() {
    let json = "\u{feff}{\n\"appName\": Acme}".as_bytes();
    assert_eq!(
        Config::parse(json).problems.iter().map(ToString::to_string).collect::<Vec<_>>(),
        ["the file is not JSON"]
    );
    assert_eq!(Config::syntax_error(json).as_deref(), Some("expected value at line 2 column 12"));
    assert_eq!(Config::syntax_error(b"[]"), None);
}

#[test]
fn each_wrong_setting_is_reported_and_the_others_are_kept() {
    let parsed = Config::parse(
        br##"{"appName":"Acme","logo":"//evil.example/x.svg","colour":"red","returnUrl":"javascript:alert(1)",
        "signOutUrl":"http://acme.com/","supportUrl":"mailto:a@b?bcc=c","apiBase":"https://api.acme.com/v2","allowBearer":"yes",
        "logoDark":"x","logoIsWordmark":"no","favicon":1,"docsUrl":"docs","trustSameSite":0,"account":true,
        "example":{"variable":"A B","url":"http://acme.com","header":"Bearer","curl":1},
        "show":{"credits":1,"names":true},"retrunUrl":"x"}"##,
    );
    let fields: Vec<_> = parsed.problems.iter().map(|problem| problem.field.as_str()).collect();
    assert_eq!(
        fields,
        [
            "logo",
            "colour",
            "returnUrl",
            "signOutUrl",
            "supportUrl",
            "apiBase",
            "allowBearer",
            "logoDark",
            "logoIsWordmark",
            "favicon",
            "docsUrl",
            "trustSameSite",
            "account",
            "example.variable",
            "example.url",
            "example.header",
            "example.curl",
            "show.credits",
            "show.names",
            "retrunUrl"
        ]
    );
    assert_eq!(parsed.config, Config { app_name: Some("Acme".to_owned()), ..Config::default() });
}

#[test]
fn a_misspelt_setting_is_answered_with_the_right_one() {
    let parsed = Config::parse(br##"{"color":"#0f766e","show":{"Usage":true},"show.usage":true,"theme":"dark"}"##);
    let problems: Vec<_> = parsed.problems.iter().map(ToString::to_string).collect();
    assert_eq!(
        problems,
        [
            "`color` is not a setting: did you mean `colour`?",
            "`show.Usage` is not a setting: did you mean `show.usage`?",
            "`show.usage` is a setting of the object `show`: write \"show\": { \"usage\": … }",
            "`theme` is not a setting: see config.schema.json"
        ]
    );
}

#[test]
fn a_value_of_any_type_is_only_wrong_for_its_setting() {
    let parsed = Config::parse(
        br#"{"logo":[1,{"a":[]}],"colour":-1,"returnUrl":1.5,"show":[],"autoReturn":{"a":null},"appName":"Acme"}"#,
    );
    let fields: Vec<_> = parsed.problems.iter().map(|problem| problem.field.as_str()).collect();
    assert_eq!(fields, ["logo", "colour", "returnUrl", "show", "autoReturn"]);
    assert_eq!(parsed.config.app_name.as_deref(), Some("Acme"));
    let nested = [r#"{"show":"#, &"[".repeat(100_000)].concat();
    assert_eq!(Config::parse(nested.as_bytes()).problems.len(), 1);
}

#[test]
fn an_app_name_cannot_change_the_text_around_it() {
    for name in ["", "   ", "a\u{202e}b", "a\nb", &"x".repeat(61)] {
        assert_eq!(
            Config::parse(serde_json::json!({"appName": name}).to_string().as_bytes()).problems.len(),
            1,
            "{name:?}"
        );
    }
}

#[test]
fn an_invisible_app_name_is_refused() {
    for name in
        ["\u{200b}", "\u{feff}\u{2060}", " \u{ad} ", "\u{3164}", "\u{2800}", "\u{200d}", "\u{fe0f}", "\u{e0041}"]
    {
        let file = serde_json::json!({"appName": name}).to_string();
        assert_eq!(Config::parse(file.as_bytes()).problems.len(), 1, "{name:?}");
    }
    // A joiner within a name is needed: in emoji, and in Persian.
    for name in ["\u{1f469}\u{200d}\u{1f4bb} Acme", "\u{645}\u{6cc}\u{200c}\u{62e}", "\u{2764}\u{fe0f}"] {
        let file = serde_json::json!({"appName": name}).to_string();
        assert_eq!(Config::parse(file.as_bytes()).problems, [], "{name:?}");
    }
}

#[test]
fn a_byte_order_mark_is_skipped() {
    let parsed = Config::parse(b"\xef\xbb\xbf{\"appName\":\"Acme\"}");
    assert_eq!((parsed.problems, parsed.config.app_name.as_deref()), (vec![], Some("Acme")));
    assert_eq!(Config::parse(b"\xef\xbb\xbf\xef\xbb\xbf{}").problems.len(), 1);
}

#[test]
fn a_broken_file_gives_the_defaults_and_is_reported() {
    for file in [&b"{"[..], b"", b"[]", b"null", b"\xff"] {
        let parsed = Config::parse(file);
        assert_eq!((parsed.config, parsed.problems.len()), (Config::default(), 1));
    }
}

proptest! {
    #[test]
    fn any_file_is_read(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = Config::parse(&bytes);
    }
}
