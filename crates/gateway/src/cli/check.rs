//! The plan of `check`, from the command line and the environment. This and `portal-doctor` are the only code here that sees
//! a root key.

use std::{io::Read, path::Path};

use portal_api::Permission;
use portal_core::config::Config;
use portal_doctor::{Backend, Plan, read_root_key};
use portal_gateway::{Files, Limits};
use portal_upstream::system_roots;

use super::{
    arguments::{Check, Deployment},
    config_file::read_config,
    conflicts::find_conflicts,
    root_key_guard::{holds_root_key, root_keys_in},
    setting_errors::{PORTAL_EXAMPLE, SettingError, SettingErrors, non_empty},
};

const ROOT_KEY_FILE: &str = "--root-key-file";

/// Mistakes in the config file are part of the plan: the check reports them.
///
/// # Errors
/// Everything else that is wrong.
pub(super) fn plan(
    arguments: &Check,
    environment: impl IntoIterator<Item = (String, String)>,
    standard_input: impl Read,
) -> Result<Plan, Vec<SettingError>> {
    let mut errors = SettingErrors(root_keys_in(environment));
    let Deployment { upstream, public_origin, config: file } = &arguments.deployment;
    let upstream = errors.require_upstream(upstream);
    let public_origin =
        non_empty(public_origin).and_then(|text| errors.parse_origin("--public-origin", text, PORTAL_EXAMPLE));
    if arguments.through && non_empty(&arguments.deployment.public_origin).is_none() {
        errors.add("--through", "needs --public-origin: through which address should it go?");
    }
    let backend = backend(arguments, &mut errors, standard_input);
    let Some(upstream) = upstream.filter(|_| errors.0.is_empty()) else { return Err(errors.0) };
    let config = read_config(file.as_deref()).and_then(|(config, _)| {
        let conflicts = public_origin.as_ref().map(|portal| find_conflicts(Some(&upstream), portal, &config));
        let mut conflicts = conflicts.unwrap_or_default();
        conflicts.extend(arguments.dist.as_deref().and_then(|dist| broken_images(dist, &config)));
        if conflicts.is_empty() { Ok(config) } else { Err(conflicts) }
    });
    let config = config.map_err(|errors| errors.iter().map(ToString::to_string).collect());
    let limits = Limits::default().upstream();
    let via_portal = arguments.through;
    Ok(Plan { upstream, public_origin, config, backend, via_portal, limits, load_roots: system_roots })
}

/// What is wrong with the images of the config in the folder of the built portal.
fn broken_images(dist: &Path, config: &Config) -> Option<SettingError> {
    let checked = Files::read(dist).and_then(|files| files.require_images(dist, config));
    checked.err().map(|error| SettingError { setting: "--dist".to_owned(), message: error.to_string() })
}

/// All settings of a backend, or none.
fn backend(arguments: &Check, errors: &mut SettingErrors, standard_input: impl Read) -> Option<Backend> {
    let (portal, external_id) = (non_empty(&arguments.portal), non_empty(&arguments.external_id));
    for (flag, text) in [("--portal", portal), ("--as", external_id)] {
        if text.is_some_and(holds_root_key) {
            errors.add(
                flag,
                format!("holds a root key, and others on this machine can read it there: put it in a file for {ROOT_KEY_FILE}"),
            );
        }
    }
    let permissions: Vec<_> = arguments.permissions.iter().filter_map(|name| parse_permission(name, errors)).collect();
    let Some(file) = &arguments.root_key_file else {
        for (flag, text) in [("--portal", portal), ("--as", external_id)] {
            if text.is_some() {
                errors.add(
                    flag,
                    format!("is of use only with a root key: name a file that holds one by {ROOT_KEY_FILE}"),
                );
            }
        }
        return None;
    };
    for (flag, text, what) in [
        ("--portal", portal, "the portal's name at the API (its slug)"),
        ("--as", external_id, "a user's id in your app's own terms, for whom to make a session"),
    ] {
        if text.is_none() {
            errors.add(flag, format!("is missing: {ROOT_KEY_FILE} makes sessions, and that takes {what}"));
        }
    }
    let root_key = read_root_key(file, standard_input).map_err(|message| errors.add(ROOT_KEY_FILE, message)).ok()?;
    Some(Backend { root_key, portal: portal?.to_owned(), external_id: external_id?.to_owned(), permissions })
}

fn parse_permission(name: &str, errors: &mut SettingErrors) -> Option<Permission> {
    let found = Permission::ALL.into_iter().find(|permission| permission.name() == name.trim());
    if found.is_none() {
        let all = Permission::ALL.map(Permission::name).join(", ");
        errors.add("--permissions", format!("\"{name}\" is none: name one or more of {all}"));
    }
    found
}

#[cfg(test)]
mod tests {
    use std::io;

    use clap::Parser;

    use super::{
        super::arguments::{Action, Arguments},
        *,
    };

    const KEY: &str = "unkey_2cGKbMxRyIzhCxo1Idjz8q";
    const WITH_KEY: [&str; 4] =
        ["--upstream=https://api.unkey.com", "--root-key-file=-", "--portal=acme", "--as=user_1"];

    fn planned(flags: &[&str], input: &str) -> Result<Plan, String> {
        let line = ["portal-gateway", "check"].iter().chain(flags);
        let Action::Check(arguments) = Arguments::try_parse_from(line).unwrap().action else { panic!("check") };
        let joined = |errors: Vec<SettingError>| errors.iter().map(|error| format!("{error}\n")).collect();
        plan(&arguments, [], input.as_bytes()).map_err(joined)
    }

    #[test]
    fn a_root_key_on_the_command_line_is_refused_and_not_repeated() {
        let flags = [WITH_KEY[0], WITH_KEY[1], WITH_KEY[2], &format!("--as={KEY}")];
        let errors = planned(&flags, KEY).err().unwrap();
        assert!(errors.contains("--as holds a root key") && !errors.contains(KEY), "{errors}");
    }

    #[test]
    fn incomplete_settings_of_a_backend_are_refused() {
        for (flags, part) in [
            (&WITH_KEY[..2], "--portal is missing"),
            (&WITH_KEY[..3], "--as is missing"),
            (&[WITH_KEY[0], WITH_KEY[3]], "--as is of use only with a root key"),
            (&WITH_KEY[1..], "--upstream is missing"),
            (&[WITH_KEY[0], "--through"], "--through needs --public-origin"),
            (&[WITH_KEY[0], "--permissions=keys:read,api.*.read_key"], "\"api.*.read_key\" is none"),
            (&[WITH_KEY[0], "--root-key-file=/gone", "--portal=acme", "--as=u"], "can't be read"),
        ] {
            let errors = planned(flags, KEY).err().unwrap();
            assert!(errors.contains(part), "{flags:?}: {errors}");
        }
    }

    #[test]
    fn a_root_key_in_the_environment_is_refused() {
        let Action::Check(arguments) =
            Arguments::try_parse_from(["portal-gateway", "check", WITH_KEY[0]]).unwrap().action
        else {
            panic!("check")
        };
        let environment = [("API_KEY".to_owned(), KEY.to_owned())];
        assert!(plan(&arguments, environment, io::empty()).is_err());
    }
}
