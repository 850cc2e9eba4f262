//! The encrypted store beside `sops` and `age` themselves, and against what must not pass.

mod beside_age;
mod beside_sops;
mod changes;
mod comments;
mod files;
mod hostile;
mod rules;
mod secrets;
mod support;
