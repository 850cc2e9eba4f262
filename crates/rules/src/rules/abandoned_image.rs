//! `abandoned-image`.

use dify::registry::{Registry, trust};

use crate::facts::Facts;
use crate::finding::Findings;
use crate::image_use::report;

crate::rule! {
    /// Image no longer updated
    ///
    /// ## What it finds
    /// Images from namespaces whose publisher stopped: `bitnamilegacy`, and the free images of `bitnami`, wherever a mirror
    /// keeps them.
    ///
    /// ## Why it matters
    /// Dify's usual charts bring their PostgreSQL and Redis from there. The images stand still since August 2025: every hole
    /// that is found in PostgreSQL, Redis or their base system stays open, next to all of Dify's data.
    ///
    /// ## Fix
    /// Move to the official images (`postgres`, `redis` or `valkey/valkey`), to an operator such as CloudNativePG, or to a
    /// managed service. A dump and restore is the safe way for the data.
    ///
    /// ---
    ///
    /// 更新されなくなったイメージ
    ///
    /// ## 見つけるもの
    /// 公開者が更新を終えた名前空間のイメージ。`bitnamilegacy` と、`bitnami` の無償イメージが該当します。ミラーに複製されたものも含みます。
    ///
    /// ## なぜ問題か
    /// Dify でよく使われるチャートは、PostgreSQL と Redis をここから取得します。2025年8月以降は更新がなく、PostgreSQL や Redis、ベースシステムに見つかった脆弱性が、Dify の全データのそばに残り続けます。
    ///
    /// ## 直し方
    /// 公式イメージ(`postgres`、`redis`、`valkey/valkey`)、CloudNativePG などのオペレーター、またはマネージドサービスに移行してください。データはダンプとリストアで移すのが安全です。
    ABANDONED_IMAGE = "abandoned-image", Medium, High, Operator,
    controls: [Img1],
    topics: [IMAGE_REGISTRY, OUTDATED],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for used in facts.images() {
        findings.look(1);
        let Registry::Abandoned(why) = trust(&used.image) else { continue };
        let text = used.text;
        let (en, ja) = why.both();
        let reason = lang::text!("`{text}` is abandoned: {en}", "`{text}` は放棄されたイメージです。{ja}");
        report(findings, used, reason);
    }
}
