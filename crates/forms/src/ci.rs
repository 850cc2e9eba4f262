//! Results for the services that run checks on a change: annotations for GitHub, code quality for GitLab, a summary in Markdown.

mod github;
mod gitlab;
mod markdown;

pub use github::github;
pub use gitlab::gitlab;
pub use markdown::markdown;

use findings::Finding;
use lang::Lang;
use model::Location;

/// The file and the line of a finding; an object of a cluster has none of both.
fn place(finding: &Finding) -> Option<(&str, u32, u32)> {
    match &finding.location {
        Location::File { file, start, .. } if !file.starts_with('<') => {
            Some((file.strip_prefix("./").unwrap_or(file), start.line, start.column))
        }
        _ => None,
    }
}

/// What is wrong in one sentence, and what object it is about.
fn sentence(finding: &Finding, lang: Lang) -> String {
    let reason = finding.reason.get(lang);
    match &finding.resource {
        Some(resource) => format!("{resource}: {reason}"),
        None => reason.to_owned(),
    }
}
