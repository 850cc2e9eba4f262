//! The page of the network and its picture.

mod browser;
mod picture;
mod public;
pub(crate) mod support;
