//! The words for [`app::Error`].

use std::path::Path;

use app::Error;
use lang::{Text, text};
use yaml::Position;

use crate::exit::Failure;

impl From<Error> for Failure {
    fn from(error: Error) -> Failure {
        match error {
            Error::Source(error) => error.into(),
            Error::Unreadable(path, error) => Failure::unreadable(&path, &error),
            Error::Unwritable(path, error) => Failure::unwritable(&path, &error),
            Error::Nothing(paths) => {
                let names = lang::list(paths.iter().map(|path| path.to_string_lossy().into_owned()));
                let (en, ja) = names.both();
                Failure::CouldNot(if paths.iter().all(|path| path.as_os_str() == "-") {
                    Text::new(
                        "standard input is empty: pipe manifests into it, for example `helm template NAME CHART | sekisho audit -`",
                        "標準入力が空です。`helm template 名前 チャート | sekisho audit -` のようにマニフェストを渡してください",
                    )
                } else {
                    text!(
                        "no YAML, JSON or .env file with content under {en}",
                        "{ja} に中身のある YAML・JSON・.env ファイルがありません"
                    )
                })
            }
            Error::Settings(path, mistakes) => mistaken(&path, &mistakes),
        }
    }
}

/// Mistakes in the settings file, a line each.
fn mistaken(path: &Path, mistakes: &[(Position, Text)]) -> Failure {
    let lines = |lang| {
        let line = |(at, reason): &(Position, Text)| {
            format!("{}:{}:{}: {}", path.display(), at.line, at.column, reason.get(lang))
        };
        mistakes.iter().map(line).collect::<Vec<_>>().join("\n       ")
    };
    Failure::Usage(Text::owned(lines(lang::Lang::En), lines(lang::Lang::Ja)))
}

impl From<app::setup::Error> for Failure {
    fn from(error: app::setup::Error) -> Failure {
        use app::setup::Error;
        match error {
            Error::Input(error) => error.into(),
            Error::Keep(error) => error.into(),
            Error::Flaw(reason) => Failure::Usage(reason),
            Error::Unproved(unproved) => unproved.into(),
        }
    }
}
