//! Journals that somebody planted are not believed, names never leave their folder, and who resumes is asked.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use journal::{Journals, Log, Step};
use model::Moment;
use serde_json::json;

use crate::store::Desk;
use crate::store_faults::journals;

const AT: Moment = Moment::of_unix(1_795_537_558);

/// A desk with a store that Ann reads.
fn desk() -> Desk {
    let desk = Desk::new();
    desk.write("s.env", "PASSWORD=Kq7wRz1LmN4xTb9Vd2Ys\n");
    let run = desk.run("ann", &["encrypt", "s.env", "-r", &desk.ann]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    desk
}

/// Leaves a journal behind that asks for a reader of some files, as if whoever wrote it was killed.
fn interrupted(folder: PathBuf, reader: &str, files: &[&str]) -> PathBuf {
    let plan = json!({ "add": [reader], "remove": [], "files": files });
    let open = Journals::hold(folder).expect("held").begin("recipients", "eve", &plan, AT).expect("begun");
    open.path().to_owned()
}

fn git(folder: &Path) {
    let status = Command::new("git").args(["init", "-q"]).current_dir(folder).status().expect("git starts");
    assert!(status.success());
}

#[test]
fn a_journal_among_the_files_is_refused_and_named() {
    for in_git in [false, true] {
        let desk = desk();
        if in_git {
            git(&desk.work());
        }
        let planted = interrupted(desk.work().join(".sekisho/journal"), &desk.ben, &["s.env"]);
        let before = desk.read("s.env");
        for arguments in [&["recipients", "resume", "--yes"][..], &["recipients", "add", &desk.ben]] {
            let run = desk.run("ann", arguments);
            let name = planted.file_name().expect("a name").to_string_lossy();
            assert!(run.code == Some(1) && run.err.contains(&*name) && run.err.contains("not believed"), "{}", run.err);
            assert_eq!(desk.read("s.env"), before);
        }
        fs::remove_file(planted).expect("removed");
        let run = desk.run("ann", &["recipients", "add", &desk.ben]);
        assert_eq!(run.code, Some(0), "{}", run.err);
        let own = desk.work().join(".git/sekisho/journal");
        assert_eq!((own.exists(), journals(&desk).len()), (in_git, usize::from(!in_git)));
        assert!(!desk.work().join(".sekisho/journal").join("x").exists());
    }
}

#[test]
fn who_resumes_sees_the_readers_and_is_asked() {
    let desk = desk();
    git(&desk.work());
    let folder = desk.work().join(".git/sekisho/journal");
    let journal = interrupted(folder, &desk.ben, &["s.env"]);
    let before = desk.read("s.env");
    for answer in ["", "n\n", "\n", "yes, but not now\n"] {
        let run = desk.fed("ann", &["recipients", "resume"], answer);
        let asked = run.err.contains(&desk.ben) && run.err.contains("`eve`") && run.err.contains("[y/N]");
        assert!(run.code == Some(1) && asked && run.err.contains("--yes"), "{}", run.err);
        assert_eq!(desk.read("s.env"), before, "{answer:?}");
    }
    let looked = desk.run("ann", &["recipients", "resume", "--dry-run"]);
    assert!(looked.code == Some(0) && looked.out.contains(&desk.ben), "{}", looked.err);
    assert_eq!(desk.read("s.env"), before);
    let run = desk.fed("ann", &["recipients", "resume"], "y\n");
    assert!(run.code == Some(0) && desk.read("s.env") != before, "{}", run.err);
    assert!(Log::read(&fs::read_to_string(journal).expect("read")).expect("whole").is_ended());
    assert!(desk.run("ann", &["recipients", "resume"]).out.contains("no change was interrupted"));
}

#[test]
fn names_never_leave_the_folder() {
    for name in ["../ann", "/etc/hostname", "out/s.env", "link.env", "", "a/../../x"] {
        let desk = desk();
        git(&desk.work());
        let outside = desk.home().join("outside");
        fs::create_dir_all(&outside).expect("made");
        fs::copy(desk.work().join("s.env"), outside.join("s.env")).expect("copied");
        std::os::unix::fs::symlink(&outside, desk.work().join("out")).expect("linked");
        std::os::unix::fs::symlink(outside.join("s.env"), desk.work().join("link.env")).expect("linked");
        let before = fs::read_to_string(outside.join("s.env")).expect("read");
        let journal = interrupted(desk.work().join(".git/sekisho/journal"), &desk.ben, &[name]);
        for arguments in [&["recipients", "resume", "--yes"][..], &["recipients", "add", &desk.ben, "s.env"]] {
            let run = desk.run("ann", arguments);
            let named = run.err.contains(&*journal.file_name().expect("a name").to_string_lossy());
            assert!(run.code == Some(1) && named, "{name}: {}", run.err);
        }
        assert_eq!(fs::read_to_string(outside.join("s.env")).expect("read"), before);
    }
}

#[test]
fn a_broken_chain_is_refused_with_its_line_and_a_torn_end_is_none() {
    let desk = desk();
    git(&desk.work());
    let journal = interrupted(desk.work().join(".git/sekisho/journal"), &desk.ben, &["s.env"]);
    let text = fs::read_to_string(&journal).expect("read");
    fs::write(&journal, text.replace("eve", "ann")).expect("written");
    // The first line has no successor that knows its hash, but a second one has.
    let mut log = Log::read(&text).expect("whole");
    let second = log.add(Step::Intent { item: "s.env".to_owned() }, AT);
    fs::write(&journal, text.replace("eve", "ann") + &second).expect("written");
    let run = desk.run("ann", &["recipients", "resume", "--yes"]);
    assert!(run.code == Some(1) && run.err.contains("line 2"), "{}", run.err);
    fs::write(&journal, text + &second[..second.len() / 2]).expect("written");
    let run = desk.run("ann", &["recipients", "resume", "--yes"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
}

/// Stores of another folder are changed and recorded there.
#[test]
fn a_store_elsewhere_is_recorded_there() {
    let desk = desk();
    let elsewhere = desk.home().join("elsewhere");
    fs::create_dir_all(&elsewhere).expect("made");
    git(&elsewhere);
    fs::copy(desk.work().join("s.env"), elsewhere.join("t.env")).expect("copied");
    let path = elsewhere.join("t.env").to_string_lossy().into_owned();
    let run = desk.run("ann", &["recipients", "add", &desk.ben, &path]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    assert!(elsewhere.join(".git/sekisho/journal").exists());
    // One change is recorded in one place.
    let both = desk.run("ann", &["recipients", "add", vault::generate().1.as_str(), "s.env", &path]);
    assert!(both.code == Some(1) && both.err.contains("lies outside of"), "{}", both.err);
}
