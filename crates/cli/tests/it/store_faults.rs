//! Killed, disk full, read-only, at the same time: no store is ever left half-written, and no value is where it should not be.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use vault::{Format, Identities, sops};

use crate::store::Desk;
use crate::{Run, sekisho};

const CANARY: &str = "Kq7wRz1LmN4xTb9Vd2Ys";

fn identities(desk: &Desk, who: &str) -> Identities {
    let mut identities = Identities::default();
    identities.add_file(&fs::read_to_string(desk.key_file(who)).expect("read")).expect("a key");
    identities
}

/// Stores made without the program, since a hundred runs of it are slow.
fn stores(desk: &Desk, n: usize) {
    let recipients = [vault::Recipient::parse(&desk.ann).expect("a key")];
    for number in 0..n {
        let plain = format!("number: {number}\nvalue: {CANARY}{number}\n");
        let at = model::Moment::of_unix(1_795_537_558);
        let text = sops::encrypt(&plain, Format::Yaml, &recipients, at, &mut credentials::OperatingSystem);
        desk.write(&format!("stores/{}/{number:03}.yaml", number % 7), &text.expect("encrypted"));
    }
}

/// How many stores open for somebody, whole and with the right value.
fn opened(desk: &Desk, n: usize, who: &str) -> usize {
    let identities = identities(desk, who);
    let opens = |number: &usize| {
        let text = desk.read(&format!("stores/{}/{number:03}.yaml", number % 7));
        sops::decrypt(&text, Format::Yaml, &identities)
            .is_ok_and(|it| *it == format!("number: {number}\nvalue: {CANARY}{number}\n"))
    };
    (0..n).filter(opens).count()
}

/// The journals, which lie in the person's own folder: there is no repository.
pub(crate) fn journals(desk: &Desk) -> Vec<PathBuf> {
    let Ok(folders) = fs::read_dir(desk.home().join(".local/state/sekisho/journal")) else { return Vec::new() };
    let files = folders.flatten().filter_map(|it| fs::read_dir(it.path()).ok());
    files.flat_map(Iterator::flatten).map(|it| it.path()).collect()
}

/// Lines in the journals.
fn journaled(desk: &Desk) -> usize {
    journals(desk).iter().map(|it| fs::read_to_string(it).map_or(0, |it| it.lines().count())).sum()
}

#[test]
#[expect(clippy::print_stderr, reason = "how far each kill came is the result")]
fn a_kill_in_the_middle_of_a_hundred_files_loses_none() {
    const N: usize = 100;
    let mut stopped_inside = 0;
    for point in [0, 1, 25, 50, 75, 97] {
        let desk = Desk::new();
        stores(&desk, N);
        // Somebody new replaces whoever was there: a new data key in every file, and two changes to interrupt.
        for (who, change, key) in [("ann", "add", &desk.ben), ("ben", "remove", &desk.ann)] {
            let arguments = ["recipients", change, key];
            let before = journaled(&desk);
            let mut child =
                desk.command(who, &arguments).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("it starts");
            // A line for the beginning, and two for each file that is done.
            while journaled(&desk) < before + 1 + 2 * point && child.try_wait().expect("asked").is_none() {
                std::thread::sleep(Duration::from_micros(200));
            }
            // Not always at the same step of a file.
            std::thread::sleep(Duration::from_micros(point as u64 * 331 % 4000));
            child.kill().expect("killed");
            child.wait().expect("ended");
            let changed = if change == "add" { opened(&desk, N, "ben") } else { N - opened(&desk, N, "ann") };
            stopped_inside += usize::from((1..N).contains(&changed));
            assert_eq!(opened(&desk, N, who), N, "whoever runs the change reads all of it at every moment");
            // The same command again does what is left, as `resume` does; and names every value that was readable, in the files
            // that were done before, too.
            let again = desk.run(who, if point % 2 == 0 { &["recipients", "resume", "--yes"] } else { &arguments });
            assert_eq!(again.code, Some(0), "{}", again.err);
            if change == "remove" && (1..N).contains(&changed) {
                assert_eq!(again.err.matches(".yaml: number, value\n").count(), N, "{}", again.err);
            }
            assert_eq!(desk.run(who, &arguments).code, Some(0), "nothing is left to do");
            eprintln!("`{change}` killed after {point} files were done: {changed} of {N} are changed");
        }
        assert_eq!((opened(&desk, N, "ann"), opened(&desk, N, "ben")), (0, N), "every file, with the new readers");
        let left = fs::read_dir(desk.work().join("stores/0")).expect("read").count();
        assert_eq!(left, N.div_ceil(7), "nothing is left beside the files");
    }
    assert!(stopped_inside >= 6, "only {stopped_inside} kills came in the middle");
}

