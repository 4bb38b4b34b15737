//! What `check` was told, and the root key that it was given.

use std::{
    fs,
    io::{self, Read},
    path::Path,
};

use portal_api::{Permission, Secret};

use super::{
    arguments::{Check, Deployment},
    checked::{Problems, config, said},
};
use crate::{
    check::{Backend, Plan, SHORTEST_SECRET},
    settings::{Limits, SettingsProblem, conflicts, looks_like_root_key, root_keys},
};

/// The longest root key taken, in bytes.
const LONGEST_KEY: usize = 512;

const FLAG: &str = "--root-key-file";

/// The plan of `check`. Mistakes in the config file are not among the errors: they are what a check is for.
///
/// # Errors
/// All that is wrong.
pub(super) fn check(
    arguments: &Check,
    environment: impl IntoIterator<Item = (String, String)>,
    standard_input: impl Read,
) -> Result<Plan, Vec<SettingsProblem>> {
    let mut problems = Problems(root_keys(environment));
    let Deployment { upstream, public_origin, config: file } = &arguments.deployment;
    let upstream = problems.upstream(upstream);
    let public_origin = problems.public_origin_if_any(public_origin);
    if arguments.through && said(&arguments.deployment.public_origin).is_none() {
        problems.add("--through", "needs --public-origin: through which address should it go?");
    }
    let backend = backend(arguments, &mut problems, standard_input);
    let Some(upstream) = upstream.filter(|_| problems.0.is_empty()) else { return Err(problems.0) };
    let config = config(file.as_deref()).and_then(|(config, _)| {
        let conflicts = public_origin.as_ref().map(|portal| conflicts(Some(&upstream), portal, &config));
        let conflicts = conflicts.unwrap_or_default();
        if conflicts.is_empty() { Ok(config) } else { Err(conflicts) }
    });
    Ok(Plan { upstream, public_origin, config, backend, through: arguments.through, limits: Limits::default() })
}

/// What an app's backend has: all of it or nothing.
fn backend(arguments: &Check, problems: &mut Problems, standard_input: impl Read) -> Option<Backend> {
    let (portal, external_id) = (said(&arguments.portal), said(&arguments.external_id));
    for (flag, text) in [("--portal", portal), ("--as", external_id)] {
        if text.is_some_and(looks_like_root_key) {
            problems.add(
                flag,
                format!("holds a root key, and others on this machine can read it there: put it in a file for {FLAG}"),
            );
        }
    }
    let permissions: Vec<_> = arguments.permissions.iter().filter_map(|name| permission(name, problems)).collect();
    let Some(file) = &arguments.root_key_file else {
        for (flag, text) in [("--portal", portal), ("--as", external_id)] {
            if text.is_some() {
                problems.add(flag, format!("is of use only with a root key: name a file that holds one by {FLAG}"));
            }
        }
        return None;
    };
    for (flag, text, what) in [
        ("--portal", portal, "the portal's name at the API (its slug)"),
        ("--as", external_id, "a user's id in your app's own terms, for whom to make a session"),
    ] {
        if text.is_none() {
            problems.add(flag, format!("is missing: {FLAG} makes sessions, and that takes {what}"));
        }
    }
    let root_key = read_key(file, standard_input).map_err(|what| problems.add(FLAG, what)).ok()?;
    Some(Backend { root_key, portal: portal?.to_owned(), external_id: external_id?.to_owned(), permissions })
}

fn permission(name: &str, problems: &mut Problems) -> Option<Permission> {
    let found = Permission::ALL.into_iter().find(|permission| permission.name() == name.trim());
    if found.is_none() {
        let all = Permission::ALL.map(Permission::name).join(", ");
        problems.add("--permissions", format!("\"{name}\" is none: name one or more of {all}"));
    }
    found
}

