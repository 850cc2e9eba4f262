//! Policies for deployments of many styles, and for public ones.

mod builder;
mod public;
mod styles;
mod support;
