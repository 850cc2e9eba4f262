//! The words for [`app::render::Error`].

use app::render::{Error, Unproved};
use lang::text;

use crate::exit::Failure;

impl From<Error> for Failure {
    fn from(error: Error) -> Failure {
        match error {
            Error::Input(error) => error.into(),
            Error::Flaw(reason) => Failure::Usage(reason),
            Error::Unproved(unproved) => unproved.into(),
            Error::Unwritten(error) => error.into(),
        }
    }
}

impl From<Unproved> for Failure {
    fn from(Unproved(sentences): Unproved) -> Failure {
        let list = sentences.join(", ");
        Failure::CouldNot(text!(
            "nothing was written: the network policies are not proved for these settings: {list}",
            "何も出力していません。この設定では NetworkPolicy を証明できませんでした: {list}"
        ))
    }
}
