//! `untagged-image`.

use crate::facts::Facts;
use crate::finding::Findings;
use crate::image_use::report;

crate::rule! {
    /// Image without a tag
    ///
    /// ## What it finds
    /// Image references with neither a tag nor a digest, init containers included.
    ///
    /// ## Why it matters
    /// The node then takes `latest`: whatever that is at the time. Two replicas of the api may run different versions against
    /// one database, a rollback brings nothing back, and nobody can say which known holes are there. dify-plugin-daemon and
    /// Dify's charts fall back to it where a value is left empty.
    ///
    /// ## Fix
    /// Name the version, and better its digest too:
    /// ```yaml
    /// image: langgenius/dify-api:1.15.0@sha256:...
    /// ```
    ///
    /// ---
    ///
    /// タグのないイメージ
    ///
    /// ## 見つけるもの
    /// タグもダイジェストもないイメージの参照。init コンテナも含みます。
    ///
    /// ## なぜ問題か
    /// ノードはその時点の `latest` を取得します。api のレプリカどうしが異なるバージョンで同じデータベースを使ったり、ロールバックしても元に戻らなかったり、既知の脆弱性の有無がわからなくなったりします。
    /// Dify のチャートには、値が空だと `latest` になるものがあります。
    ///
    /// ## 直し方
    /// バージョンを指定し、できればダイジェストも付けてください。
    /// ```yaml
    /// image: langgenius/dify-api:1.15.0@sha256:...
    /// ```
    UNTAGGED_IMAGE = "untagged-image", Medium, High, Developer,
    controls: [Img2],
    topics: [IMAGE_TAG],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for used in facts.images() {
        findings.look(1);
        if used.image.tag.is_none() && !used.image.is_pinned() {
            let text = used.text;
            let reason = lang::text!("the image `{text}` has no tag", "イメージ `{text}` にタグがありません");
            report(findings, used, reason);
        }
    }
}
