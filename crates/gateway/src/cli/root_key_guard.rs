//! Refuses to start with a root key in the environment. Whoever breaks into the gateway would find it there, and with it
//! every customer's keys; the gateway has no use for one.

use super::setting_errors::SettingError;

/// An error for each environment variable that holds a root key.
pub(super) fn root_keys_in(environment: impl IntoIterator<Item = (String, String)>) -> Vec<SettingError> {
    let mut errors: Vec<_> = environment
        .into_iter()
        .filter(|(name, value)| (name == "UNKEY_ROOT_KEY" && !value.is_empty()) || holds_root_key(value))
        .map(|(setting, _)| SettingError {
            setting,
            message:
                "(a variable of the environment) holds a root key. The gateway needs none, and whoever broke into it \
                   would find it there: start the gateway without this variable"
                    .to_owned(),
        })
        .collect();
    errors.sort_by(|a, b| a.setting.cmp(&b.setting));
    errors
}

/// `unkey_` and at least 16 letters and digits, anywhere in the value: in quotes, behind `Bearer`, in a URL or in JSON. Narrow
/// on purpose: a database called `unkey_portal` is no root key.
pub(super) fn holds_root_key(value: &str) -> bool {
    // As in a URL.
    let value = value.replace("%5F", "_").replace("%5f", "_");
    value.split("unkey_").skip(1).any(|rest| rest.bytes().take_while(u8::is_ascii_alphanumeric).count() >= 16)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_root_key_in_the_environment_is_found_and_never_told() {
        let environment = [("HOME", "/root"), ("API_KEY", "unkey_2cGKbMxRyIzhCxo1Idjz8q"), ("UNKEY_ROOT_KEY", "x")];
        let errors = root_keys_in(environment.map(|(name, value)| (name.to_owned(), value.to_owned())));
        let names: Vec<_> = errors.iter().map(|error| error.setting.as_str()).collect();
        assert_eq!(names, ["API_KEY", "UNKEY_ROOT_KEY"]);
        assert!(!errors.iter().any(|error| error.to_string().contains("2cGK")));
    }

    #[test]
    fn a_root_key_is_found_whatever_surrounds_it() {
        for value in [
            "\"unkey_2cGKbMxRyIzhCxo1Idjz8q\"",
            " unkey_2cGKbMxRyIzhCxo1Idjz8q\n",
            "Bearer unkey_2cGKbMxRyIzhCxo1Idjz8q",
            "my unkey_2cGKbMxRyIzhCxo1Idjz8q",
            "https://x:unkey_2cGKbMxRyIzhCxo1Idjz8q@api.example.com/",
            "https://api.example.com/?key=unkey%5F2cGKbMxRyIzhCxo1Idjz8q&a=b",
            r#"{"rootKey":"unkey_2cGKbMxRyIzhCxo1Idjz8q"}"#,
            "DB=unkey_portal;KEY=unkey_2cGKbMxRyIzhCxo1Idjz8q;",
            "\u{feff}unkey_2cGKbMxRyIzhCxo1Idjz8q",
            "unkey_unkey_2cGKbMxRyIzhCxo1Idjz8q",
        ] {
            let errors = root_keys_in([("NAME".to_owned(), value.to_owned())]);
            assert!(matches!(&errors[..], [error] if !error.to_string().contains("2cGK")), "{value}");
        }
    }

    #[test]
    fn a_name_that_begins_like_a_root_key_is_no_root_key() {
        for value in [
            "unkey_portal",
            "unkey_customer_portal_database",
            "unkey_",
            "unkey_2cGKbMxRyIzhCxo",
            "unkey_2cGKbMxR_yIzhCxo1Idjz8q",
        ] {
            assert_eq!(root_keys_in([("NAME".to_owned(), value.to_owned())]), [], "{value}");
        }
    }
}
