//! Printing decides nothing: every command, with a reader that left at once or after one line and with a full disk behind standard
//! output, leaves the same files and the same exit code as with a patient reader.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

use crate::{Run, run, sekisho};

/// Which output a command has.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Work {
    /// Its output is what it is for: without room for it the command failed.
    Output,
    /// It works on files, and only tells of it.
    Files,
}

/// A command as it is run here.
struct Case {
    /// The command, as its help names it.
    command: &'static str,
    arguments: &'static [&'static str],
    stdin: Option<&'static str>,
    work: Work,
    /// What is done before, in the same folder.
    before: &'static [&'static [&'static str]],
}

impl Case {
    const fn new(command: &'static str, work: Work, arguments: &'static [&'static str]) -> Case {
        Case { command, arguments, stdin: None, work, before: &[] }
    }

    const fn after(self, before: &'static [&'static [&'static str]]) -> Case {
        Case { before, ..self }
    }

    const fn fed(self, stdin: &'static str) -> Case {
        Case { stdin: Some(stdin), ..self }
    }
}

const ANN: &str = "{ann}";
const BEN: &str = "{ben}";
const STORE: &[&[&str]] = &[&["secrets", "encrypt", "--recipient", ANN, "a.env", "b.env", "c.env"]];
const TWO_READERS: &[&[&str]] =
    &[&["secrets", "encrypt", "--recipient", ANN, "--recipient", BEN, "a.env", "b.env", "c.env"]];
const POD: &str = "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: c, image: a:1}]}\n";

use Work::{Files, Output};

/// Every command that acts, and every one that judges.
const CASES: &[Case] = &[
    Case::new("audit", Output, &["audit", "d"]),
    Case::new("audit", Output, &["audit", "d", "--format", "json"]),
    Case::new("audit", Output, &["audit", "d", "--format", "html"]),
    Case::new("audit", Files, &["audit", "d", "--write-baseline", "b.json"]),
    Case::new("audit", Files, &["audit", "d", "--fix", "--unsafe-fixes"]),
    Case::new("audit", Output, &["audit", "d", "--unsafe-fixes", "--diff"]),
    Case::new("audit", Output, &["audit", "-", "--fix"]).fed(POD),
    Case::new("harden", Output, &["harden", "pod.yaml"]),
    Case::new("pss check", Output, &["pss", "check", "d"]),
    Case::new("network policies", Output, &["network", "policies", "whole.yaml"]),
    Case::new("network graph", Output, &["network", "graph", "d"]),
    Case::new("network connections", Output, &["network", "connections", "d"]),
    Case::new("network can", Output, &["network", "can", "--from", "default/p", "--to", "8.8.8.8", "d"]),
    Case::new("network explain", Output, &["network", "explain", "--from", "default/p", "--to", "8.8.8.8", "d"]),
    Case::new("network diff", Output, &["network", "diff", "pod.yaml", "whole.yaml"]),
    Case::new("network exposure", Output, &["network", "exposure", "d"]),
    Case::new("network prove", Output, &["network", "prove", "d"]),
    Case::new("rbac who-can", Output, &["rbac", "who-can", "get", "secrets", "d"]),
    Case::new("init", Files, &["init", "new"]),
    Case::new("render", Output, &["render"]),
    Case::new("render", Files, &["render", "-o", "out"]),
    Case::new("render", Files, &["render", "--kustomize", "out"]),
    Case::new("render", Output, &["render", "--secret-keys"]),
    Case::new("secrets setup", Output, &["secrets", "setup", "whole.yaml"]),
    Case::new("secrets setup", Output, &["secrets", "setup", "whole.yaml", "--dry-run"]),
    Case::new("secrets setup", Files, &["secrets", "setup", "whole.yaml", "-o", "s.yaml"]),
    Case::new(
        "secrets setup",
        Files,
        &["secrets", "setup", "whole.yaml", "-o", "s.yaml", "--as", "sops", "--recipient", ANN],
    ),
    Case::new(
        "secrets setup",
        Output,
        &["secrets", "setup", "whole.yaml", "-o", "x.yaml", "--as", "external", "--store", "vault"],
    ),
    Case::new("secrets setup", Output, &["secrets", "setup", "whole.yaml", "--as", "external", "--store", "vault"]),
    Case::new("secrets check", Output, &["secrets", "check", "d"]),
    Case::new("secrets generate", Output, &["secrets", "generate", "--count", "5"]),
    Case::new("secrets scan", Output, &["secrets", "scan", "d"]),
    Case::new("secrets ignore", Files, &["secrets", "ignore", "{leak}", "--reason", "an example", "d"]),
    Case::new("secrets guard install", Files, &["secrets", "guard", "install"]),
    Case::new("secrets guard install", Output, &["secrets", "guard", "install", "--pre-commit"]),
    Case::new("secrets guard uninstall", Files, &["secrets", "guard", "uninstall"])
        .after(&[&["secrets", "guard", "install"]]),
    Case::new("secrets encrypt", Files, &["secrets", "encrypt", "--recipient", ANN, "a.env", "b.env", "c.env"]),
    Case::new("secrets show", Output, &["secrets", "show", "a.env"]).after(STORE),
    Case::new("secrets show", Output, &["secrets", "show", "a.env", "A_PASSWORD", "--reveal"]).after(STORE),
    Case::new("secrets show", Files, &["secrets", "show", "a.env", "A_PASSWORD", "--reveal", "-o", "v"]).after(STORE),
    Case::new("secrets set", Files, &["secrets", "set", "a.env", "A_PASSWORD", "--generate"]).after(STORE),
    Case::new("secrets set", Files, &["secrets", "set", "a.env", "A_PASSWORD"]).after(STORE).fed("new value"),
    Case::new("secrets recipients list", Output, &["secrets", "recipients", "list", "."]).after(STORE),
    Case::new("secrets recipients add", Files, &["secrets", "recipients", "add", BEN, "."]).after(STORE),
    Case::new("secrets recipients add", Output, &["secrets", "recipients", "add", BEN, ".", "--dry-run"]).after(STORE),
    Case::new("secrets recipients remove", Files, &["secrets", "recipients", "remove", BEN, "."]).after(TWO_READERS),
    Case::new("secrets recipients resume", Files, &["secrets", "recipients", "resume"]).after(STORE),
    Case::new("secrets handover", Output, &["secrets", "handover", "a.env", "A_PASSWORD", "--to", BEN]).after(STORE),
    Case::new("secrets handover", Files, &["secrets", "handover", "a.env", "A_PASSWORD", "--to", BEN, "-o", "h.age"])
        .after(STORE),
    Case::new("rules check", Output, &["rules", "check"]),
    Case::new("explain", Output, &["explain"]),
    Case::new("explain", Output, &["explain", "NET-2"]),
    Case::new("completions", Output, &["completions", "bash"]),
    Case::new("man", Output, &["man"]),
];

/// How standard output ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reader {
    Patient,
    Gone,
    OneLine,
    Full,
}

/// A folder with everything that the cases work on; what the person keeps lies beside it.
struct Place {
    folder: TempDir,
    ann: String,
    ben: String,
    leak: String,
}

/// A file's content, by its name from the folder. Values, times and numbers of processes differ between two runs.
type Kept = BTreeMap<PathBuf, String>;

impl Place {
    fn new(case: &Case, whole: &str) -> Place {
        let folder = tempfile::tempdir().expect("a folder");
        let work = folder.path().join("work");
        fs::create_dir_all(work.join("d")).expect("made");
        let git = Command::new("git").args(["init", "-q"]).current_dir(&work).status().expect("git starts");
        assert!(git.success());
        let (file, ann) = vault::generate();
        fs::write(folder.path().join("ann"), &*file).expect("written");
        let ben = vault::generate().1.to_string();
        for name in ["a", "b", "c"] {
            let upper = name.to_uppercase();
            fs::write(work.join(format!("{name}.env")), format!("{upper}_PASSWORD=Kq7wRz1LmN4x\n")).expect("written");
        }
        fs::write(work.join("pod.yaml"), POD).expect("written");
        fs::write(work.join("whole.yaml"), whole).expect("written");
        fs::write(work.join("d/pod.yaml"), POD).expect("written");
        let role = "apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: {name: r}\nrules: []\n";
        fs::write(work.join("d/role.yaml"), role).expect("written");
        fs::write(work.join("d/leak.env"), "DB_PASSWORD=Kq7wRz1LmN4xTb9Vd2Ys\n").expect("written");
        let mut place = Place { folder, ann: ann.to_string(), ben, leak: String::new() };
        if case.arguments.contains(&"{leak}") {
            let scan: Run = place.command(&["secrets", "scan", "d", "-f", "json"]).output().expect("it starts").into();
            let at = scan.out.find("\"fingerprint\"").expect("a leak");
            place.leak = scan.out[at..].split('"').nth(3).expect("its fingerprint").to_owned();
        }
        for before in case.before {
            let run: Run = place.command(before).output().expect("it starts").into();
            assert_eq!(run.code, Some(0), "{before:?}: {}", run.err);
        }
        place
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let said = |it: &&str| it.replace(ANN, &self.ann).replace(BEN, &self.ben).replace("{leak}", &self.leak);
        let arguments: Vec<String> = arguments.iter().map(said).collect();
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let mut command = sekisho(&self.folder.path().join("work"), &arguments);
        command.env("HOME", self.folder.path().join("home")).env("PATH", env_path());
        command.env("SEKISHO_AGE_KEY_FILE", self.folder.path().join("ann"));
        command
    }

