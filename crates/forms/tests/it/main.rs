//! Answers in, forms out.

mod live;
mod pieces;
mod schemas;
mod support;
