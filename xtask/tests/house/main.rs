//! The rules of the house, as far as a program can hold them: ARCHITECTURE.md says them, these tests keep them.

mod cycles;
mod dependencies;
mod direction;
mod flags;
mod purity;
mod sources;
mod terms;
mod workspace;
