//! Repositories that try to have a program run, or a host asked. Each attempt that plain git falls for is shown to work with plain git.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

use source::git::{Reach, Repository};

use crate::repo::{Repo, history, staged};

/// A name, what prepares it, and what plain git does that falls for it.
type Attempt = (&'static str, fn(&Repo), &'static [&'static str]);

const LOST: &[&str] = &["cat-file", "-p", "HEAD~:f.yaml"];

/// A blob is gone, and a remote promises to bring it.
fn promised(repo: &Repo, more: &[(&str, &str)]) {
    repo.lose(&repo.git(&["rev-parse", "HEAD~:f.yaml"]));
    repo.config(&[
        ("core.repositoryFormatVersion", "1"),
        ("extensions.partialClone", "origin"),
        ("remote.origin.promisor", "true"),
    ]);
    repo.config(more);
}

fn attributes(repo: &Repo, line: &str) {
    repo.write(".git/info/attributes", line);
    repo.write(".gitattributes", line);
}

fn hook(repo: &Repo, folder: &str) {
    for name in [
        "post-index-change",
        "reference-transaction",
        "pre-commit",
        "pre-auto-gc",
        "post-checkout",
        "fsmonitor-watchman",
    ] {
        let path = repo.path.join(folder).join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::copy(repo.trap(), &path).expect("a program");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("a mode");
    }
}

/// A repository without a working tree, ready to bite.
fn bare(repo: &Repo, folder: &str) {
    let path = repo.path.join(folder).display().to_string();
    repo.git(&["init", "-q", "--bare", &path]);
    let config = format!(
        "[core]\n\trepositoryformatversion = 0\n\tbare = false\n\tworktree = ..\n\tfsmonitor = {}\n",
        repo.trap()
    );
    fs::write(repo.path.join(folder).join("config"), config).expect("a file");
}

#[expect(clippy::semicolon_if_nothing_returned, reason = "a table of closures of one call each")]
const ATTEMPTS: &[Attempt] = &[
    ("core.fsmonitor", |it| it.config(&[("core.fsmonitor", &it.trap())]), &["status"]),
    (
        "core.fsmonitor, version 1",
        |it| it.config(&[("core.fsmonitor", &it.trap()), ("core.fsmonitorHookVersion", "1")]),
        &["status"],
    ),
    ("hooks", |it| hook(it, ".git/hooks"), &["commit", "--allow-empty", "-m", "x"]),
    (
        "core.hooksPath",
        |it| {
            hook(it, "h");
            it.config(&[("core.hooksPath", "h")]);
        },
        &["commit", "--allow-empty", "-m", "x"],
    ),
    (
        "include.path",
        |it| {
            it.write(".git/more", &format!("[core]\n\tfsmonitor = {}\n", it.trap()));
            it.config(&[("include.path", "more")]);
        },
        &["status"],
    ),
    (
        "includeIf",
        |it| {
            it.write(".git/more", &format!("[core]\n\tfsmonitor = {}\n", it.trap()));
            it.config(&[("includeIf.gitdir:**.path", "more")]);
        },
        &["status"],
    ),
    (
        "config.worktree",
        |it| {
            it.write(".git/config.worktree", &format!("[core]\n\tfsmonitor = {}\n", it.trap()));
            it.config(&[("core.repositoryFormatVersion", "1"), ("extensions.worktreeConfig", "true")]);
        },
        &["status"],
    ),
    (
        "core.pager",
        |it| {
            it.config(&[
                ("core.pager", &it.trap()),
                ("pager.rev-list", &it.trap()),
                ("pager.diff-tree", &it.trap()),
                ("pager.log", &it.trap()),
            ])
        },
        &[],
    ),
    (
        "core.editor",
        |it| it.config(&[("core.editor", &it.trap()), ("sequence.editor", &it.trap())]),
        &["commit", "--allow-empty"],
    ),
    (
        "promisor, uploadpack",
        |it| {
            promised(
                it,
                &[("remote.origin.url", &it.path.display().to_string()), ("remote.origin.uploadpack", &it.trap())],
            )
        },
        LOST,
    ),
    (
        "promisor, ext::",
        |it| {
            promised(
                it,
                &[
                    ("remote.origin.url", &format!("ext::{} x", it.trap())),
                    ("protocol.ext.allow", "always"),
                    ("protocol.allow", "always"),
                ],
            )
        },
        LOST,
    ),
    (
        "promisor, core.sshCommand",
        |it| promised(it, &[("remote.origin.url", "ssh://127.0.0.1/x"), ("core.sshCommand", &it.trap())]),
        LOST,
    ),
    (
        "promisor, http",
        |it| {
            promised(
                it,
                &[
                    ("remote.origin.url", &format!("http://127.0.0.1:{}/x", it.port())),
                    ("http.lowSpeedLimit", "1000"),
                    ("http.lowSpeedTime", "1"),
                ],
            )
        },
        &[],
    ),
    ("promisor, git://", |it| promised(it, &[("remote.origin.url", &format!("git://127.0.0.1:{}/x", it.port()))]), &[]),
    (
        "promisor, core.gitProxy",
        |it| promised(it, &[("remote.origin.url", "git://127.0.0.1/x"), ("core.gitProxy", &it.trap())]),
        LOST,
    ),
    (
        "promisor, url.insteadOf",
        |it| {
            promised(
                it,
                &[
                    ("remote.origin.url", "https://example.com/x"),
                    (&format!("url.ext::{} .insteadOf", it.trap()), "https://example.com/"),
                    ("protocol.ext.allow", "always"),
                ],
            )
        },
        LOST,
    ),
    (
        "promisor, http.proxy",
        |it| {
            promised(
                it,
                &[
                    ("remote.origin.url", "http://example.invalid/x"),
                    ("http.proxy", &format!("http://127.0.0.1:{}", it.port())),
                ],
            )
        },
        &[],
    ),
    (
        "promisor, credential.helper",
        |it| {
            promised(
                it,
                &[("remote.origin.url", "https://127.0.0.1:1/x"), ("credential.helper", &format!("!{}", it.trap()))],
            )
        },
        &[],
    ),
    (
        "promisor, core.askPass",
        |it| promised(it, &[("remote.origin.url", "https://u@127.0.0.1:1/x"), ("core.askPass", &it.trap())]),
        &[],
    ),
    (
        "promisor, a lost commit",
        |it| {
            promised(it, &[("remote.origin.url", &format!("ext::{} x", it.trap())), ("protocol.ext.allow", "always")]);
            it.lose(&it.git(&["rev-parse", "HEAD~"]));
        },
        &["log"],
    ),
    (
        "promisor, a lost folder",
        |it| {
            let tree = it.git(&["rev-parse", "HEAD~^{tree}"]);
            promised(it, &[("remote.origin.url", &format!("ext::{} x", it.trap())), ("protocol.ext.allow", "always")]);
            it.lose(&tree);
        },
        &["ls-tree", "HEAD~"],
    ),
    (
        "promisor, what is staged",
        |it| {
            it.write("g.yaml", "a: 3\n");
            it.git(&["add", "g.yaml"]);
            let id = it.git(&["rev-parse", ":g.yaml"]);
            promised(it, &[("remote.origin.url", &format!("ext::{} x", it.trap())), ("protocol.ext.allow", "always")]);
            it.lose(&id);
        },
        &["cat-file", "-p", ":g.yaml"],
    ),
    (
        "fetch.bundleURI",
        |it| {
            promised(
                it,
                &[
                    ("remote.origin.url", &format!("http://127.0.0.1:{}/x", it.port())),
                    ("fetch.bundleURI", &format!("http://127.0.0.1:{}/b", it.port())),
                ],
            )
        },
        &[],
    ),
    (
        "uploadpack.packObjectsHook",
        |it| {
            promised(
                it,
                &[("remote.origin.url", &it.path.display().to_string()), ("uploadpack.packObjectsHook", &it.trap())],
            )
        },
        &[],
    ),
    (
        "filter.clean",
        |it| {
            attributes(it, "* filter=t\n");
            it.config(&[("filter.t.clean", &it.trap())]);
            it.write("f.yaml", "a: 3\n");
        },
        &["add", "f.yaml"],
    ),
    (
        "filter.smudge",
        |it| {
            attributes(it, "* filter=t\n");
            it.config(&[("filter.t.smudge", &it.trap())]);
        },
        &["cat-file", "--filters", "HEAD:f.yaml"],
    ),
    (
        "filter.process",
        |it| {
            attributes(it, "* filter=t\n");
            it.config(&[("filter.t.process", &it.trap()), ("filter.t.required", "true")]);
            it.write("f.yaml", "a: 3\n");
        },
        &["add", "f.yaml"],
    ),
    (
        "core.attributesFile",
        |it| {
            it.write(".git/a", "* filter=t\n");
            it.config(&[("core.attributesFile", ".git/a"), ("filter.t.clean", &it.trap())]);
            it.write("f.yaml", "a: 3\n");
        },
        &["add", "f.yaml"],
    ),
    ("diff.external", |it| it.config(&[("diff.external", &it.trap())]), &["diff", "HEAD~"]),
    (
        "diff.command",
        |it| {
            attributes(it, "* diff=t\n");
            it.config(&[("diff.t.command", &it.trap())]);
        },
        &["diff", "HEAD~"],
    ),
    (
        "diff.textconv",
        |it| {
            attributes(it, "* diff=t\n");
            it.config(&[("diff.t.textconv", &it.trap())]);
        },
        &["log", "-p"],
    ),
    (
        "gpg.program",
        |it| {
            sign(it);
            it.config(&[("gpg.program", &it.trap()), ("log.showSignature", "true")]);
        },
        &["log"],
    ),
    (
        "gpg.ssh.program",
        |it| {
            sign(it);
            it.config(&[
                ("gpg.format", "ssh"),
                ("gpg.ssh.program", &it.trap()),
                ("gpg.openpgp.program", &it.trap()),
                ("log.showSignature", "true"),
            ]);
        },
        &["log"],
    ),
    (
        "alias",
        |it| {
            ["rev-list", "diff-tree", "diff-index", "cat-file", "rev-parse", "zz"]
                .iter()
                .for_each(|name| it.config(&[(&format!("alias.{name}"), &format!("!{}", it.trap()))]))
        },
        &["zz"],
    ),
    (
        "submodule, its fsmonitor",
        |it| {
            let sub = it.path.join("sub").display().to_string();
            it.git(&["init", "-q", &sub]);
            it.write("sub/x.yaml", "a: 1\n");
            it.git(&["-C", "sub", "add", "x.yaml"]);
            it.git(&["-C", "sub", "commit", "-q", "-m", "x"]);
            it.git(&["add", "sub"]);
            it.git(&["-C", "sub", "config", "core.fsmonitor", &it.trap()]);
            it.write(
                ".gitmodules",
                &format!("[submodule \"sub\"]\n\tpath = sub\n\turl = x\n\tupdate = !{}\n", it.trap()),
            );
            it.config(&[
                ("submodule.recurse", "true"),
                ("diff.submodule", "diff"),
                ("submodule.sub.update", &format!("!{}", it.trap())),
            ]);
        },
        &["-C", "sub", "status"],
    ),
    (
        "merge driver",
        |it| {
            attributes(it, "* merge=t\n");
            it.config(&[("merge.t.driver", &it.trap())]);
        },
        &[],
    ),
    ("trailer.command", |it| it.config(&[("trailer.t.command", &it.trap()), ("trailer.t.key", "t")]), &[]),
    (
        "interactive.diffFilter",
        |it| it.config(&[("interactive.diffFilter", &it.trap()), ("diff.tool", "t"), ("difftool.t.cmd", &it.trap())]),
        &[],
    ),
    (
        "alternates",
        |it| {
            it.write(".git/objects/info/alternates", "../../../gone/objects\n");
            it.config(&[("core.alternateRefsCommand", &it.trap())]);
        },
        &[],
    ),
    (
        "a .git that is a file",
        |it| {
            bare(it, "planted");
            fs::rename(it.path.join(".git"), it.root.join("real")).expect("moved");
            it.write(".git", "gitdir: planted\n");
        },
        &["status"],
    ),
    (
        "commondir",
        |it| {
            bare(it, "planted");
            it.write(".git/commondir", "../planted\n");
        },
        &["status"],
    ),
    (
        "GIT_TRACE2 in the configuration",
        |it| {
            it.config(&[
                ("trace2.normalTarget", &it.root.join("ran").display().to_string()),
                ("trace2.eventTarget", &it.root.join("ran").display().to_string()),
            ])
        },
        &[],
    ),
    (
        "maintenance",
        |it| {
            it.config(&[
                ("gc.auto", "1"),
                ("maintenance.strategy", "incremental"),
                ("gc.recentObjectsHook", &it.trap()),
            ])
        },
        &[],
    ),
];

/// A commit that bears a signature.
fn sign(repo: &Repo) {
    let commit = repo.git(&["cat-file", "commit", "HEAD"]);
    let signed = commit.replacen(
        "\n\n",
        "\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n eA==\n -----END PGP SIGNATURE-----\n\n",
        1,
    );
    repo.write("../commit", &(signed + "\n"));
    let id = repo.git(&["hash-object", "-t", "commit", "-w", "../commit"]);
    repo.git(&["reset", "-q", "--hard", &id]);
}

#[test]
fn nothing_runs_and_nothing_is_asked() {
    assert!(ATTEMPTS.len() >= 25);
    let mut fell = 0;
    for (name, prepare, plain) in ATTEMPTS {
        let repo = Repo::new();
        prepare(&repo);
        let _ = repo.ran();
        let answers = [
            staged(&repo.path).map(|it| it.len()).map_err(|it| it.to_string()),
            history(&repo.path, Reach::References).map(|it| it.0.len()).map_err(|it| it.to_string()),
            history(&repo.path, Reach::Reflogs).map(|it| it.0.len()).map_err(|it| it.to_string()),
        ];
        assert_eq!(repo.ran(), None, "{name}: {answers:?}");
        if !plain.is_empty() {
            repo.try_git(plain);
            assert!(repo.ran().is_some(), "{name}: plain git does not fall for it, so this shows nothing");
            fell += 1;
        }
    }
    assert!(fell >= 25, "{fell}");
}

#[test]
fn a_planted_repository_is_not_taken_for_the_one_around() {
    let repo = Repo::new();
    bare(&repo, "deep/planted");
    let planted = repo.path.join("deep/planted");
    let around = Repository::around(&planted);
    assert!(around.map_or(true, |it| it.top() == repo.path), "git steps over it, or refuses");
    assert_eq!(repo.ran(), None);
}

#[test]
fn a_repository_may_not_say_that_its_files_are_elsewhere() {
    let repo = Repo::new();
    let elsewhere = repo.root.join("elsewhere");
    fs::create_dir(&elsewhere).expect("a folder");
    repo.config(&[("core.worktree", &elsewhere.display().to_string())]);
    let error = Repository::around(&repo.path).err().expect("refused");
    assert!(error.to_string().contains("elsewhere"), "{error}");
}

#[test]
fn pipes_and_devices_in_the_place_of_files_do_not_keep_us_waiting() {
    let fifo = |path: PathBuf| {
        let _ = fs::remove_file(&path);
        assert!(Command::new("mkfifo").arg(&path).status().expect("mkfifo").success());
    };
    let zero = |path: PathBuf| {
        let _ = fs::remove_file(&path);
        std::os::unix::fs::symlink("/dev/zero", &path).expect("a link");
    };
    let places = [
        "config",
        "HEAD",
        "index",
        "packed-refs",
        "shallow",
        "info/grafts",
        "MERGE_HEAD",
        "refs/heads/x",
        "objects/info/alternates",
    ];
    for place in places {
        for (kind, put) in [("fifo", &fifo as &dyn Fn(PathBuf)), ("zero", &zero)] {
            let repo = Repo::new();
            put(repo.path.join(".git").join(place));
            let start = Instant::now();
            let answer = Repository::around_within(&repo.path, Duration::from_millis(700)).and_then(|it| {
                let staged = it.staged(&mut |_| {});
                it.history(Reach::References, &mut |_| false).and(staged)
            });
            let took = start.elapsed();
            assert!(
                took < Duration::from_secs(20),
                "{kind} as {place}: {took:?} {:?}",
                answer.map_err(|it| it.to_string())
            );
        }
    }
}
