//! The picture, through its public API: as data, as XML, as DOT, and as a page in a real browser.

mod browser;
mod picture;
mod public;
mod support;
