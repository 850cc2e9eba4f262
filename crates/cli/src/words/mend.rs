//! The words for [`app::mend::Error`].

use app::mend::Error;
use lang::text;

use crate::exit::Failure;

impl From<Error> for Failure {
    fn from(error: Error) -> Failure {
        match error {
            Error::Input(error) => error.into(),
            Error::Unreplaced(path, error) => {
                let path = path.display();
                Failure::CouldNot(text!(
                    "cannot replace {path}: {error}; it is as it was, and what is mended already stays so",
                    "{path} を置き換えられません: {error}。このファイルは元のままです。修正済みのファイルはそのまま残ります"
                ))
            }
        }
    }
}
