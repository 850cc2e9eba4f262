//! What no file of the project may hold, and what every file may be at most.

use std::path::Path;
use std::process::Command;

use crate::workspace::{rooms, root, rust_files};

/// A file of one thought fits; what is longer is looked at.
const LINES: usize = 450;

#[test]
fn files_hold_one_thought() {
    let mut long = Vec::new();
    for room in rooms() {
        for (name, text) in rust_files(&room.folder.join("src")) {
            let n_lines = text.lines().count();
            if n_lines > LINES {
                long.push(format!("{}/src/{name}: {n_lines} lines", room.name));
            }
        }
    }
    assert!(long.is_empty(), "more than {LINES} lines, where a second thought has moved in:\n{}", long.join("\n"));
}

#[test]
fn names_say_something() {
    const SAY_NOTHING: [&str; 6] = ["util", "utils", "helper", "helpers", "common", "misc"];
    for room in rooms() {
        for (name, _) in rust_files(&room.folder) {
            let nothing = Path::new(&name).components().any(|it| {
                let it = it.as_os_str().to_string_lossy();
                SAY_NOTHING.contains(&it.trim_end_matches(".rs"))
            });
            assert!(!nothing, "{}/{name}", room.name);
        }
    }
}

/// The project speaks of itself alone: no path of the machine on which it was written.
#[test]
fn no_file_names_a_machine() {
    let output = Command::new("git")
        .args(["grep", "-nIE", "(^|[^A-Za-z0-9_.])/(work|root)/[a-z]", "--", ".", ":!*.lock", ":!*go.sum"])
        .current_dir(root())
        .output()
        .expect("git starts");
    let found = String::from_utf8_lossy(&output.stdout).into_owned();
    let found: Vec<&str> = found.lines().filter(|it| !it.contains("house/sources.rs")).collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}
