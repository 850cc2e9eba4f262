//! Known security problems of dify-sandbox, by its own versions. From new to old.

use lang::Text;

use crate::component::Component::Sandbox;
use crate::vulnerability::Certainty::*;
use crate::vulnerability::Severity::*;
use crate::vulnerability::*;

#[rustfmt::skip]
pub(crate) static ROWS: &[Vulnerability] = &[
    problem(&["langgenius/dify-sandbox#253"], Sandbox, below(v(0, 2, 15)), Medium, Derived, Text::new(
        "all JavaScript runs share one user id and can disturb each other",
        "JavaScript の実行がすべて同じユーザー ID を共有し、互いに干渉できる")),
    problem(&["langgenius/dify-sandbox#225"], Sandbox, below(v(0, 2, 13)), High, Derived, Text::new(
        "runs of different tenants share one user id and can read each other's files",
        "異なるテナントの実行が同じユーザー ID を共有し、互いのファイルを読める")),
    given(Text::new("only with enable_preload", "enable_preload を有効にした場合のみ"),
        &["langgenius/dify-sandbox#96"], Sandbox, below(v(0, 2, 10)), High, Derived, Text::new(
            "code can leave the sandbox through the preload script",
            "プリロードスクリプトを通じてサンドボックスから抜け出せる")),
];
