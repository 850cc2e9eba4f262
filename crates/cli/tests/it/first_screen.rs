//! The first screen of `audit`: it fits, it says what to do, and what it promises is what comes of it.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

use crate::{Run, assert_valid, binary, public, root, run, sekisho};

/// The deployments that are tried, with their names: the bundled one, one that `render` writes, and the public ones.
fn deployments() -> Vec<(String, TempDir)> {
    let mut all = vec![("as-found".to_owned(), folder())];
    copy(&root().join("examples/as-found"), &all[0].1.path().join("as-found"));
    let rendered = folder();
    let text = run(&["render", "--env", "production"]).out;
    fs::write(rendered.path().join("rendered.yaml"), text).expect("written");
    all.push(("rendered.yaml".to_owned(), rendered));
    for file in public::files() {
        let (name, folder) = (file.file_name().expect("a name").to_string_lossy().into_owned(), folder());
        fs::copy(&file, folder.path().join(&name)).expect("copied");
        all.push((name, folder));
    }
    all
}

fn folder() -> TempDir {
    tempfile::tempdir().expect("a folder")
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let path = entry.expect("an entry").path();
        let target = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, target).expect("copied");
        }
    }
}

/// A copy of what is judged, beside nothing else.
fn fresh(of: &TempDir) -> TempDir {
    let fresh = folder();
    copy(of.path(), fresh.path());
    fresh
}

/// A command line as a person would paste it; `...` is the command that piped the input in.
fn shell(folder: &Path, line: &str, piped: Option<&str>) -> Run {
    let bin = TempDir::new().expect("a folder");
    symlink(fs::canonicalize(binary()).expect("the program"), bin.path().join("sekisho")).expect("a link");
    let line = match piped {
        Some(name) => line.replacen("... |", &format!("cat '{name}' |"), 1),
        None => line.to_owned(),
    };
    let path = format!("{}:/usr/bin:/bin", bin.path().display());
    let mut command = Command::new("/bin/sh");
    command.args(["-c", &line]).current_dir(folder).env_clear().env("PATH", path).env("LANG", "C.UTF-8");
    command.stdin(Stdio::null()).output().expect("a shell").into()
}

fn report(folder: &Path, name: &str) -> Value {
    let found: Run = sekisho(folder, &["audit", name, "--format", "json"]).output().expect("the program").into();
    let report = found.json();
    assert_valid("audit.schema.json", &report);
    report
}

/// Findings by severity and verdicts, as the overview counts them.
fn standing(report: &Value) -> (Value, Value) {
    (report["overview"]["findings"].clone(), report["overview"]["controls"].clone())
}

/// Carries out what one way says, and compares what is found then with what was promised.
fn assert_kept(name: &str, of: &TempDir, way: &Value, piped: Option<&str>) {
    let copy = fresh(of);
    let promised = (way["after"]["findings"].clone(), way["after"]["controls"].clone());
    assert!(promised.0.is_object(), "{name}: nothing promised: {way}");
    for line in way["commands"].as_array().expect("commands") {
        let line = line.as_str().expect("a command");
        let run = shell(copy.path(), line, piped);
        assert!(matches!(run.code, Some(0 | 10..=13)), "{name}: {line}: {:?} {}", run.code, run.err);
    }
    for tag in way["tags"].as_array().into_iter().flatten() {
        retag(copy.path(), tag["from"].as_str().expect("a tag"), tag["to"].as_str().expect("a tag"));
    }
    let judge = match way["judge"].as_str() {
        Some(line) => format!("{line} --format json"),
        None => format!("sekisho audit {name} --format json"),
    };
    let found = shell(copy.path(), &judge, piped).json();
    assert_eq!(standing(&found), promised, "{name}: {}: {judge}", way["commands"]);
}

fn retag(folder: &Path, from: &str, to: &str) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            retag(&path, from, to);
            continue;
        }
        let Ok(text) = fs::read_to_string(&path) else { continue };
        let written = |text: &str, quote: &str, end: &str| {
            text.replace(&format!("{quote}{from}{quote}{end}"), &format!("{quote}{to}{quote}{end}"))
        };
        let text = written(&written(&text, "\"", "\n"), "", "\n");
        fs::write(&path, text).expect("written");
    }
}

#[test]
fn every_promise_is_kept() {
    for (name, folder) in deployments() {
        let judged = report(folder.path(), &name);
        let overview = &judged["overview"];
        let ways = overview["ways"].as_array().expect("ways");
        let is_mended = ["rendered.yaml", "bp-values.yaml", "dc-values.yaml"].contains(&name.as_str());
        assert_eq!(ways.is_empty(), is_mended, "{name}: {ways:?}");
        for way in ways {
            assert_kept(&name, &folder, way, None);
        }
    }
}

