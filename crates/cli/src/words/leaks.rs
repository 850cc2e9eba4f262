//! What is said of repositories, and of values that may stay.

use keep::{ignores, scan};
use lang::{Text, text};
use source::git::GitError;

use crate::exit::Failure;

impl From<GitError> for Failure {
    fn from(error: GitError) -> Failure {
        Failure::CouldNot(match error {
            GitError::Missing(error) => text!("cannot run git: {error}", "git を実行できません: {error}"),
            GitError::Refused { command, reason } => text!("git {command}: {reason}", "git {command}: {reason}"),
            GitError::Slow { command, seconds } => text!(
                "git {command}: no answer for {seconds} seconds, so it was ended",
                "git {command}: {seconds} 秒間応答がないため終了させました"
            ),
            GitError::Elsewhere { reason } => text!("{reason}", "{reason}"),
            GitError::Lost { path } => text!(
                "git has no content for {path}, which is staged: see `git fsck`",
                "ステージ済みの {path} の内容が git にありません。`git fsck` で確認してください"
            ),
            GitError::Answer(error) => text!("git's answer cannot be read: {error}", "git の出力を読めません: {error}"),
        })
    }
}

impl From<scan::Error> for Failure {
    fn from(error: scan::Error) -> Failure {
        match error {
            scan::Error::Git(error) => error.into(),
            scan::Error::Source(error) => error.into(),
            scan::Error::Keep(error) => error.into(),
        }
    }
}

impl From<ignores::Error> for Failure {
    fn from(error: ignores::Error) -> Failure {
        match error {
            ignores::Error::NoKey(file) => {
                let file = file.display();
                Failure::Usage(text!(
                    "{file} holds no key: 64 hexadecimal digits",
                    "{file} は鍵ファイルではありません(16 進数 64 桁)"
                ))
            }
            ignores::Error::Unreadable(file, error) => Failure::unreadable(&file, &error),
            ignores::Error::Unwritable(file, error) => Failure::unwritable(&file, &error),
            ignores::Error::NoPlace => Failure::Usage(Text::new(
                "there is no home folder to keep the key in: name a file outside of the repository with --ignore-key",
                "鍵を置くホームフォルダーがありません。リポジトリの外のファイルを --ignore-key で指定してください",
            )),
            ignores::Error::Write(error) => error.into(),
            ignores::Error::Keep(error) => error.into(),
        }
    }
}
