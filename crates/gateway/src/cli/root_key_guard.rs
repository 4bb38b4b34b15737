//! Refuses to start with a root key in the environment. Whoever breaks into the gateway would find it there, and with it
//! every customer's keys; the gateway has no use for one.

use super::setting_errors::SettingError;

/// An error for each environment variable that holds a root key.
pub(super) fn root_keys_in(environment: impl IntoIterator<Item = (String, String)>) -> Vec<SettingError> {
    let mut errors: Vec<_> = environment
        .into_iter()
        .filter(|(name, value)| (name == "UNKEY_ROOT_KEY" && !value.is_empty()) || looks_like_root_key(value))
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

/// `unkey_` and at least 16 letters and digits, as the whole value. Narrow on purpose: a database called `unkey_portal` is no
/// root key.
pub(super) fn looks_like_root_key(value: &str) -> bool {
    value
        .strip_prefix("unkey_")
        .is_some_and(|rest| rest.len() >= 16 && rest.bytes().all(|byte| byte.is_ascii_alphanumeric()))
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
    fn a_name_that_begins_like_a_root_key_is_no_root_key() {
        for value in ["unkey_portal", "unkey_customer_portal_database", "unkey_", "my unkey_2cGKbMxRyIzhCxo1Idjz8q"] {
            assert_eq!(root_keys_in([("NAME".to_owned(), value.to_owned())]), [], "{value}");
        }
    }
}
