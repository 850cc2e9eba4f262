//! What stands in the way of a setup.

use std::path::PathBuf;

/// What stands in the way of a setup; nothing was made.
#[derive(Debug, thiserror::Error)]
pub enum Obstacle {
    /// What cannot be read may need credentials, too. The person's.
    #[error("a part of the deployment cannot be read")]
    UnreadInput,
    /// A value that cannot be read would be lost. The person's.
    #[error("the existing values cannot all be read")]
    UnreadValues,
    /// What was handed over holds nothing to adopt: the files.
    #[error("no Secret and no setting in {}", .0.join(", "))]
    NothingExisting(Vec<String>),
    /// No plan.
    #[error(transparent)]
    NoPlan(#[from] provision::Error),
    /// The file holds something beside these kinds of this deployment, which would be lost.
    #[error("{} holds more than the {} of this deployment", .0.display(), .1.join(", "))]
    MoreThere(PathBuf, &'static [&'static str]),
    /// What is sealed cannot be read, and lacks these keys.
    #[error("{} lacks {}", .0.display(), .1.join(", "))]
    SealedLacks(PathBuf, Vec<String>),
    /// The values are in the store already, where they cannot be seen.
    #[error("the values of {} are in their store", .0.display())]
    InStore(PathBuf),
    /// The store is also opened by keys of these other kinds.
    #[error("{} is also opened by {}", .0.display(), .1.join(", "))]
    OtherKeys(PathBuf, Vec<&'static str>),
    /// Secrets are written as YAML.
    #[error("{} is no YAML file by its name", .0.display())]
    NoYaml(PathBuf),
    /// The certificate cannot be used.
    #[error("{}: {}", .0.display(), .1.text().get(lang::Lang::En))]
    Certificate(PathBuf, seal::CertificateError),
    /// The file was changed by somebody else in the meantime.
    #[error("{} was changed by another program", .0.display())]
    Changed(PathBuf),
    /// The file is read-only.
    #[error("{} is read-only", .0.display())]
    ReadOnly(PathBuf),
}
