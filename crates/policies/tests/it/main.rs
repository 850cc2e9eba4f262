//! Policies for deployments of many styles, and for public ones.

mod builder;
mod configurations;
mod public;
mod styles;
mod support;