#[test]
fn what_is_piped_in_is_mended_by_a_pipe() {
    let folder = folder();
    let all = ["20-secret.yaml", "30-api.yaml", "50-sandbox.yaml", "60-stores.yaml"];
    let text: Vec<String> =
        all.iter().map(|it| fs::read_to_string(root().join("examples/as-found").join(it)).expect("a file")).collect();
    fs::write(folder.path().join("a b.yaml"), text.join("---\n")).expect("written");
    let found = shell(folder.path(), "... | sekisho audit - --format json", Some("a b.yaml")).json();
    let ways = found["overview"]["ways"].as_array().expect("ways");
    assert!(ways.len() > 2, "{ways:?}");
    for way in ways {
        let piped = way["commands"]
            .as_array()
            .expect("commands")
            .iter()
            .all(|it| it.as_str().is_some_and(|it| it.starts_with("... | ") || it.contains(" hardened.yaml")));
        assert!(piped, "{way}");
        if way["remedy"] != "upgrade" {
            assert_kept("-", &folder, way, Some("a b.yaml"));
        }
    }
}

/// Names that a shell would take for something else reach the program as they are.
#[test]
fn commands_survive_the_shell() {
    for name in ["a b.yaml", "it's $(touch x).yaml", "-dash;&|.yaml", "関所.yaml", "~.yaml", "#a*.yaml", "!x\\y.yaml"]
    {
        let folder = folder();
        let from = root().join("examples/as-found/30-api.yaml");
        fs::copy(from, folder.path().join(name)).expect("copied");
        let arguments = ["audit", "--format", "json", "--", name];
        let found: Run = sekisho(folder.path(), &arguments).output().expect("the program").into();
        let found = found.json();
        let ways = found["overview"]["ways"].as_array().expect("ways");
        assert!(!ways.is_empty(), "{name}");
        for way in ways.iter().filter(|it| it["remedy"] != "upgrade") {
            assert_kept(name, &folder, way, None);
        }
    }
}

#[test]
fn a_name_that_commands_a_terminal_makes_no_command() {
    let folder = folder();
    let name = "a\u{1b}[2Jb.yaml";
    fs::copy(root().join("examples/as-found/30-api.yaml"), folder.path().join(name)).expect("copied");
    let found = report(folder.path(), name);
    for way in found["overview"]["ways"].as_array().expect("ways") {
        assert_eq!(way["commands"].as_array().map(Vec::len), Some(0), "{way}");
    }
    let screen: Run = sekisho(folder.path(), &["audit", name]).output().expect("the program").into();
    assert!(!screen.out.contains('\u{1b}') && screen.out.contains("No command can be written"), "{}", screen.out);
}

fn screen(folder: &Path, name: &str, language: &str, columns: usize) -> String {
    let mut command = sekisho(folder, &["audit", name, "--lang", language, "--today", "2026-12-01"]);
    let run: Run = command.env("COLUMNS", columns.to_string()).output().expect("the program").into();
    run.out
}

/// What begins no line in Japanese.
const NOT_FIRST: &str = "、。，．」』）】〉》・ーぁぃぅぇぉっゃゅょァィゥェォッャュョ：；？！";

#[test]
fn it_is_one_screen() {
    for (name, folder) in deployments() {
        for language in ["en", "ja"] {
            for columns in [80, 120] {
                let screen = screen(folder.path(), &name, language, columns);
                let rows = screen.lines().map(|it| it.chars().map(wide).sum::<usize>().div_ceil(columns).max(1));
                let rows: usize = rows.sum();
                assert!(rows <= 50, "{name}, {language}, {columns}: {rows} rows\n{screen}");
                for line in screen.lines() {
                    let first = line.trim_start().chars().next();
                    assert!(!first.is_some_and(|it| NOT_FIRST.contains(it)), "{name}: {line}");
                    let is_prose = !line.contains("$ ") && !line.contains("  ") && !line.starts_with('!');
                    let width: usize = line.chars().map(wide).sum();
                    assert!(!is_prose || width <= 100.min(columns) + 2, "{name}: {width}: {line}");
                }
                let order = ["Do these first", "まず行うこと"];
                assert!(order.iter().any(|it| screen.contains(it)), "{name}: {screen}");
            }
        }
    }
}

/// The columns of a character, near enough for what is printed here.
fn wide(it: char) -> usize {
    if u32::from(it) >= 0x1100 && !matches!(it, '→' | '…') { 2 } else { 1 }
}

