//! Findings, verdicts and baselines as data.

mod baseline;
mod fold;
mod stored;
