//! The workspace as Cargo knows it, and the list of rooms as ARCHITECTURE.md tells it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A crate of the workspace.
pub(crate) struct Room {
    pub(crate) name: String,
    pub(crate) folder: PathBuf,
    pub(crate) dependencies: Vec<Dependency>,
}

pub(crate) struct Dependency {
    pub(crate) name: String,
    /// Needed by tests and benches alone.
    pub(crate) is_dev: bool,
}

pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Every crate of the workspace.
pub(crate) fn rooms() -> Vec<Room> {
    let cargo = option_env!("CARGO").unwrap_or("cargo");
    let output = Command::new(cargo)
        .args(["metadata", "--no-deps", "--format-version", "1", "--offline"])
        .current_dir(root())
        .output()
        .expect("cargo starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let whole: serde_json::Value = serde_json::from_slice(&output.stdout).expect("cargo writes JSON");
    whole["packages"].as_array().expect("packages").iter().map(room).collect()
}

fn room(package: &serde_json::Value) -> Room {
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let manifest = PathBuf::from(text(&package["manifest_path"]));
    let dependency = |it: &serde_json::Value| Dependency { name: text(&it["name"]), is_dev: it["kind"] == "dev" };
    Room {
        name: text(&package["name"]),
        folder: manifest.parent().expect("a manifest stands in a folder").to_owned(),
        dependencies: package["dependencies"].as_array().expect("dependencies").iter().map(dependency).collect(),
    }
}

/// A room as ARCHITECTURE.md lists it.
pub(crate) struct Listed {
    pub(crate) name: String,
    pub(crate) is_pure: bool,
    pub(crate) is_for_tests: bool,
}

/// The rooms in the order in which ARCHITECTURE.md lists them: the first block that is indented by four.
pub(crate) fn listed() -> Vec<Listed> {
    let text = fs::read_to_string(root().join("ARCHITECTURE.md")).expect("ARCHITECTURE.md");
    let block = text.lines().skip_while(|it| !it.starts_with("    ")).take_while(|it| it.starts_with("    "));
    // A longer description goes on in a line that is indented further.
    let first_lines = block.filter(|it| !it.starts_with("     "));
    first_lines
        .map(|line| Listed {
            name: line.split_whitespace().next().expect("no line is empty").to_owned(),
            is_pure: line.contains(" pure"),
            is_for_tests: line.contains("tests only"),
        })
        .collect()
}

/// Every Rust file of a folder, with its path below it.
pub(crate) fn rust_files(folder: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        let Ok(entries) = fs::read_dir(&next) else { continue };
        for path in entries.map(|it| it.expect("an entry").path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == "rs") {
                let name = path.strip_prefix(folder).expect("below the folder").to_string_lossy().into_owned();
                found.push((name, fs::read_to_string(&path).expect("a Rust file is UTF-8")));
            }
        }
    }
    found.sort();
    found
}

/// The code of a file without its comments and without its tests at the end.
pub(crate) fn code(text: &str) -> String {
    let before_tests = text.split("#[cfg(test)]").next().unwrap_or_default();
    before_tests.lines().filter(|it| !it.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}