#[test]
fn the_first_screen() {
    for (name, folder) in deployments().into_iter().take(2) {
        for language in ["en", "ja"] {
            for columns in [80, 120] {
                let screen = screen(folder.path(), &name, language, columns);
                let title = name.trim_end_matches(".yaml");
                insta::assert_snapshot!(format!("first_screen_{title}_{language}_{columns}"), screen);
            }
        }
    }
}

#[test]
fn a_filter_hides_and_decides_nothing() {
    let all = run(&["audit", "examples/as-found"]);
    for filter in [
        &["--rule", "unlimited-role"][..],
        &["--component", "redis", "--concise"],
        &["--severity", "critical", "--by", "rule"],
        &["--severity", "high", "--statistics"],
        &["--by", "file", "--component", "api"],
        &["--full"],
        &["--concise"],
    ] {
        let found = run(&[&["audit", "examples/as-found"], filter].concat());
        assert_eq!(found.code, all.code, "{filter:?}");
        let totals = "26 FAIL, 0 PASS, 13 UNKNOWN, 7 MANUAL";
        assert!(found.out.contains(totals), "{filter:?}: {}", found.out);
        let hides = found.out.contains("the filter hides");
        assert_eq!(hides, filter.iter().any(|it| ["--rule", "--component", "--severity"].contains(it)), "{filter:?}");
    }
    for wrong in [
        &["--rule", "no-such-rule"][..],
        &["--component", "postgress"],
        &["--severity", "worst"],
        &["--full", "--concise"],
        &["--rule", "unlimited-role", "--format", "json"],
    ] {
        assert_eq!(run(&[&["audit", "examples/as-found"], wrong].concat()).code, Some(2), "{wrong:?}");
    }
}

/// Of an input that is too large nothing is tried, and that is said.
#[test]
fn what_is_large_is_not_tried() {
    let folder = folder();
    let mut text = String::new();
    for n in 0..260 {
        text.push_str(&format!(
            "---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: api{n}, namespace: dify}}\nspec: {{template: {{spec: \
             {{containers: [{{name: api, image: 'langgenius/dify-api:1.13.0'}}]}}}}}}\n"
        ));
    }
    fs::write(folder.path().join("large.yaml"), text).expect("written");
    let found = report(folder.path(), "large.yaml");
    let ways = found["overview"]["ways"].as_array().expect("ways");
    assert!(!ways.is_empty() && ways.iter().all(|it| it["after"].is_null()), "{ways:?}");
    let screen = screen(folder.path(), "large.yaml", "en", 80);
    assert!(screen.contains("What is left is not computed"), "{screen}");
}

/// A pager is for a terminal alone; what goes through it is the whole text, and how it ends decides nothing.
#[test]
fn long_texts_go_through_a_pager_on_a_terminal_alone() {
    let folder = folder();
    let script = Path::new("/usr/bin/script");
    if !script.is_file() {
        return testkit::not_run("the pager on a terminal", "It needs `script` of util-linux.");
    }
    let program = fs::canonicalize(binary()).expect("the program");
    let input = fs::canonicalize(root().join("examples/as-found")).expect("the example");
    let line = format!("stty rows 24 cols 80; '{}' audit '{}' --full", program.display(), input.display());
    let on_terminal = |pager: &str| -> Run {
        let mut command = Command::new(script);
        command.args(["-qec", &line, "/dev/null"]).current_dir(folder.path()).env_clear();
        command.env("PATH", "/usr/bin:/bin").env("LANG", "C.UTF-8").env("TERM", "xterm").env("SEKISHO_PAGER", pager);
        command.stdin(Stdio::null()).output().expect("a terminal").into()
    };
    let paged = on_terminal("cat > paged.txt; exit 3");
    assert_eq!(paged.code, Some(13), "{}", paged.out);
    let text = fs::read_to_string(folder.path().join("paged.txt")).expect("the pager was started");
    assert!(text.contains("What was read") && text.contains("26 FAIL"), "{text}");
    let left = on_terminal("head -1 > /dev/null");
    assert_eq!(left.code, Some(13), "{}", left.out);
    let plain = on_terminal("cat");
    assert!(plain.out.contains("26 FAIL"), "{}", plain.out);
    let mut piped = sekisho(&root(), &["audit", "examples/as-found", "--full"]);
    let piped: Run = piped.env("SEKISHO_PAGER", "cat > never.txt").output().expect("the program").into();
    assert!(piped.out.contains("26 FAIL") && !root().join("never.txt").exists());
}
