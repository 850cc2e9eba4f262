//! What every judge is asked beside its question: the day, a baseline, the form of the result, and what the exit code goes by.

use std::path::PathBuf;

use clap::ArgMatches;
use findings::Severity;
use model::Date;

use super::{no_suppressions_of, today_of};
use crate::exit::{FailOn, Failure};

/// The form of a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    Text,
    Json,
    Sarif,
    Html,
    Junit,
    PolicyReport,
    OpenReports,
    GitHub,
    GitLab,
    Markdown,
}

impl Format {
    pub(crate) fn of(matches: &ArgMatches) -> Format {
        match matches.get_one::<String>("format").map_or("text", String::as_str) {
            "json" => Format::Json,
            "sarif" => Format::Sarif,
            "html" => Format::Html,
            "junit" => Format::Junit,
            "policyreport" => Format::PolicyReport,
            "openreports" => Format::OpenReports,
            "github" => Format::GitHub,
            "gitlab" => Format::GitLab,
            "markdown" => Format::Markdown,
            _ => Format::Text,
        }
    }
}

/// The typed form of all of it. A command may lack some of the arguments.
pub(crate) struct Judging {
    pub(crate) today: Date,
    /// What was found before and is known.
    pub(crate) baseline: Option<PathBuf>,
    /// Where to write what is found.
    pub(crate) write_baseline: Option<PathBuf>,
    pub(crate) format: Format,
    pub(crate) fail_on: FailOn,
    /// Whether suppressions leave anything out.
    pub(crate) suppressions: bool,
}

impl Judging {
    pub(crate) fn of(matches: &ArgMatches) -> Result<Judging, Failure> {
        let file = |name: &str| matches.try_get_one::<PathBuf>(name).ok().flatten().cloned();
        Ok(Judging {
            today: today_of(matches)?,
            baseline: file("baseline"),
            write_baseline: file("write-baseline"),
            format: Format::of(matches),
            fail_on: FailOn::of(matches),
            suppressions: !no_suppressions_of(matches),
        })
    }
}

impl FailOn {
    /// `--fail-on`, `--fail-on-unknown` and `--exit-zero`.
    pub(crate) fn of(matches: &ArgMatches) -> FailOn {
        let flag = |name: &str| matches.try_get_one::<bool>(name).ok().flatten().copied().unwrap_or(false);
        let least = matches.try_get_one::<String>("fail-on").ok().flatten();
        FailOn {
            least: least.and_then(|name| Severity::from_name(name)).unwrap_or(Severity::Low),
            unknown: flag("fail-on-unknown"),
            never: flag("exit-zero"),
        }
    }
}
