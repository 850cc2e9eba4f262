//! What can be wrong with a journal.

use std::io;
use std::path::PathBuf;

use lang::{Lang, Text, text};

/// A line that is not what was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Broken {
    /// From 1.
    pub line: usize,
    /// What is wrong with it.
    pub fault: Fault,
}

/// What is wrong with a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It was changed, or lines before it were taken out.
    Chain,
    /// A version of the form that this program does not know.
    Format(u32),
}

impl Broken {
    /// What is wrong and what to do.
    #[must_use]
    pub fn text(self) -> Text {
        let line = self.line;
        match self.fault {
            Fault::Chain => text!(
                "line {line} of the journal was changed or taken out: take the file from a backup, or move it away after looking at what it says",
                "ジャーナルの {line} 行目が書き換えられたか、行が抜けています。バックアップから戻すか、内容を確かめてから退避してください"
            ),
            Fault::Format(format) => text!(
                "the journal has form {format}, which a later version of Sekisho writes: finish with that one",
                "より新しいバージョンの Sekisho が書いた形式 {format} のジャーナルです。そのバージョンで完了させてください"
            ),
        }
    }
}

/// Why a journal was not read or written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A journal lies where files come from others. Whoever put it there.
    #[error("{}", self.text().get(Lang::En))]
    InWorkTree(PathBuf),
    /// A journal that is not what was written. Whoever changed it.
    #[error("{}", self.text().get(Lang::En))]
    Broken(PathBuf, Broken),
    /// Another process works here.
    #[error("{}", self.text().get(Lang::En))]
    Busy,
    /// There is neither a repository nor a folder of the person's own. The environment's.
    #[error("{}", self.text().get(Lang::En))]
    NoPlace,
    /// The journals cannot be read. The machine's.
    #[error("cannot read {}", .0.display())]
    Unreadable(PathBuf, #[source] io::Error),
    /// A journal cannot be written. The machine's.
    #[error("cannot write {}", .0.display())]
    Unwritable(PathBuf, #[source] io::Error),
}

impl Error {
    /// What is wrong and what to do.
    #[must_use]
    pub fn text(&self) -> Text {
        match self {
            Error::InWorkTree(path) => {
                let path = path.display();
                text!(
                    "{path} is a journal among the files of the repository, where it may come from somebody else: it is not believed, and nothing was done. Look at it, and remove it",
                    "{path} はリポジトリのファイルの中にあるジャーナルです。他人が置いた可能性があるため使わず、何もしていません。内容を確かめて削除してください"
                )
            }
            Error::Broken(path, broken) => {
                let (path, reason) = (path.display(), broken.text());
                let (en, ja) = reason.both();
                text!("{path}: {en}", "{path}: {ja}")
            }
            Error::Busy => Text::new(
                "another change of recipients is running here: wait for its end",
                "ここでは別の受信者の変更が実行中です。終わるまで待ってください",
            ),
            Error::NoPlace => Text::new(
                "there is no place for the journal: no git repository here, and neither HOME nor XDG_STATE_HOME is set",
                "ジャーナルの置き場所がありません。git リポジトリの外で、HOME も XDG_STATE_HOME も設定されていません",
            ),
            Error::Unreadable(path, error) => {
                let path = path.display();
                text!("cannot read {path}: {error}", "{path} を読めません: {error}")
            }
            Error::Unwritable(path, error) => {
                let path = path.display();
                text!("cannot write {path}: {error}", "{path} に書き込めません: {error}")
            }
        }
    }
}
