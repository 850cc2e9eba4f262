//! Arrows between the files of a crate point one way too.

use std::collections::{BTreeMap, BTreeSet};

use crate::workspace::{code, rooms, rust_files};

/// For each file, the files that it names by `crate::`.
type Arrows = BTreeMap<String, BTreeSet<String>>;

fn arrows(files: &[(String, String)]) -> Arrows {
    let modules: BTreeMap<String, &str> = files.iter().map(|(name, text)| (module(name), text.as_str())).collect();
    let mut arrows = Arrows::new();
    for (own, text) in modules.iter().filter(|(own, _)| !own.is_empty()) {
        let code = code(text);
        let mut named = BTreeSet::new();
        for rest in code.split("crate::").skip(1) {
            let path: String = rest.chars().take_while(|it| it.is_alphanumeric() || "_:".contains(*it)).collect();
            let words: Vec<&str> = path.split("::").filter(|it| !it.is_empty()).collect();
            let longest = (1..=words.len()).rev().map(|n| words[..n].join("::")).find(|it| modules.contains_key(it));
            named.extend(longest.filter(|it| it != own));
        }
        arrows.insert(own.clone(), named);
    }
    arrows
}

/// `decode/pod.rs` is `decode::pod`; the crate's own root is the empty name, since everything may be named through it.
fn module(file: &str) -> String {
    let name = file.trim_end_matches(".rs").trim_end_matches("/mod");
    if ["lib", "main"].contains(&name) { String::new() } else { name.replace('/', "::") }
}

/// Files that come back to themselves. A folder's own file and those in the folder count as one.
fn cycles(arrows: &Arrows) -> BTreeSet<String> {
    let top = |name: &str| name.split("::").next().unwrap_or_default().to_owned();
    let mut rooms = Arrows::new();
    for (from, to) in arrows {
        let named = to.iter().map(|it| top(it)).filter(|it| *it != top(from));
        rooms.entry(top(from)).or_default().extend(named);
    }
    let reaches = |start: &String| {
        let mut seen = BTreeSet::new();
        let mut next: Vec<&String> = rooms[start].iter().collect();
        while let Some(at) = next.pop() {
            if seen.insert(at) {
                next.extend(rooms.get(at).into_iter().flatten());
            }
        }
        seen.contains(start)
    };
    rooms.keys().filter(|it| reaches(it)).cloned().collect()
}

#[test]
fn no_file_names_one_that_names_it() {
    let mut wrong = Vec::new();
    for room in rooms() {
        let cycles = cycles(&arrows(&rust_files(&room.folder.join("src"))));
        if !cycles.is_empty() {
            wrong.push(format!("{}: {}", room.name, cycles.into_iter().collect::<Vec<_>>().join(", ")));
        }
    }
    assert!(wrong.is_empty(), "files that name each other in a circle: {wrong:?}");
}
