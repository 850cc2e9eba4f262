//! The words for [`journal::Error`].

use journal::Error;

use super::keep::unwritten;
use crate::exit::Failure;

impl From<Error> for Failure {
    fn from(error: Error) -> Failure {
        match error {
            Error::Unreadable(path, error) => Failure::unreadable(&path, &error),
            Error::Unwritable(path, error) => unwritten(&path, &error),
            other => Failure::CouldNot(other.text()),
        }
    }
}
