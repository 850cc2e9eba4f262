//! The commands. A command's file has the command's path, and holds its arguments, what they say, and one `run`.

pub(crate) mod audit;
pub(crate) mod completions;
pub(crate) mod explain;
pub(crate) mod harden;
pub(crate) mod init;
pub(crate) mod man;
pub(crate) mod network;
pub(crate) mod pss;
pub(crate) mod rbac;
pub(crate) mod render;
pub(crate) mod rules;
pub(crate) mod secrets;
