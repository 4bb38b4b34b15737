//! Serving code handles no root key: the library must not use `portal-doctor`, which does. The binary's command line may.

use std::{fs, path::Path};

/// All Rust files in a folder, with their text.
fn sources(folder: &Path) -> Vec<(String, String)> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| {
            if path.is_dir() {
                sources(&path)
            } else {
                vec![(path.display().to_string(), fs::read_to_string(&path).unwrap())]
            }
        })
        .collect()
}

#[test]
fn only_the_command_line_uses_the_doctor_or_names_a_root_key() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let (mut serving, mut command_line) = (0, 0);
    for (path, text) in sources(&root) {
        let is_command_line = path.starts_with(root.join("cli").to_str().unwrap()) || path.ends_with("main.rs");
        *(if is_command_line { &mut command_line } else { &mut serving }) += 1;
        let code: String = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
        for word in [
            "portal_doctor",
            "root_key",
            "RootKey",
            "Bearer",
            "AUTHORIZATION",
            "mod cli;",
            "crate::cli:",
            "crate::cli;",
        ] {
            assert!(is_command_line || !code.contains(word), "{path} has {word}");
        }
    }
    assert!(serving > 20 && command_line > 5, "{serving} {command_line}");
}
