//! What is rendered, judged by everything else that the project has.

mod guide;
mod layout;
mod matrix;
mod proxies;
mod support;
