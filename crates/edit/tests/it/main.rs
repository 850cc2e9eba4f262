//! Text and changes in, text out.

mod cases;
mod each;
mod laws;
