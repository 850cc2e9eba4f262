//! Texts in, leaks out.

mod corpus;
mod laws;
mod places;
