//! Plans for whole deployments, and the laws that hold for every plan.

mod adopted;
mod kept;
mod laws;
mod rendered;
mod support;
