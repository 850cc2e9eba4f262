//! What below a folder is read: what `kubectl apply -R -f FOLDER` would read, in its order, and `.env` files.
//!
//! Hidden folders and `node_modules` are walked as well, since kubectl walks them; of their files only those count that hold an object.
//! Links to files are followed inside of the folder, links to folders are not, as kubectl does. Everything else is named, with the
//! reason: `.git`, other kinds of files, a chart's templates (they are no YAML before Helm renders them), pipes and devices.

use std::fs::{self, FileType};
use std::io;
use std::path::{Path, PathBuf};

use inventory::{Format, Input};
use lang::Text;
use model::{LeftOut, Omission, ProblemKind};

use crate::every::MAX_DEPTH;
use crate::gather::{Met, unread};
use crate::kustomization;

/// Files and folders of one walk; of more nothing is looked at.
const MAX_MET: usize = 1_000_000;

/// What is met below a folder, in order of path; nothing is read yet.
pub(crate) fn walk(root: &Path) -> io::Result<Vec<Met>> {
    let entries = list(root)?;
    let mut walk = Walk { root: fs::canonicalize(root)?, met: Vec::new() };
    walk.visit(entries, false, 0);
    Ok(walk.met)
}

fn list(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths = fs::read_dir(folder)?.map(|entry| entry.map(|it| it.path())).collect::<Result<Vec<_>, _>>()?;
    paths.sort();
    Ok(paths)
}

struct Walk {
    /// The folder without links.
    root: PathBuf,
    met: Vec<Met>,
}

impl Walk {
    fn visit(&mut self, entries: Vec<PathBuf>, hidden: bool, depth: usize) {
        let chart = entries.iter().any(|path| name(path) == "Chart.yaml");
        for path in entries {
            if self.met.len() > MAX_MET {
                let reason = Text::new(
                    "there are too many files: the rest was not looked at",
                    "ファイルが多すぎるため、残りは検査していません",
                );
                self.flaw(&path, ProblemKind::TooLarge, reason);
                return;
            }
            match fs::symlink_metadata(&path) {
                Err(error) => self.met.push(Met::Flawed(unread(&path.to_string_lossy(), &error))),
                Ok(it) if it.is_dir() => self.folder(&path, chart, hidden, depth),
                Ok(it) => self.file(path, it.file_type(), hidden),
            }
        }
    }

    fn folder(&mut self, path: &Path, chart: bool, hidden: bool, depth: usize) {
        let name = name(path);
        if name == ".git" {
            self.leave(path, Omission::GitFolder);
        } else if chart && name == "templates" {
            self.flaw(path, ProblemKind::UnrenderedTemplate, chart_reason());
        } else if depth == MAX_DEPTH {
            let reason = Text::new("the folder is nested too deeply", "フォルダーの階層が深すぎます");
            self.flaw(path, ProblemKind::TooLarge, reason);
        } else {
            let hidden = hidden || name.starts_with('.') || name == "node_modules";
            match list(path) {
                Ok(below) => self.visit(below, hidden, depth + 1),
                Err(error) => self.met.push(Met::Flawed(unread(&path.to_string_lossy(), &error))),
            }
        }
    }

    fn file(&mut self, path: PathBuf, kind: FileType, hidden: bool) {
        let format = Format::of(name(&path));
        let is_read = format == Some(Format::Yaml) || (format.is_some() && !hidden) || kustomization::is_named(&path);
        if kind.is_symlink() && fs::metadata(&path).is_ok_and(|it| it.is_dir()) {
            self.leave(&path, Omission::FolderLink);
        } else if !is_read {
            let other = kind.is_file() || kind.is_symlink();
            self.leave(&path, if other { Omission::OtherKind } else { Omission::Special });
        } else if kind.is_symlink() && !self.is_inside(&path) {
            let reason = Text::new(
                "a link that leads out of the folder, or to nothing: it was not followed. Name the file itself",
                "フォルダーの外を指すか、リンク先のないリンクのため、読んでいません。リンク先のファイルを直接指定してください",
            );
            self.flaw(&path, ProblemKind::Unreadable, reason);
        } else {
            self.met.push(Met::File { path, hidden });
        }
    }

    fn is_inside(&self, link: &Path) -> bool {
        fs::canonicalize(link).is_ok_and(|it| it.starts_with(&self.root))
    }

    fn flaw(&mut self, path: &Path, kind: ProblemKind, reason: Text) {
        self.met.push(Met::Flawed(Input::unread(path.to_string_lossy(), kind, reason)));
    }

    fn leave(&mut self, path: &Path, why: Omission) {
        self.met.push(Met::LeftOut(LeftOut { path: path.to_string_lossy().into_owned(), why }));
    }
}

fn name(path: &Path) -> &str {
    path.file_name().and_then(|name| name.to_str()).unwrap_or("")
}

fn chart_reason() -> Text {
    Text::new(
        "these are the templates of a Helm chart: render them first, `helm template NAME CHART | sekisho audit -`",
        "Helm チャートのテンプレートです。`helm template 名前 チャート | sekisho audit -` のように先に展開してください",
    )
}
