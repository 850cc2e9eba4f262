//! Enforcement itself: real packets between network namespaces go where the engine says.
//!
//! Twice: through rules of nftables that are made of the engine's answers, which shows that the answers can be enforced and
//! mean what a kernel does; and through kube-network-policies, the implementation of Kubernetes SIG Network, which has never
//! heard of the engine. Nothing leaves the namespaces, and they go away whatever happens.

mod cases;
mod cluster;
mod enforced;
mod random;
mod sig;
