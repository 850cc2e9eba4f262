//! The words for [`app::harden::Error`].

use app::harden::Error;
use app::render::Unproved;
use lang::{Text, text};

use crate::exit::Failure;

impl From<Error> for Failure {
    fn from(error: Error) -> Failure {
        match error {
            Error::Input(error) => error.into(),
            Error::NoNamespace(name) => Failure::Usage(text!(
                "`{name}` is no name of a namespace: small letters, digits and -, 63 at most",
                "`{name}` は名前空間の名前として使えません。英小文字・数字・- で 63 文字以内にしてください"
            )),
            Error::Several(_) => Failure::Usage(Text::new(
                "harden takes one file or standard input, not a folder: for folders, `sekisho audit DIR --fix --unsafe-fixes`",
                "harden に渡せるのは一つのファイルか標準入力だけです。フォルダーには `sekisho audit フォルダー --fix --unsafe-fixes` を使ってください",
            )),
            Error::Unread { place, reason } => {
                let (en, ja) = reason.both();
                Failure::CouldNot(text!("{place}: {en}; nothing was written", "{place}: {ja}。何も出力していません"))
            }
            Error::Unproved { sentences, .. } => Unproved(sentences).into(),
        }
    }
}
