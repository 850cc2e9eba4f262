//! `unsafe-page-setting`.

use dify::settings;

use crate::facts::Facts;
use crate::finding::Findings;
use crate::reading::{report, risks};

crate::rule! {
    /// Browser protection (CSP, frame) weakened
    ///
    /// ## What it finds
    /// `ALLOW_EMBED` (other sites may show Dify in a frame) and `ALLOW_UNSAFE_DATA_SCHEME` (links with `data:`) switched on
    /// for the web component.
    ///
    /// ## Why it matters
    /// In a frame of a foreign site a user clicks without knowing on what (clickjacking), in the console too. A `data:` link
    /// in the answer of a model, or of somebody who steers it, can carry script.
    ///
    /// ## Fix
    /// Remove the settings. To embed a published app, use the code that Dify offers for it; it does not need `ALLOW_EMBED`
    /// for the console.
    ///
    /// ---
    ///
    /// ブラウザーの保護を弱める画面の設定
    ///
    /// ## 見つけるもの
    /// web で `ALLOW_EMBED`(他のサイトのフレーム内での表示)や `ALLOW_UNSAFE_DATA_SCHEME`(`data:` リンク)が有効なもの。
    ///
    /// ## なぜ問題か
    /// 他のサイトのフレーム内に表示されると、利用者は何を押しているかわからないまま操作させられるおそれがあります(クリックジャッキング)。コンソールも対象になります。
    /// モデルの応答や、それを誘導した第三者の `data:` リンクには、スクリプトが含まれることがあります。
    ///
    /// ## 直し方
    /// 設定を削除してください。公開アプリを埋め込むには、Dify が提供する埋め込みコードを使います。コンソールの `ALLOW_EMBED` は不要です。
    UNSAFE_PAGE_SETTING = "unsafe-page-setting", Medium, High, Operator,
    controls: [App1],
    topics: [MISCONFIGURED],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let found = risks(facts, findings, &[settings::ALLOW_EMBED, settings::ALLOW_UNSAFE_DATA_SCHEME]);
    report(findings, &found, |risk| {
        let name = risk.name;
        lang::text!(
            "`{name}` gives up a protection of the browser",
            "`{name}` により、ブラウザーの保護が弱まっています"
        )
    });
}
