//! Results as pages for a browser: HTML with everything in it and nothing from elsewhere; and pictures.
//!
//! Responsible for: the frame of every page (one style sheet, one Content-Security-Policy, one masthead) and its two users, the
//! [`report`] of an audit and the page of the [`network()`]; and the [`picture`] that the latter holds, which also stands alone.
//!
//! Left to others: all judgement. Everything here turns values into strings. Every text from outside passes one escape
//! ([`forms::xml::escape`]), and source lines pass [`text::mask`], as everywhere.

mod frame;
mod html;
pub mod network;
pub mod picture;
pub mod report;
mod style;

pub use network::network;
