//! Nothing below the command line knows it: neither its parser nor the name of an argument.

use std::collections::BTreeSet;

use crate::workspace::{code, listed, rooms, rust_files};

/// Rooms that word things for a terminal, or write files that people read beside it.
const WORDED: [&str; 3] = ["cli", "text", "xtask"];

/// Texts that are commands for a person to run later: a git hook, and what stands in a scaffold.
const COMMANDS: [&str; 2] = ["keep/src/guard.rs", "render/src/scaffold.rs"];

/// The names of the program's own arguments, by how they are defined.
fn own_flags() -> BTreeSet<String> {
    let cli = rooms().into_iter().find(|it| it.name == "cli").expect("the command line");
    let mut found = BTreeSet::new();
    for (_, text) in rust_files(&cli.folder.join("src")) {
        let text: String = text.split_whitespace().collect();
        for begin in [".long(\"", "flag(\"", "file_argument(\"", "folder_option(lang,\"", "number(lang,\""] {
            let named = text.split(begin).skip(1).filter_map(|it| it.split('"').next());
            found.extend(named.map(|it| format!("--{it}")));
        }
    }
    found
}

#[test]
fn nothing_below_the_command_line_names_its_flags() {
    let flags = own_flags();
    assert!(flags.len() > 30 && flags.contains("--exit-zero"), "{flags:?}");
    let for_tests: Vec<String> = listed().into_iter().filter(|it| it.is_for_tests).map(|it| it.name).collect();
    let mut wrong = Vec::new();
    let is_below = |name: &String| !WORDED.contains(&name.as_str()) && !for_tests.contains(name);
    for room in rooms().iter().filter(|it| is_below(&it.name)) {
        for (name, text) in rust_files(&room.folder.join("src")) {
            if COMMANDS.contains(&format!("{}/src/{name}", room.name).as_str()) {
                continue;
            }
            for line in code(&text).lines() {
                let said =
                    line.split(|it: char| !(it.is_ascii_lowercase() || it == '-')).find(|it| flags.contains(*it));
                wrong.extend(
                    said.filter(|_| line.contains('"')).map(|it| format!("{}/{name} says `{it}`: {line}", room.name)),
                );
            }
        }
    }
    wrong.retain(|it| !it.starts_with("source/git"));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn only_the_command_line_parses_arguments() {
    for room in rooms().iter().filter(|it| !["cli", "xtask"].contains(&it.name.as_str())) {
        let parsers = room.dependencies.iter().filter(|it| !it.is_dev && it.name.starts_with("clap"));
        assert_eq!(parsers.count(), 0, "{} depends on clap", room.name);
    }
}

/// What a parser made of the arguments is seen where the arguments are defined, and by what picks a command; everything behind that
/// takes typed requests.
#[test]
fn parsed_arguments_are_seen_where_they_are_defined() {
    let cli = rooms().into_iter().find(|it| it.name == "cli").expect("the command line");
    let mut wrong = Vec::new();
    for (name, text) in rust_files(&cli.folder.join("src")) {
        if !text.contains("ArgMatches") || ["main.rs", "args.rs", "flags.rs"].contains(&name.as_str()) {
            continue;
        }
        if !(name.starts_with("cmd/") || name.starts_with("flags/")) {
            wrong.push(format!("{name} is no place where arguments are defined"));
        }
        let runs =
            text.split("fn run(").skip(1).filter(|it| it.split(')').next().is_some_and(|it| it.contains("ArgMatches")));
        if runs.count() > 0 && !text.contains("matches.subcommand()") {
            wrong.push(format!("{name} works on what the parser made"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
