//! Known security problems of dify-plugin-daemon, by its own versions. From new to old.

use lang::Text;

use crate::component::Component::PluginDaemon;
use crate::vulnerability::Certainty::*;
use crate::vulnerability::Severity::*;
use crate::vulnerability::*;

#[rustfmt::skip]
pub(crate) static ROWS: &[Vulnerability] = &[
    given(Text::new("when the daemon's keys are still the published defaults", "デーモンの鍵が公開された既定値のままの場合"),
        &["langgenius/dify#41750"], PluginDaemon, Affected { from: None, to: End::Open }, Critical, Stated, Text::new(
            "whoever reaches the daemon can install and run plugins with the published keys",
            "デーモンに到達できる者は、公開された鍵でプラグインを導入・実行できる")),
    problem(&["langgenius/dify-plugin-daemon#799"], PluginDaemon, Affected { from: None, to: End::Open }, High, Unclear, Text::new(
        "every plugin can read the daemon's environment: database, Redis and inner keys (all tags up to 0.6.10; no later tag was seen)",
        "どのプラグインもデーモンの環境変数(データベース、Redis、内部キー)を読める(0.6.10 までの全タグ。以降のタグは未確認)")),
    problem(&["langgenius/dify-plugin-daemon#796"], PluginDaemon, until(v(0, 6, 10)), High, Stated, Text::new(
        "a plugin package can write outside its directory when unpacked",
        "プラグインのパッケージを展開すると、所定の場所の外に書き込まれる恐れがある")),
    problem(&["langgenius/dify-plugin-daemon#205"], PluginDaemon, below(v(0, 0, 8)), High, Derived, Text::new(
        "a plugin can read and write outside its storage (path traversal)",
        "プラグインが自分の保存領域の外を読み書きできる(パストラバーサル)")),
];
