//! One spelling for each term: docs/ja/terms.md and docs/terms.md say which, and every text is held to them.

use std::collections::HashSet;

use crate::workspace::{rooms, root, rust_files};

/// Spellings that stand in the second column of the table, with the line of the table.
fn avoided(page: &str) -> Vec<&str> {
    let rows = page.lines().filter(|it| it.starts_with("| ") && !it.starts_with("| 使う表記"));
    let cells = rows.filter_map(|row| row.split('|').nth(2));
    cells.flat_map(|cell| cell.split('、')).map(str::trim).filter(|it| !it.is_empty()).collect()
}

/// Whether a line has the spelling, and not a longer word that is meant: `サーバ` is no part of `サーバー`, `文書` none of `文書化`.
fn stands_in(line: &str, spelling: &str) -> bool {
    line.match_indices(spelling).any(|(at, _)| {
        let behind = line[at + spelling.len()..].chars().next();
        !matches!(behind, Some('ー' | '化')) || spelling.ends_with(['ー', '化'])
    })
}

/// The line-breaking rules name brackets as characters, not as a spelling.
const NAMES_CHARACTERS: [&str; 2] = ["text/layout.rs", "xtask/terms.rs"];

#[test]
fn japanese_has_one_spelling_for_each_term() {
    let page = std::fs::read_to_string(root().join("docs/ja/terms.md")).expect("the list of terms");
    let avoided = avoided(&page);
    assert!(avoided.len() > 15, "the table of terms was not understood: {avoided:?}");
    let mut texts: Vec<(String, String)> = Vec::new();
    for room in rooms() {
        let files = rust_files(&room.folder.join("src")).into_iter();
        texts.extend(files.map(|(name, text)| (format!("{}/{name}", room.name), text)));
    }
    for entry in std::fs::read_dir(root().join("docs/ja")).expect("docs/ja") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        if name != "terms.md" && name.ends_with(".md") {
            texts.push((format!("docs/ja/{name}"), std::fs::read_to_string(&path).expect("a page")));
        }
    }
    texts.push(("README.ja.md".to_owned(), std::fs::read_to_string(root().join("README.ja.md")).expect("the README")));
    let mut found = Vec::new();
    for (name, text) in texts.iter().filter(|(name, _)| !NAMES_CHARACTERS.contains(&name.as_str())) {
        for (line, number) in text.lines().zip(1..) {
            let spellings = avoided.iter().filter(|it| stands_in(line, it));
            found.extend(spellings.map(|it| format!("{name}:{number}: {it}")));
        }
    }
    assert!(found.is_empty(), "docs/ja/terms.md says how these are written:\n{}", found.join("\n"));
}

#[test]
fn titles_begin_with_a_term_that_one_would_search_for() {
    let page = std::fs::read_to_string(root().join("docs/terms.md")).expect("the list of terms");
    let list = page.split("\n## ").nth(1).expect("the list of first words");
    let terms: HashSet<&str> = list.split('`').skip(1).step_by(2).collect();
    assert!(terms.len() > 50, "the list of first words was not understood: {terms:?}");
    let mut seen = HashSet::new();
    let mut wrong = Vec::new();
    for rule in rules::all() {
        let title = rule.manual.title(lang::Lang::En);
        let first = title.split([' ', ',']).next().unwrap_or_default().trim_end_matches(':');
        if title.chars().count() >= 60 {
            wrong.push(format!("{}: 60 characters or more: {title}", rule.id));
        }
        if !terms.contains(first) {
            wrong.push(format!("{}: {first:?} is not in docs/terms.md: {title}", rule.id));
        }
        if !seen.insert(title) {
            wrong.push(format!("{}: a title that another rule has: {title}", rule.id));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
