//! Answers in, forms out.

mod live;
mod schemas;
mod support;
