//! What the pages tell people to type can be typed: every `sekisho ...` in README and docs names commands and flags that exist.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use crate::{root, run};

/// The pages that people read, both languages.
fn pages() -> Vec<PathBuf> {
    let mut pages = vec![root().join("README.md"), root().join("README.ja.md")];
    for folder in ["docs", "docs/ja"] {
        let entries = fs::read_dir(root().join(folder)).expect(folder).map(|it| it.expect("an entry").path());
        pages.extend(entries.filter(|it| it.extension().is_some_and(|it| it == "md")));
    }
    pages.sort();
    pages
}

/// Commands in code: between backquotes, and in fenced or indented lines; behind a pipe too. A comment behind one is not part of it.
fn commands(page: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut in_fence = false;
    for line in page.lines() {
        if line.trim_start().starts_with("```") {
            in_fence = !in_fence;
            continue;
        }
        let pieces: Vec<&str> = if in_fence { vec![line] } else { line.split('`').skip(1).step_by(2).collect() };
        for piece in pieces {
            for command in piece.split(['|', ';', '&', '(', ')']) {
                let command = command.split(" #").next().unwrap_or_default().trim().trim_start_matches("$ ");
                if let Some(rest) = command.strip_prefix("sekisho ") {
                    found.push(rest.to_owned());
                }
            }
        }
    }
    found
}

/// The help of the command that these words begin with, and how many of them name it.
fn help_of<'a>(words: &[&str], known: &'a mut BTreeMap<String, String>) -> (&'a str, usize) {
    let mut path = String::new();
    let mut n = 0;
    for word in words.iter().take_while(|it| !it.starts_with('-')) {
        let longer = format!("{path} {word}");
        let help = known.entry(longer.clone()).or_insert_with(|| {
            let arguments: Vec<&str> = longer.split_whitespace().chain(["--help"]).collect();
            let run = run(&arguments);
            let usage = format!("Usage: sekisho{longer} ");
            if run.code == Some(0) && (run.out.contains(&usage) || run.out.contains(usage.trim_end())) {
                run.out
            } else {
                String::new()
            }
        });
        if help.is_empty() {
            break;
        }
        path = longer;
        n += 1;
    }
    (known.get(&path).map_or("", String::as_str), n)
}

#[test]
fn what_the_pages_say_to_type_can_be_typed() {
    let mut known = BTreeMap::new();
    let mut wrong = Vec::new();
    let mut n_looked = 0;
    for page in pages() {
        let text = fs::read_to_string(&page).expect("a page");
        for command in commands(&text) {
            let words: Vec<&str> = command.split_whitespace().collect();
            if words.first().is_none_or(|it| it.starts_with('-')) {
                continue;
            }
            n_looked += 1;
            let (help, n) = help_of(&words, &mut known);
            let page = page.file_name().expect("a name").to_string_lossy();
            if n == 0 {
                wrong.push(format!("{page}: `sekisho {command}`: no such command"));
                continue;
            }
            let flags = words.iter().filter(|it| it.starts_with("--") && it.len() > 2);
            for flag in flags.map(|it| it.split(['=', ',', '.', '"', '\'', ']', '[']).next().unwrap_or_default()) {
                let is_there = help.split(|it: char| !it.is_alphanumeric() && it != '-').any(|it| it == flag);
                if !is_there {
                    wrong.push(format!("{page}: `sekisho {command}`: no flag {flag}"));
                }
            }
        }
    }
    assert!(n_looked > 100, "only {n_looked} commands were found in the pages");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
