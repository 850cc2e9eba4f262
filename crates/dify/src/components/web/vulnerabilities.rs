//! Known security problems of dify-web, by version of Dify. From new to old.

use lang::Text;

use crate::component::Component::Web;
use crate::vulnerability::Certainty::*;
use crate::vulnerability::Severity::*;
use crate::vulnerability::*;

#[rustfmt::skip]
pub(crate) static ROWS: &[Vulnerability] = &[
    given(Text::new("where the image optimiser takes an attacker's image; from 1.14 on no foreign one is allowed",
                    "画像の最適化が攻撃者の画像を受け付ける場合(1.14 以降は外部の画像を許可していない)"),
        &["GHSA-2xp9-vwfh-vxw4", "langgenius/dify#41262"], Web, below(v(1, 17, 1)), High, Unclear, Text::new(
            "a crafted image can run code in the web server (Next.js before 16.3.3)",
            "細工した画像により web サーバー上でコードを実行される(Next.js 16.3.3 より前)")),
    problem(&["langgenius/dify#39384"], Web, below(v(1, 16, 1)), High, Derived, Text::new(
        "Next.js before 16.2.11 has four holes of high severity",
        "Next.js 16.2.11 より前に、深刻度の高い脆弱性が4件ある")),
    problem(&["langgenius/dify#33616"], Web, below(v(1, 13, 2)), Medium, Derived, Text::new(
        "Next.js before 16.1.7 lacks its security update",
        "Next.js 16.1.7 より前で、セキュリティ更新が入っていない")),
    problem(&["CVE-2026-23864"], Web, from(v(1, 1, 2), v(1, 12, 0)), Medium, Derived, Text::new(
        "anybody can make the web server stop answering (React Server Components)",
        "React Server Components の欠陥により、誰でも web サーバーを応答不能にできる")),
    problem(&["CVE-2025-55183", "CVE-2025-55184", "CVE-2025-67779"], Web, from(v(1, 1, 2), v(1, 11, 1)), Medium, Derived, Text::new(
        "anybody can make the web server stop answering or show its source (React Server Components)",
        "React Server Components の欠陥により、誰でも web サーバーを応答不能にしたり、ソースコードを表示させたりできる")),
    problem(&["CVE-2025-55182", "CVE-2025-66478", "langgenius/dify#29219"], Web, from(v(1, 1, 2), v(1, 10, 1).fix(1)), Critical, Stated, Text::new(
        "anybody can run code in the web server through React Server Components",
        "React Server Components の欠陥により、誰でも web サーバー上でコードを実行できる")),
    problem(&["CVE-2026-26023", "GHSA-qqjx-5h5w-x5vj"], Web, until(v(1, 11, 4)), Medium, Stated, Text::new(
        "a page can be made to run foreign script (DOM XSS)",
        "画面上で第三者のスクリプトを実行させられる(DOM 型 XSS)")),
    problem(&["CVE-2025-58747", "GHSA-9jch-j9qf-vqfw"], Web, Affected { from: Some(v(1, 6, 0)), to: End::With(v(1, 9, 1)) }, Medium, Stated, Text::new(
        "the OAuth flow of MCP servers can be made to run foreign script (XSS)",
        "MCP サーバーの OAuth 手続きで第三者のスクリプトを実行させられる(XSS)")),
];
