//! What a text is, by its name and its shape.

use lang::Text;
use model::{OriginKind, ProblemKind};

/// A text to read. No `Debug`: it holds secrets.
pub struct Input {
    /// The name that a person knows it by: a path as given, or `<stdin>`.
    pub name: String,
    /// A file, or an object of a cluster.
    pub kind: OriginKind,
    /// The text.
    pub text: String,
    /// Why the text could not be had; then it is empty, and only said.
    pub flaw: Option<Flaw>,
}

/// Why a file's text could not be had.
#[derive(Clone, Debug)]
pub struct Flaw {
    /// What kind of problem it is.
    pub kind: ProblemKind,
    /// The reason in words.
    pub reason: Text,
}

/// How a text is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// YAML or JSON; what the documents are is seen from their content.
    Yaml,
    /// `KEY=value` lines.
    DotEnv,
}

impl Input {
    /// A file's text.
    #[must_use]
    pub fn file(name: impl Into<String>, text: impl Into<String>) -> Input {
        Input { name: name.into(), kind: OriginKind::File, text: text.into(), flaw: None }
    }

    /// A file whose text could not be had.
    #[must_use]
    pub fn unread(name: impl Into<String>, kind: ProblemKind, reason: Text) -> Input {
        let flaw = Some(Flaw { kind, reason });
        Input { name: name.into(), kind: OriginKind::File, text: String::new(), flaw }
    }

    /// How the text is read, by its name.
    #[must_use]
    pub fn format(&self) -> Format {
        Format::of(&self.name).unwrap_or(Format::Yaml)
    }
}

impl Format {
    /// How a file of this name is read; `None` for names that say nothing.
    ///
    /// ```
    /// use inventory::Format;
    /// assert_eq!(Format::of("docker/.env.example"), Some(Format::DotEnv));
    /// assert_eq!(Format::of("values.yaml"), Some(Format::Yaml));
    /// assert_eq!(Format::of(".env.pod.yaml"), Some(Format::Yaml));
    /// assert_eq!(Format::of("README.md"), None);
    /// ```
    #[must_use]
    pub fn of(name: &str) -> Option<Format> {
        let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
        let lower = file.to_ascii_lowercase();
        // What ends so is a manifest for kubectl, whatever it begins with: `.env.pod.yaml`.
        let extension = lower.rsplit_once('.').map(|(_, extension)| extension)?;
        if matches!(extension, "yaml" | "yml" | "json") {
            return Some(Format::Yaml);
        }
        let dotenv = lower.starts_with(".env.") || lower.ends_with(".env") || lower.ends_with(".env.example");
        dotenv.then_some(Format::DotEnv)
    }
}

/// The chart template that Helm names at the head of a rendered document.
pub(crate) fn helm_source(part: &str) -> Option<Box<str>> {
    part.lines()
        .take_while(|line| line.is_empty() || line.starts_with("---") || line.starts_with('#'))
        .find_map(|line| line.strip_prefix("# Source: "))
        .map(|source| source.trim().into())
}

/// Whether a text that is no YAML is a template: `{{` outside comments.
pub(crate) fn is_template(part: &str) -> bool {
    part.lines().any(|line| !line.trim_start().starts_with('#') && line.contains("{{"))
}