/// The key in the file, or on standard input's first line. The file's text is never repeated: whatever it is, it is
/// likely to be a secret.
fn read_key(file: &Path, standard_input: impl Read) -> Result<Secret, String> {
    let shown = file.display();
    let unreadable = |error: io::Error| format!("{shown}: the file can't be read: {error}");
    let text = if file.as_os_str() == "-" {
        first_line(standard_input).map_err(unreadable)?
    } else {
        fs::File::open(file).and_then(first_line).map_err(unreadable)?
    };
    let key = Secret::new(text.trim().to_owned());
    drop(Secret::new(text));
    let text = key.expose();
    if text.is_empty() {
        return Err(format!("{shown} holds nothing: it must hold a root key"));
    }
    if !(SHORTEST_SECRET..=LONGEST_KEY).contains(&text.len()) || !text.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(format!("{shown} holds something other than a root key: it must hold one and nothing else"));
    }
    if ["pst_", "ps_", "pat_"].iter().any(|prefix| text.starts_with(prefix)) {
        return Err(format!(
            "{shown} holds a session ID or a session token where a root key belongs: it must hold the key by which your \
             backend calls createSession"
        ));
    }
    Ok(key)
}

/// At most so much that a file that holds no key is told by its length.
fn first_line(from: impl Read) -> io::Result<String> {
    let mut text = Vec::with_capacity(LONGEST_KEY * 2);
    for byte in io::BufReader::with_capacity(1, from).bytes().take(LONGEST_KEY * 2) {
        match byte? {
            b'\n' if !text.is_empty() => break,
            byte => text.push(byte),
        }
    }
    String::from_utf8(text).map_err(|_| io::Error::from(io::ErrorKind::InvalidData))
}

#[cfg(test)]
mod tests {
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
        let problems = |problems: Vec<SettingsProblem>| problems.iter().map(|problem| format!("{problem}\n")).collect();
        check(&arguments, [], input.as_bytes()).map_err(problems)
    }

    #[test]
    fn a_root_key_is_taken_from_standard_input() {
        for input in [KEY.to_owned(), format!("{KEY}\n"), format!("\n  {KEY} \r\nmore")] {
            let plan = planned(&WITH_KEY, &input).unwrap_or_else(|problems| panic!("{problems}"));
            assert_eq!(plan.backend.unwrap().root_key.expose(), KEY);
        }
    }

    #[test]
    fn what_is_no_root_key_is_refused_and_not_repeated() {
        let long = "x".repeat(600);
        for (input, part) in [
            ("", "holds nothing"),
            ("\n\n", "holds nothing"),
            ("two words", "something other"),
            ("short", "something other"),
            ("caf\u{e9}", "something other"),
            (long.as_str(), "something other"),
            ("ps_0123456789", "a session token where a root key belongs"),
            ("pst_0123456789", "a session ID or"),
        ] {
            let problems = planned(&WITH_KEY, input).err().unwrap();
            assert!(problems.contains(part) && problems.lines().count() == 1, "{input}: {problems}");
            assert!(input.trim().is_empty() || !problems.contains(input), "{problems}");
        }
    }

    #[test]
    fn a_root_key_on_the_command_line_is_refused_and_not_repeated() {
        let flags = [WITH_KEY[0], WITH_KEY[1], WITH_KEY[2], &format!("--as={KEY}")];
        let problems = planned(&flags, KEY).err().unwrap();
        assert!(problems.contains("--as holds a root key") && !problems.contains(KEY), "{problems}");
    }

    #[test]
    fn half_of_what_a_session_takes_is_refused() {
        for (flags, part) in [
            (&WITH_KEY[..2], "--portal is missing"),
            (&WITH_KEY[..3], "--as is missing"),
            (&[WITH_KEY[0], WITH_KEY[3]], "--as is of use only with a root key"),
            (&WITH_KEY[1..], "--upstream is missing"),
            (&[WITH_KEY[0], "--through"], "--through needs --public-origin"),
            (&[WITH_KEY[0], "--permissions=keys:read,api.*.read_key"], "\"api.*.read_key\" is none"),
            (&[WITH_KEY[0], "--root-key-file=/gone", "--portal=acme", "--as=u"], "can't be read"),
        ] {
            let problems = planned(flags, KEY).err().unwrap();
            assert!(problems.contains(part), "{flags:?}: {problems}");
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
        assert!(check(&arguments, environment, io::empty()).is_err());
    }
}
