//! Known security problems of dify-agent-backend, by version of Dify. From new to old.

use lang::Text;

use crate::component::Component::AgentBackend;
use crate::vulnerability::Certainty::*;
use crate::vulnerability::Severity::*;
use crate::vulnerability::*;

#[rustfmt::skip]
pub(crate) static ROWS: &[Vulnerability] = &[
    given(Text::new("only with E2B as the agents' sandbox", "エージェントのサンドボックスに E2B を使う場合のみ"),
        &["langgenius/dify#40871"], AgentBackend, Affected { from: Some(v(1, 16, 0)), to: End::Open }, Medium, Unclear, Text::new(
            "the connection to the E2B sandbox is not authenticated as it should be",
            "E2B サンドボックスへの接続の認証が不十分")),
];
