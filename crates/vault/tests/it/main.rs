//! The encrypted store beside `sops` and `age` themselves, and against what must not pass.

mod beside_sops;
mod support;
