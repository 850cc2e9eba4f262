//! The checks against small pods of our own and against the reference's cases.

mod cases;
mod conformance;
mod containers;
mod defaults;
mod edges;
mod kinds;
mod labels;
mod mutants;
mod registry;
mod whole;
