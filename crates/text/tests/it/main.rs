//! Answers in, words out.

mod network;