#[test]
fn who_sets_at_the_same_time_loses_nothing() {
    let desk = Desk::new();
    stores(&desk, 1);
    let name = "stores/0/000.yaml";
    let children: Vec<_> = (0..8)
        .map(|number| {
            let key = format!("KEY_{number}");
            let mut command = desk.command("ann", &["set", "--add", name, &key]);
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
            let mut child = command.spawn().expect("it starts");
            child.stdin.take().expect("piped").write_all(format!("{CANARY}{number}").as_bytes()).expect("fed");
            child
        })
        .collect();
    for child in children {
        let run: Run = child.wait_with_output().expect("it ends").into();
        assert_eq!(run.code, Some(0), "{}", run.err);
    }
    let shown = desk.run("ann", &["show", name, "--reveal"]);
    for number in 0..8 {
        assert!(shown.out.contains(&format!("KEY_{number}: {CANARY}{number}\n")), "{number} is lost");
    }
}

/// The program under a limit that a shell sets before it.
pub(crate) fn under(desk: &Desk, limit: &str, arguments: &[&str]) -> Run {
    let program = sekisho(&desk.work(), &[]);
    let mut command = Command::new("sh");
    command.current_dir(desk.work()).env_clear().env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin").env("LANG", "C.UTF-8");
    command.env("SEKISHO_AGE_KEY_FILE", desk.key_file("ann")).env("HOME", desk.home());
    command.arg("-c").arg(format!("{limit}; exec \"$@\"")).arg("sh").arg(program.get_program()).arg("secrets");
    command.args(arguments).output().expect("it starts").into()
}

#[test]
fn a_full_disk_leaves_every_file_as_it_was() {
    let desk = Desk::new();
    stores(&desk, 3);
    let before: Vec<String> = (0..3).map(|it| desk.read(&format!("stores/{it}/00{it}.yaml"))).collect();
    // No file may grow beyond 1 KiB, and the signal that says so is ignored: writing fails as on a full disk.
    let limit = "trap '' XFSZ; ulimit -f 1";
    let cases: [&[&str]; 2] =
        [&["set", "--add", "stores/0/000.yaml", "value", "--generate"], &["recipients", "add", &desk.ben]];
    for arguments in cases {
        let run = under(&desk, limit, arguments);
        assert_eq!(run.code, Some(1), "{}", run.err);
        assert!(run.err.contains("the disk is full") && run.err.contains("as it was"), "{}", run.err);
        let after: Vec<String> = (0..3).map(|it| desk.read(&format!("stores/{it}/00{it}.yaml"))).collect();
        assert_eq!(before, after);
        assert_eq!(fs::read_dir(desk.work().join("stores/0")).expect("read").count(), 1, "nothing half-written");
    }
    // With room again, the change that was begun goes on, before any other.
    let other = desk.run("ann", &["recipients", "add", vault::generate().1.as_str()]);
    assert!(other.code == Some(1) && other.err.contains("recipients resume"), "{}", other.err);
    let resumed = desk.fed("ann", &["recipients", "resume"], "y\n");
    assert_eq!(resumed.code, Some(0), "{}", resumed.err);
    assert_eq!(opened(&desk, 3, "ben"), 3);
}

