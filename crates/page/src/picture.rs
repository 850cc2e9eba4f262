//! What can reach what as a picture: [`dot`] for Graphviz, and [`svg`] for a document or a browser.

mod dot;
mod layout;
mod palette;
mod place;
mod route;
mod shape;
mod short;
mod svg;
pub(crate) mod words;

pub use dot::dot;
pub use svg::svg;
pub(crate) use svg::{for_page, for_report};
