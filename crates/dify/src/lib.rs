//! The catalogue of Dify.
