//! The picture as data.

mod data;
mod support;
