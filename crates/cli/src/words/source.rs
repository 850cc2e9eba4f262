//! The words for [`source::WriteError`].

use lang::text;
use source::WriteError;

use crate::exit::Failure;

impl From<WriteError> for Failure {
    fn from(error: WriteError) -> Failure {
        match error {
            WriteError::Foreign(files) => {
                let list = files.iter().map(|it| it.display().to_string()).collect::<Vec<_>>().join(", ");
                Failure::CouldNot(text!(
                    "nothing was written: Sekisho did not write these files, or they were changed since: {list}. Move them away, or name --overwrite",
                    "何も書いていません。次のファイルは Sekisho が書いたものではないか、その後に変更されています: {list}。移動するか、--overwrite を指定してください"
                ))
            }
            WriteError::LeadsOut(path) => {
                let path = path.display();
                Failure::CouldNot(text!(
                    "nothing was written: {path} leads out of the folder, by a link or by its name",
                    "何も書いていません。{path} はリンクまたは名前によりフォルダーの外を指しています"
                ))
            }
            WriteError::Io { path, source } => Failure::unwritable(&path, &source),
        }
    }
}
