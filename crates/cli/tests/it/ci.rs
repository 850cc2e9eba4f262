//! Forms for the services that run checks on a change, and the recipes of docs/ci.md.

use std::collections::HashSet;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;

use crate::{Run, binary, root, run, sekisho};

/// A command of a workflow, as the runner takes it apart (actions/runner, ActionCommand.TryParseV2): properties behind the name, and
/// what is escaped read back.
struct Annotation {
    level: String,
    properties: Vec<(String, String)>,
    message: String,
}

fn annotation(line: &str) -> Option<Annotation> {
    let (head, message) = line.strip_prefix("::")?.split_once("::")?;
    let (level, properties) = head.split_once(' ').unwrap_or((head, ""));
    let read = |text: &str| text.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%");
    let property = |it: &str| {
        let (name, value) = it.split_once('=').unwrap_or((it, ""));
        (name.to_owned(), read(&value.replace("%3A", ":").replace("%2C", ",")))
    };
    let properties = properties.split(',').filter(|it| !it.is_empty()).map(property).collect();
    Some(Annotation { level: level.to_owned(), properties, message: read(message) })
}

#[test]
fn every_finding_is_one_annotation() {
    let findings = run(&["audit", "examples/as-found", "--format", "json"]).json();
    let n = findings["findings"].as_array().expect("findings").len();
    let told = run(&["audit", "examples/as-found", "--format", "github"]);
    let annotations: Vec<Annotation> = told.out.lines().map(|it| annotation(it).expect(it)).collect();
    assert_eq!(annotations.len(), n);
    assert_eq!(told.code, Some(13));
    for it in &annotations {
        assert!(["error", "warning", "notice"].contains(&it.level.as_str()), "{}", it.level);
        let of = |name: &str| it.properties.iter().find(|(it, _)| it == name).map(|(_, value)| value.as_str());
        assert!(of("title").is_some() && !it.message.is_empty());
        let file = of("file").expect("a file");
        let line: usize = of("line").expect("a line").parse().expect("a number");
        assert!(fs::read_to_string(root().join(file)).expect(file).lines().count() >= line, "{file}:{line}");
    }
    let levels: Vec<&str> = annotations.iter().map(|it| it.level.as_str()).collect();
    assert!(levels.is_sorted_by_key(|it| ["error", "warning", "notice"].iter().position(|of| of == it)));
}

/// Names that would be commands, links and markup.
const NAMES: [&str; 6] = [
    "a,line=1::error::x",
    "%0A::error::x",
    "<img src=x>",
    "[x](https://example.com)",
    "@everyone",
    "a|b`c www.example.com",
];

#[test]
fn no_name_of_the_input_commands_or_links() {
    let folder = tempfile::tempdir().expect("a folder");
    for (at, name) in NAMES.iter().enumerate() {
        let file = folder.path().join(format!("{}.yaml", name.replace('/', "_")));
        let value = serde_json::to_string(name).expect("a text");
        let pod = format!(
            "apiVersion: v1\nkind: Pod\nmetadata: {{name: {value}}}\nspec: {{hostPID: true, containers: [{{name: c{at}, image: {value}}}]}}\n"
        );
        fs::write(file, pod).expect("written");
    }
    let run = |format: &str| -> Run {
        sekisho(folder.path(), &["audit", ".", "--format", format]).output().expect("it starts").into()
    };
    let n = run("json").json()["findings"].as_array().expect("findings").len();
    let github = run("github").out;
    assert!(n > 20 && github.lines().count() == n, "{n}: {github}");
    for line in github.lines() {
        let names: Vec<String> = annotation(line).expect(line).properties.into_iter().map(|(name, _)| name).collect();
        let expected: &[&str] = if names.len() == 1 { &["title"] } else { &["file", "line", "col", "title"] };
        assert_eq!(names, expected, "{line}");
    }
    let markdown = run("markdown").out;
    for mark in ["](", "<", "@", "https:", "www.", "::"] {
        assert!(!markdown.contains(mark), "{mark}: {markdown}");
    }
    let gitlab: serde_json::Value = run("gitlab").json();
    let issues = gitlab.as_array().expect("issues");
    let fingerprints: HashSet<&str> = issues.iter().filter_map(|it| it["fingerprint"].as_str()).collect();
    assert_eq!((issues.len(), fingerprints.len()), (n, n));
    let severities = ["info", "minor", "major", "critical", "blocker"];
    assert!(issues.iter().all(|it| severities.contains(&it["severity"].as_str().unwrap_or_default())));
    assert!(issues.iter().all(|it| it["location"]["lines"]["begin"].is_u64() && it["location"]["path"].is_string()));
}

/// The recipes of a page, each with the code that it is said to end with.
fn recipes(page: &str) -> Vec<(String, i32)> {
    let blocks = page.split("```sh\n").skip(1).filter_map(|it| it.split("```").next());
    blocks
        .map(|it| {
            let code = it.split("# ends with: ").nth(1).map_or(0, |it| it.trim().parse().expect("a code"));
            (it.to_owned(), code)
        })
        .collect()
}

#[test]
fn every_recipe_of_the_page_runs() {
    for page in ["docs/ci.md", "docs/ja/ci.md"] {
        let text = fs::read_to_string(root().join(page)).expect(page);
        let recipes = recipes(&text);
        assert!(recipes.len() >= 9, "{page}: {}", recipes.len());
        for (recipe, code) in recipes {
            let folder = tempfile::tempdir().expect("a folder");
            fs::create_dir_all(folder.path().join("bin")).expect("made");
            symlink(binary(), folder.path().join("bin/sekisho")).expect("linked");
            fs::create_dir_all(folder.path().join("work/deploy")).expect("made");
            for entry in fs::read_dir(root().join("examples/as-found")).expect("the example") {
                let path = entry.expect("an entry").path();
                fs::copy(&path, folder.path().join("work/deploy").join(path.file_name().expect("a name")))
                    .expect("copied");
            }
            let work = folder.path().join("work");
            let git = Command::new("git").args(["init", "-q"]).current_dir(&work).status().expect("git starts");
            assert!(git.success());
            let run = bash(&recipe, &work, &folder.path().join("bin"));
            assert_eq!(run.code, Some(code), "{page}: {recipe}\n{}\n{}", run.out, run.err);
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "git and the tools of the shell stand where the machine has them")]
fn bash(recipe: &str, folder: &Path, bin: &Path) -> Run {
    let path = format!("{}:{}", bin.display(), std::env::var("PATH").unwrap_or_default());
    let mut command = Command::new("bash");
    command.args(["-eu", "-o", "pipefail", "-c", recipe]).current_dir(folder).env("PATH", path).env("LANG", "C.UTF-8");
    command.env("HOME", folder).output().expect("bash starts").into()
}
