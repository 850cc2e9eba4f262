//! The commands. A command's file has the command's path, and holds its arguments, what they say, and one `run`.

pub(crate) mod audit;
pub(crate) mod harden;
pub(crate) mod network;
pub(crate) mod rbac;
pub(crate) mod render;
pub(crate) mod secrets;
