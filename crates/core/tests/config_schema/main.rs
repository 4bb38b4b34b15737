//! `config.schema.json`, which editors use, must accept and reject the same files as the parser.

#[cfg(test)]
mod texts;

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use portal_core::config::{Config, ExampleSettings, ShowSettings};
    use proptest::prelude::*;
    use regex::Regex;
    use serde_json::{Map, Value, json};

    use super::texts::{PATHS, TEXTS};

    fn schema() -> Value {
        serde_json::from_str(include_str!("../../../../config.schema.json")).unwrap()
    }

    fn settings(schema: &Value) -> &Map<String, Value> {
        schema["properties"].as_object().unwrap()
    }

    /// Whether `value` is valid by `schema`. Supports the JSON Schema keywords that the file uses and panics at others.
    fn fits(root: &Value, schema: &Value, value: &Value) -> bool {
        schema.as_object().unwrap().iter().all(|(keyword, wanted)| match keyword.as_str() {
            "$schema" | "$defs" | "title" | "description" | "default" | "examples" => true,
            "$ref" => fits(root, root.pointer(wanted.as_str().unwrap().strip_prefix('#').unwrap()).unwrap(), value),
            "anyOf" => wanted.as_array().unwrap().iter().any(|choice| fits(root, choice, value)),
            "not" => !fits(root, wanted, value),
            "type" => match wanted {
                Value::Array(types) => types.iter().any(|name| name == type_of(value)),
                name => name == type_of(value),
            },
            "pattern" => value.as_str().is_none_or(|text| pattern(wanted).is_match(text)),
            "maxLength" => value.as_str().is_none_or(|text| text.chars().count() as u64 <= wanted.as_u64().unwrap()),
            "properties" => value.as_object().is_none_or(|fields| {
                fields.iter().all(|(name, field)| wanted.get(name).is_none_or(|schema| fits(root, schema, field)))
            }),
            "additionalProperties" => {
                assert_eq!(wanted, &json!(false));
                let known = schema["properties"].as_object().unwrap();
                value.as_object().is_none_or(|fields| fields.keys().all(|name| known.contains_key(name)))
            }
            other => panic!("this test does not support the keyword `{other}`"),
        })
    }

    fn pattern(text: &Value) -> Regex {
        Regex::new(text.as_str().unwrap()).unwrap()
    }

    fn type_of(value: &Value) -> &'static str {
        match value {
            Value::Null => "null",
            Value::Bool(_) => "boolean",
            Value::Number(_) => "number",
            Value::String(_) => "string",
            Value::Array(_) => "array",
            Value::Object(_) => "object",
        }
    }

    fn is_accepted(config: &Value) -> bool {
        Config::parse(config.to_string().as_bytes()).problems.is_empty()
    }

    /// One setting by its path, such as `show.credits`.
    fn alone(path: &str, value: &Value) -> Value {
        match path.split_once('.') {
            Some((outer, inner)) => json!({ outer: { inner: value } }),
            None => json!({ path: value }),
        }
    }

    fn agree(config: &Value) {
        let schema = schema();
        assert_eq!(fits(&schema, &schema, config), is_accepted(config), "schema and parser on {config}");
    }

    /// Every setting of the schema with its subschema, including nested ones.
    fn described() -> Vec<(String, Value)> {
        let schema = schema();
        let mut all = Vec::new();
        for (name, setting) in settings(&schema) {
            all.push((name.clone(), setting.clone()));
            for (field, inner) in setting.get("properties").and_then(Value::as_object).into_iter().flatten() {
                all.push((format!("{name}.{field}"), inner.clone()));
            }
        }
        all
    }

    #[test]
    fn schema_and_parser_have_the_same_settings() {
        let schema = schema();
        let examples: Map<String, Value> = settings(&schema)
            .iter()
            .filter(|(name, _)| *name != "$schema")
            .map(|(name, setting)| (name.clone(), setting["examples"][0].clone()))
            .collect();
        let parsed = Config::parse(Value::Object(examples).to_string().as_bytes());
        assert_eq!(parsed.problems, []);
        // Without `..`: a new setting of the parser does not compile here until the schema has it too.
        let Config {
            app_name,
            logo,
            logo_dark,
            logo_is_wordmark,
            favicon,
            colour,
            return_url,
            sign_out_url,
            auto_return,
            docs_url,
            support_url,
            api_base,
            allow_bearer,
            trust_same_site,
            account_label,
            example: ExampleSettings { variable, url, header },
            show: ShowSettings { account, credits, rate_limits, rotation, usage },
        } = parsed.config;
        assert!(app_name.is_some() && logo.is_some() && colour != Config::default().colour && return_url.is_some());
        assert!(sign_out_url.is_some() && docs_url.is_some() && logo_dark.is_some() && favicon.is_some());
        assert!(
            logo_is_wordmark
                && trust_same_site
                && account_label
                && variable.is_some()
                && url.is_some()
                && header.is_some()
        );
        assert!(support_url.is_some() && api_base.is_some() && allow_bearer && auto_return);
        // The schema's example has neither.
        assert!(!account && Config::parse(br#"{"show":{"account":true}}"#).config.show.account);
        assert!(credits && rate_limits);
        // Both are on by default.
        let off = Config::parse(br#"{"show":{"rotation":false,"usage":false}}"#).config.show;
        assert!(rotation && usage && !off.rotation && !off.usage);
    }

    #[test]
    fn every_setting_has_a_description_and_valid_examples() {
        for (path, setting) in described() {
            assert!(setting["description"].as_str().is_some_and(|text| text.ends_with('.')), "{path}");
            let examples = setting.get("examples").and_then(Value::as_array);
            assert!(path == "$schema" || examples.is_some_and(|examples| !examples.is_empty()), "{path}");
            for example in examples.into_iter().flatten() {
                assert!(is_accepted(&alone(&path, example)), "{path}: {example}");
                agree(&alone(&path, example));
            }
        }
    }

    #[test]
    fn the_schemas_defaults_are_the_parsers() {
        let named: Vec<_> = described().into_iter().filter(|(path, _)| path != "$schema").collect();
        for (path, setting) in named {
            let parsed = Config::parse(alone(&path, &setting["default"]).to_string().as_bytes());
            assert_eq!((parsed.config, parsed.problems), (Config::default(), vec![]), "{path}");
        }
    }

    #[test]
    fn a_value_of_the_wrong_type_is_rejected_by_both() {
        for (path, _) in described() {
            for value in [json!(null), json!(true), json!(1), json!(""), json!(["https://a.com"]), json!({})] {
                agree(&alone(&path, &value));
            }
        }
    }

    #[test]
    fn an_unknown_setting_is_rejected_by_both() {
        let names: BTreeSet<_> = described().into_iter().map(|(path, _)| path).collect();
        for path in [
            "appname",
            "returnURL",
            "color",
            "show.credit",
            "show.Credits",
            "account.lable",
            "example.env",
            "label",
            "theme",
            "",
        ] {
            assert!(!names.contains(path));
            agree(&alone(path, &json!("https://a.com")));
            assert!(!is_accepted(&alone(path, &json!("https://a.com"))), "{path}");
        }
        agree(&json!([]));
        agree(&json!("x"));
    }

    #[test]
    fn every_setting_is_suggested_for_its_name_in_another_case() {
        for (path, _) in described().into_iter().filter(|(path, _)| path != "$schema") {
            let written = match path.split_once('.') {
                Some((group, name)) => format!("{group}.{}", name.to_uppercase()),
                None => path.to_uppercase(),
            };
            let parsed = Config::parse(alone(&written, &json!(true)).to_string().as_bytes());
            let problems: Vec<_> = parsed.problems.iter().map(ToString::to_string).collect();
            assert_eq!(problems, [format!("`{written}` is not a setting: did you mean `{path}`?")]);
        }
    }

    #[test]
    fn both_accept_and_reject_the_same_texts() {
        for (path, _) in described() {
            for text in TEXTS {
                agree(&alone(&path, &json!(text)));
            }
        }
    }

    #[test]
    fn both_have_the_same_length_limits() {
        for length in [59, 60, 61] {
            agree(&json!({ "appName": "ä".repeat(length) }));
            agree(&json!({ "appName": format!("  {}  ", "ä".repeat(length)) }));
        }
        for name in
            ["\u{200b}", "\u{feff} a", "\u{3164}", "\u{2800}", "\u{e0041}", "a\u{200d}b", "\u{1f469}\u{200d}\u{1f4bb}"]
        {
            agree(&json!({ "appName": name }));
        }
        for length in [1_980, 1_986, 1_987, 1_988, 2_100] {
            agree(&json!({ "returnUrl": format!("https://a.com{}", "/".repeat(length)) }));
        }
        for length in [80, 81] {
            for path in ["example.variable", "example.header"] {
                agree(&alone(path, &json!("x".repeat(length))));
            }
        }
        for length in [63, 64] {
            agree(&json!({ "apiBase": format!("https://{}.com", "a".repeat(length)) }));
        }
    }

    proptest! {
        #[test]
        fn what_the_parser_accepts_the_schema_accepts(
            index in 0..PATHS.len(),
            text in "(https?://|/|mailto:|#|Authorization:)?[a-fA-F0-9.:/?#@%_~ '$-]{0,24}",
        ) {
            let config = alone(PATHS[index], &json!(text));
            let schema = schema();
            prop_assert!(!is_accepted(&config) || fits(&schema, &schema, &config), "{config}");
        }
    }
}
