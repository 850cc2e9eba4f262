//! How to ask a container whether it is well: what its version answers, on the port that it listens on.

use dify::known::Mark;
use dify::profile::Probe;
use dify::{Component, Truth};
use lang::Text;

use super::Needs;

/// A question that costs nothing and needs no login.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// `GET` answers 200.
    Http {
        /// The path.
        path: &'static str,
        /// The port.
        port: u16,
    },
    /// The port accepts connections.
    Tcp {
        /// The port.
        port: u16,
    },
    /// The command ends with 0.
    Exec(Vec<String>),
}

/// Why there is no question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoProbe {
    /// This version answers none.
    None(Text),
    /// Whether it would answer is not known.
    Unknown(Text),
}

impl NoProbe {
    /// The reason.
    #[must_use]
    pub fn reason(self) -> Text {
        match self {
            NoProbe::None(why) | NoProbe::Unknown(why) => why,
        }
    }
}

impl Needs<'_> {
    /// The question, and how it is known.
    ///
    /// # Errors
    /// Why there is none.
    pub fn probe(&self) -> Result<(Question, Mark), NoProbe> {
        let facts = self.component.entry().probes;
        if facts.is_empty() {
            return Err(NoProbe::None(Text::new(
                "no cheap question is known for it",
                "手軽な確認方法が知られていないため",
            )));
        }
        if let Some(version) = self.version()
            && !facts.iter().any(|fact| fact.known.holds(Some(&version)) == Truth::Yes)
        {
            let name = self.component.id();
            return Err(NoProbe::None(lang::text!(
                "no cheap question is known that {name} of {version} answers",
                "{version} の {name} が答えられる手軽な確認方法が知られていないため"
            )));
        }
        let unknown = NoProbe::Unknown;
        if let Some(why) = self.unknown_image().filter(|_| !self.is_looked_at_by_port()) {
            return Err(unknown(why));
        }
        if let Some(why) = self.other_program() {
            return Err(unknown(why));
        }
        let (probe, mark) = self.profile.probe.ok_or_else(|| unknown(self.missing()))?;
        let question = match probe {
            Probe::Http { path, .. } => Question::Http { path, port: self.listener().map_err(unknown)? },
            Probe::Tcp { .. } => Question::Tcp { port: self.listener().map_err(unknown)? },
            Probe::Exec(words) => Question::Exec(self.asked(words).map_err(unknown)?),
        };
        Ok((question, mark))
    }

    /// Stores whose builds nobody looked into, but whose port is the same in each.
    fn is_looked_at_by_port(&self) -> bool {
        self.component.entry().runs.is_empty() && self.profile.family != dify::Family::Unknown
    }

    fn asked(&self, words: &[&str]) -> Result<Vec<String>, Text> {
        let mut command: Vec<String> = words.iter().map(|it| (*it).to_owned()).collect();
        match self.component {
            Component::Postgres | Component::Pgvector => {
                let port = self.listener()?;
                command.extend(["-h".to_owned(), "127.0.0.1".to_owned(), "-p".to_owned(), port.to_string()]);
            }
            Component::Redis => {
                let port = self.listener()?;
                if port != 6379 {
                    command.splice(1..1, ["-p".to_owned(), port.to_string()]);
                }
            }
            _ => {}
        }
        Ok(command)
    }
}

impl Question {
    /// In words, to stand behind "works".
    #[must_use]
    pub fn words(&self) -> Text {
        match self {
            Question::Http { path, port } => lang::text!(
                "`GET {path}` on port {port} answers without a login",
                "ポート {port} の `GET {path}` がログインなしで応答する"
            ),
            Question::Tcp { port } => {
                lang::text!("its port {port} accepts connections", "ポート {port} が接続を受け付ける")
            }
            Question::Exec(command) => {
                let command = command.join(" ");
                lang::text!("`{command}` ends with 0", "`{command}` が 0 で終了する")
            }
        }
    }
}