    fn run(&self, case: &Case, reader: Reader) -> Run {
        let mut command = self.command(case.arguments);
        let (from, to) = std::io::pipe().expect("a pipe");
        let mut from = Some(from);
        match reader {
            Reader::Patient => command.stdout(Stdio::piped()),
            Reader::Gone => {
                drop(from.take());
                command.stdout(to)
            }
            Reader::OneLine => command.stdout(to),
            Reader::Full => command.stdout(fs::OpenOptions::new().write(true).open("/dev/full").expect("/dev/full")),
        };
        command.stderr(Stdio::piped());
        command.stdin(if case.stdin.is_some() { Stdio::piped() } else { Stdio::null() });
        let mut child = command.spawn().expect("it starts");
        // The command holds the pipe's other end.
        drop(command);
        if let Some(text) = case.stdin {
            child.stdin.take().expect("piped").write_all(text.as_bytes()).expect("fed");
        }
        if let Some(from) = from.filter(|_| reader == Reader::OneLine) {
            let mut line = String::new();
            BufReader::with_capacity(1, from).read_line(&mut line).expect("a line");
        }
        child.wait_with_output().expect("it ends").into()
    }

    fn files(&self) -> Kept {
        let mut found = Kept::new();
        walk(self.folder.path(), self.folder.path(), &mut found);
        found
    }
}

/// Where `git` is; the rest of the environment is the test's own.
#[expect(clippy::disallowed_methods, reason = "git stands where the machine has it")]
fn env_path() -> String {
    std::env::var("PATH").unwrap_or_default()
}

fn walk(top: &Path, folder: &Path, found: &mut Kept) {
    for entry in fs::read_dir(folder).expect("read").map(|it| it.expect("read")) {
        if entry.file_type().expect("a type").is_dir() {
            walk(top, &entry.path(), found);
        } else {
            let name = entry.path().strip_prefix(top).expect("below").to_owned();
            found.insert(name, fs::read_to_string(entry.path()).unwrap_or_default());
        }
    }
}

/// What a run did: which files are new, gone, or hold something else than before, and what. Names that hold a time are cut before it;
/// what is made anew in every run is only seen to be there.
fn done(case: &Case, before: &Kept, after: &Kept) -> BTreeMap<String, String> {
    let is_new_each_time = case.command.starts_with("secrets ") && !case.command.contains("guard");
    let name = |it: &Path| it.to_string_lossy().split("-20").next().unwrap_or_default().to_owned();
    let changed = after.iter().filter(|(path, text)| before.get(*path) != Some(text));
    let changed = changed.map(|(path, text)| (name(path), if is_new_each_time { String::new() } else { text.clone() }));
    let gone = before.keys().filter(|path| !after.contains_key(*path));
    changed.chain(gone.map(|it| (format!("gone: {}", it.display()), String::new()))).collect()
}

#[test]
fn no_reader_changes_what_is_done_nor_how_it_ends() {
    let whole = run(&["render"]).out;
    let mut wrong = Vec::new();
    for case in CASES {
        let mut expected = None;
        for reader in [Reader::Patient, Reader::Gone, Reader::OneLine, Reader::Full] {
            let place = Place::new(case, &whole);
            let before = place.files();
            let run = place.run(case, reader);
            let came = (run.code, done(case, &before, &place.files()));
            let Some((code, files)) = &expected else {
                assert!(run.code.is_some_and(|it| it != 2), "{:?}: {}", case.arguments, run.err);
                // What it is for is seen here: files, or output alone. A hand-over goes on record before it leaves.
                let both = ["handover", "external", "resume"].iter().any(|it| case.arguments.contains(it));
                assert!(both || came.1.is_empty() == (case.work == Output), "{:?} did {:?}", case.arguments, came.1);
                expected = Some(came);
                continue;
            };
            let code = if reader == Reader::Full && case.work == Output { &Some(1) } else { code };
            let silent =
                case.arguments.contains(&"-o") && ["--reveal", "handover"].iter().any(|it| case.arguments.contains(it));
            let word = reader != Reader::Full || silent || run.err.contains("the output");
            if (&came.0, &came.1) != (code, files) || !word {
                wrong.push(format!("{:?} {reader:?}: {came:?}, not {code:?} {files:?}; {}", case.arguments, run.err));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The values that were made are in a private file of the person's, whoever reads the output.
#[test]
fn values_for_a_store_are_not_lost_with_their_reader() {
    use std::os::unix::fs::PermissionsExt as _;
    let arguments = &["secrets", "setup", "whole.yaml", "-o", "x.yaml", "--as", "external", "--store", "vault"];
    let whole = run(&["render"]).out;
    for reader in [Reader::Patient, Reader::Gone, Reader::OneLine, Reader::Full] {
        let case = Case::new("secrets setup", Output, arguments);
        let place = Place::new(&case, &whole);
        let run = place.run(&case, reader);
        let kept: Vec<_> = place.files().into_iter().filter(|it| it.0.starts_with("home")).collect();
        let [(name, values)] = kept.as_slice() else { panic!("{reader:?}: {kept:?}") };
        assert!(values.contains("kind: Secret") && run.err.contains(&*name.to_string_lossy()), "{}", run.err);
        let mode = fs::metadata(place.folder.path().join(name)).expect("there").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        assert!(reader != Reader::Patient || run.out.contains(values), "the copy is what was written");
    }
    // A file on the disk is kept by itself.
    let case = Case::new("secrets setup", Output, arguments);
    let place = Place::new(&case, &whole);
    let into = fs::File::create(place.folder.path().join("values.yaml")).expect("made");
    let run = place.command(arguments).stdout(into).output().expect("it starts");
    assert!(run.status.success());
    assert!(!place.files().keys().any(|it| it.starts_with("home")));
}

/// A command without a case fails here: the list is the program's own.
#[test]
fn every_command_has_a_case() {
    let mut commands = BTreeSet::new();
    leaves(&mut Vec::new(), &mut commands);
    let cases: BTreeSet<String> = CASES.iter().map(|it| it.command.to_owned()).collect();
    assert_eq!(commands, cases);
}

/// The commands that have no others below them, by what `--help` lists.
fn leaves(path: &mut Vec<String>, found: &mut BTreeSet<String>) {
    let mut arguments: Vec<&str> = path.iter().map(String::as_str).collect();
    arguments.push("--help");
    let help = run(&arguments);
    assert_eq!(help.code, Some(0), "{path:?}");
    let below: Vec<String> = help
        .out
        .lines()
        .skip_while(|it| *it != "Commands:")
        .skip(1)
        .take_while(|it| !it.is_empty())
        .filter_map(|it| it.strip_prefix("  ").filter(|it| !it.starts_with(' ')))
        .filter_map(|it| it.split_whitespace().next().map(str::to_owned))
        .collect();
    if below.is_empty() {
        found.insert(path.join(" "));
    }
    for name in below {
        path.push(name);
        leaves(path, found);
        path.pop();
    }
}
