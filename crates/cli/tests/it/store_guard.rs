//! Store files, as the scan and the guard see them in a real git repository.

use std::fs;

use crate::repository::{Repo, findings};
use crate::{Run, sekisho};

#[test]
fn an_encrypted_file_passes_and_one_saved_decrypted_is_stopped() {
    let repo = Repo::new();
    let (key, public) = vault::generate();
    fs::write(repo.path().join(".git/age.key"), &*key).expect("written");
    let run = |arguments: &[&str]| {
        let mut command = sekisho(repo.path(), &[&["secrets"], arguments].concat());
        let run: Run =
            command.env("SEKISHO_AGE_KEY_FILE", repo.path().join(".git/age.key")).output().expect("it starts").into();
        assert_eq!(run.code, Some(0), "{}", run.err);
        run.out
    };
    repo.git(&["config", "core.hooksPath", ".git/hooks"]);
    run(&["guard", "install"]);
    repo.write(".sops.yaml", &format!("creation_rules:\n  - path_regex: ^stores/\n    age: {}\n", public.as_str()));
    let plain = "# of production\nHOST: postgres\nWORD: sunshine\n";
    for name in ["stores/a.yaml", "any.yaml", "named.enc.yaml"] {
        repo.write(name, plain);
        run(&["encrypt", name, "-r", public.as_str()]);
    }
    // Encrypted, all of them pass, by the hook itself.
    repo.git(&["add", "-A"]);
    let passed = repo.try_git(&["commit", "-q", "-m", "stores"]);
    assert_eq!(passed.code, Some(0), "{}{}", passed.out, passed.err);
    assert!(findings(&repo.secrets(&["scan", ".", "--format", "json"])).is_empty());

    // Known by HEAD alone, by .sops.yaml, by the name.
    let saved = |name: &str| {
        let decrypted = run(&["show", name, "--reveal"]);
        assert_eq!(decrypted, plain);
        repo.write(name, &decrypted);
    };
    saved("any.yaml");
    assert_eq!(repo.staged(), ["any.yaml:2 decrypted-store", "any.yaml:3 decrypted-store"]);
    let stopped = repo.try_git(&["commit", "-q", "-m", "slip"]);
    assert_ne!(stopped.code, Some(0));
    let said = stopped.out + &stopped.err;
    assert!(said.contains("sekisho secrets encrypt FILE") && !said.contains("sunshine"), "{said}");
    repo.git(&["reset", "-q", "--hard"]);
    for name in ["stores/a.yaml", "named.enc.yaml"] {
        saved(name);
        let found = [format!("{name}:2 decrypted-store"), format!("{name}:3 decrypted-store")];
        assert_eq!(findings(&repo.secrets(&["scan", ".", "--format", "json"])), found);
        repo.git(&["reset", "-q", "--hard"]);
    }
    repo.write("stores/new.env", "A=sunshine\n");
    repo.write("other/new.env", "A=sunshine\n");
    assert_eq!(repo.staged(), ["stores/new.env:1 decrypted-store"]);
    repo.git(&["reset", "-q", "--hard"]);

    // Encrypted but for one value that was written by hand.
    let text = fs::read_to_string(repo.path().join("any.yaml")).expect("read");
    repo.write("any.yaml", &text.replace("sops:\n", "LATE: sunshine\nsops:\n"));
    assert_eq!(repo.staged(), ["any.yaml:4 decrypted-store"]);
    // A rule that cannot be read is no rule that nothing matches.
    repo.write(".sops.yaml", "creation_rules:\n  - path_regex: '('\n");
    let broken = repo.secrets(&["scan", "."]);
    assert!(broken.code == Some(1) && broken.err.contains(".sops.yaml:2:17"), "{}", broken.err);
}
