//! `floating-image-tag`.

use crate::facts::Facts;
use crate::finding::Findings;
use crate::image_use::report;

crate::rule! {
    /// Floating image tag
    ///
    /// ## What it finds
    /// Tags such as `latest`, `stable`, `main`, `edge` or `nightly` without a digest.
    ///
    /// ## Why it matters
    /// What runs changes although nobody edited anything, at the next restart of a node. `ubuntu/squid:latest` and
    /// `nginx:latest` stand in most charts for Dify: the way to the outside and the door from it, of an unknown version each.
    ///
    /// ## Fix
    /// Name a version that does not move, and its digest: `nginx:1.27.5@sha256:...`. `crane digest IMAGE:TAG` prints it.
    ///
    /// ---
    ///
    /// 内容が差し替わりうるイメージタグ(可変タグ)
    ///
    /// ## 見つけるもの
    /// `latest`、`stable`、`main`、`edge`、`nightly` などのタグで、ダイジェストがないもの。
    ///
    /// ## なぜ問題か
    /// 誰も編集していないのに、ノードの再起動などをきっかけに中身が変わります。
    /// Dify のチャートの多くは `ubuntu/squid:latest` と `nginx:latest` を使っています。外部への出口と外部からの入口が、どちらもバージョン不明ということになります。
    ///
    /// ## 直し方
    /// 移動しないバージョンとダイジェストを指定してください(例: `nginx:1.27.5@sha256:...`)。ダイジェストは `crane digest IMAGE:TAG` で確認できます。
    FLOATING_IMAGE_TAG = "floating-image-tag", Medium, High, Developer,
    controls: [Img2],
    topics: [IMAGE_TAG],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for used in facts.images() {
        findings.look(1);
        if used.image.tag.is_some() && used.image.is_floating() {
            let text = used.text;
            let reason =
                lang::text!("the tag of `{text}` is meant to move", "`{text}` のタグは中身が入れ替わるものです");
            report(findings, used, reason);
        }
    }
}