#[test]
fn a_read_only_or_full_file_system_is_named() {
    let desk = Desk::new();
    stores(&desk, 1);
    let name = "stores/0/000.yaml";
    // Of our own mount namespace: nobody else sees it, and it goes with the shell.
    let script = |prepare: &str| {
        let program = sekisho(&desk.work(), &[]).get_program().to_owned();
        let mut command = Command::new("unshare");
        command.args(["--mount", "sh", "-ec"]).arg(format!(
            "mount -t tmpfs -o size=32k none mnt; cp {name} mnt/s.yaml; {prepare}; \
             \"$0\" secrets set mnt/s.yaml value --generate && exit 9; cmp {name} mnt/s.yaml; ls -A mnt | wc -l"
        ));
        command.arg(program).current_dir(desk.work()).env("SEKISHO_AGE_KEY_FILE", desk.key_file("ann"));
        let output = command.env("LANG", "C.UTF-8").output();
        output.map(Run::from).ok()
    };
    fs::create_dir(desk.work().join("mnt")).expect("made");
    let cases = [
        ("mount -o remount,ro none mnt", "may not be written to", "1\n"),
        ("dd if=/dev/zero of=mnt/fill bs=1k 2>/dev/null || true", "the disk is full", "2\n"),
    ];
    for (prepare, said, files) in cases {
        match script(prepare) {
            Some(run) if !run.err.contains("unshare") && !run.err.contains("mount:") => {
                assert_eq!((run.code, run.out.as_str()), (Some(0), files), "{}", run.err);
                assert!(run.err.contains(said), "{}", run.err);
            }
            _ => testkit::not_run("stores on a full and on a read-only file system", "It needs root and `unshare`."),
        }
    }
}

/// Every file below a folder that holds a text.
pub(crate) fn holding(folder: &Path, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("read").flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(holding(&path, text));
        } else if fs::read(&path).is_ok_and(|it| it.windows(text.len()).any(|window| window == text.as_bytes())) {
            found.push(path.display().to_string());
        }
    }
    found
}

#[test]
fn no_value_comes_out_of_any_command() {
    let desk = Desk::new();
    desk.write("s.yaml", &format!("a: {CANARY}one\nlist:\n  - {CANARY}two\n"));
    let mut said = String::new();
    let mut keep = |run: Run| {
        assert_eq!(run.code, Some(0), "{}", run.err);
        said.push_str(&run.out);
        said.push_str(&run.err);
    };
    keep(desk.run("ann", &["encrypt", "s.yaml", "-r", &desk.ann]));
    // While it waits for its value, and with the value read.
    let mut command = desk.command("ann", &["set", "--add", "s.yaml", "b"]);
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
    let mut pipe = child.stdin.take().expect("piped");
    pipe.write_all(format!("{CANARY}three").as_bytes()).expect("fed");
    std::thread::sleep(Duration::from_millis(200));
    for file in ["cmdline", "environ"] {
        let seen = fs::read(format!("/proc/{}/{file}", child.id())).expect("read");
        assert!(!String::from_utf8_lossy(&seen).contains(CANARY), "{file}");
    }
    drop(pipe);
    keep(child.wait_with_output().expect("it ends").into());
    keep(desk.run("ann", &["show", "s.yaml"]));
    keep(desk.run("ann", &["show", "s.yaml", "b"]));
    keep(desk.run("ann", &["recipients", "list"]));
    keep(desk.run("ann", &["recipients", "add", &desk.ben]));
    keep(desk.run("ann", &["handover", "s.yaml", "b", "--to", &desk.ben]));
    keep(desk.run("ben", &["recipients", "remove", &desk.ann, "--dry-run"]));
    keep(desk.run("ben", &["recipients", "remove", &desk.ann]));
    keep(desk.run("ben", &["recipients", "resume"]));
    // What goes wrong speaks of names only.
    let text = desk.read("s.yaml");
    desk.write("bad.yaml", &format!("{text}c: {CANARY}four\n"));
    desk.write("worse.yaml", &format!("a: [{CANARY}five\n"));
    for arguments in [
        &["show", "bad.yaml", "--reveal"][..],
        &["set", "--add", "bad.yaml", "a", "--generate"],
        &["recipients", "add", &desk.ann, "bad.yaml"],
        &["encrypt", "worse.yaml", "-r", &desk.ann],
        &["show", "worse.yaml"],
    ] {
        let run = desk.run("ben", arguments);
        assert_eq!(run.code, Some(1), "{arguments:?}: {}", run.err);
        said.push_str(&run.out);
        said.push_str(&run.err);
    }
    assert!(!said.contains(CANARY), "{said}");
    let found = holding(&desk.work(), CANARY);
    assert!(found.iter().all(|it| it.ends_with("bad.yaml") || it.ends_with("worse.yaml")), "{found:?}");
    assert_eq!(desk.run("ben", &["show", "s.yaml", "b", "--reveal"]).out, format!("{CANARY}three"));
}
