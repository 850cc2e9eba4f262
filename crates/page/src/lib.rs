//! Results as pages for a browser: HTML with everything in it and nothing from elsewhere.
//!
//! Left to others: all judgement. Everything here turns values into strings.

pub mod report;
