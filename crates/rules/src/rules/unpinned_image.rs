//! `unpinned-image`.

use crate::facts::Facts;
use crate::finding::Findings;
use crate::image_use::report;

crate::rule! {
    /// Image without a digest
    ///
    /// ## What it finds
    /// Image references with a version for a tag, but without a digest.
    ///
    /// ## Why it matters
    /// A tag is a name that the registry, or whoever takes it over, may give to something else. Only the digest says that
    /// every node runs what was tested and scanned, and a signature is made for a digest. Dify's charts pin nothing.
    ///
    /// ## Fix
    /// `crane digest IMAGE:TAG` or `docker buildx imagetools inspect IMAGE:TAG` prints the digest. The tag may stay for the reader:
    /// ```yaml
    /// image: langgenius/dify-api:1.15.0@sha256:...
    /// ```
    ///
    /// ---
    ///
    /// ダイジェストのないイメージ
    ///
    /// ## 見つけるもの
    /// バージョンを示すタグはあるが、ダイジェストがないイメージの参照。
    ///
    /// ## なぜ問題か
    /// タグは単なる名前で、レジストリやそれを乗っ取った者が別のものに付け替えられます。すべてのノードで検査済みのものが動いていると言えるのはダイジェストがあるときだけで、署名もダイジェストに対して付けられます。
    /// Dify のチャートは、どのイメージも固定していません。
    ///
    /// ## 直し方
    /// ダイジェストは `crane digest IMAGE:TAG` または `docker buildx imagetools inspect IMAGE:TAG` で確認できます。読みやすさのためにタグを残しても構いません。
    /// ```yaml
    /// image: langgenius/dify-api:1.15.0@sha256:...
    /// ```
    UNPINNED_IMAGE = "unpinned-image", Low, High, Developer,
    controls: [Img2],
    topics: [IMAGE_TAG, IMAGE_PROVENANCE],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for used in facts.images() {
        findings.look(1);
        // The others have rules of their own.
        if !used.image.is_pinned() && !used.image.is_floating() {
            let text = used.text;
            let reason =
                lang::text!("the image `{text}` has no digest", "イメージ `{text}` にダイジェストがありません");
            report(findings, used, reason);
        }
    }
}
