//! Enforcement itself: real packets between network namespaces go where the engine says.
//!
//! Nothing leaves the namespaces, and they go away whatever happens.

mod cases;
mod cluster;
mod enforced;
