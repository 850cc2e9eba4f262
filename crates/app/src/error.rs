//! Why a use case did not come to its end.

use std::io;
use std::path::PathBuf;

use lang::Text;
use yaml::Position;

/// Whose fault it is stands at each.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A path that was named cannot be read. The environment's.
    #[error("cannot read the input")]
    Source(#[from] source::Error),
    /// A file cannot be read. The environment's.
    #[error("cannot read {}", .0.display())]
    Unreadable(PathBuf, #[source] io::Error),
    /// A file cannot be written. The environment's.
    #[error("cannot write {}", .0.display())]
    Unwritable(PathBuf, #[source] io::Error),
    /// There is nothing to read under these paths. The person's.
    #[error("nothing to read under {}", list(.0))]
    Nothing(Vec<PathBuf>),
    /// Mistakes in the settings: their places and reasons. The person's.
    #[error("{} mistakes in {}", .1.len(), .0.display())]
    Settings(PathBuf, Vec<(Position, Text)>),
}

fn list(paths: &[PathBuf]) -> String {
    paths.iter().map(|it| it.display().to_string()).collect::<Vec<_>>().join(", ")
}
