//! Known security problems of dify-agent-backend, by version of Dify. From new to old.

use lang::Text;

use crate::component::Component::AgentBackend;
use crate::vulnerability::Certainty::*;
use crate::vulnerability::Severity::*;
use crate::vulnerability::*;

#[rustfmt::skip]
pub(crate) static ROWS: &[Vulnerability] = &[
    problem(&["langgenius/dify@3c80857ea3"], AgentBackend, from(v(1, 16, 0), v(1, 16, 1)), High, Derived, Text::new(
        "whoever reaches the backend can run agents: there is no token for it yet",
        "バックエンドに到達できる者は誰でもエージェントを実行できる(認証用のトークンがまだない)")),
    problem(&["langgenius/dify@f68cabe226"], AgentBackend, Affected { from: Some(v(1, 16, 0)), to: End::Open }, High, Unclear, Text::new(
        "whoever reaches the backend can read and write the agents' files (/sandbox/files; open on 2026-07-27)",
        "バックエンドに到達できる者は誰でもエージェントのファイルを読み書きできる(/sandbox/files。2026-07-27 時点で未修正)")),
    given(Text::new("only with E2B as the agents' sandbox", "エージェントのサンドボックスに E2B を使う場合のみ"),
        &["langgenius/dify#40871"], AgentBackend, Affected { from: Some(v(1, 16, 0)), to: End::Open }, Medium, Unclear, Text::new(
            "the connection to the E2B sandbox is not authenticated as it should be",
            "E2B サンドボックスへの接続の認証が不十分")),
];
