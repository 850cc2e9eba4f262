//! Known security problems of dify-web, by version of Dify. From new to old.

use lang::Text;

use crate::component::Component::Web;
use crate::vulnerability::Certainty::*;
use crate::vulnerability::Severity::*;
use crate::vulnerability::*;

#[rustfmt::skip]
pub(crate) static ROWS: &[Vulnerability] = &[
    problem(&["CVE-2025-55182", "CVE-2025-66478", "langgenius/dify#29219"], Web, below(v(1, 10, 1).fix(1)), Critical, Stated, Text::new(
        "anybody can run code in the web server through React Server Components",
        "React Server Components の欠陥により、誰でも web サーバー上でコードを実行できる")),
    problem(&["CVE-2026-26023", "GHSA-qqjx-5h5w-x5vj"], Web, until(v(1, 11, 4)), Medium, Stated, Text::new(
        "a page can be made to run foreign script (DOM XSS)",
        "画面上で第三者のスクリプトを実行させられる(DOM 型 XSS)")),
    problem(&["CVE-2025-58747"], Web, until(v(1, 9, 1)), Medium, Stated, Text::new(
        "the OAuth flow of MCP servers can be made to run foreign script (XSS)",
        "MCP サーバーの OAuth 手続きで第三者のスクリプトを実行させられる(XSS)")),
];
