//! `unlisted-registry`.

use std::collections::HashSet;

use dify::registry::{Registry, host, is_open, trust};

use crate::facts::Facts;
use crate::finding::Findings;
use crate::image_use::{is_declared, report};

crate::rule! {
    /// Registry not in the catalogue
    ///
    /// ## What it finds
    /// Registries that belong neither to a known publisher of Dify's stack nor to the public: most often one's own mirror.
    /// One finding for each.
    ///
    /// ## Why it matters
    /// A mirror of one's own is a good thing; but only its owner can say that it is theirs. Until then the control on trusted
    /// registries is UNKNOWN.
    ///
    /// ## Fix
    /// If it is yours, name it in `sekisho.yaml`, with or without a path:
    /// ```yaml
    /// registries: [harbor.example.com/dify]
    /// ```
    /// If not, find out who can push to it.
    ///
    /// ---
    ///
    /// カタログにないレジストリ
    ///
    /// ## 見つけるもの
    /// Dify のコンポーネントの公開者のものでも、公開レジストリでもないレジストリ。多くは自前のミラーです。レジストリごとに一件通知します。
    ///
    /// ## なぜ問題か
    /// 自前のミラーを持つのは良いことですが、自分のものかどうかを判断できるのは管理者だけです。登録するまで、信頼できるレジストリの統制は UNKNOWN になります。
    ///
    /// ## 直し方
    /// 自分のものであれば `sekisho.yaml` に登録してください。パスまで書くこともできます。
    /// ```yaml
    /// registries: [harbor.example.com/dify]
    /// ```
    /// そうでなければ、誰が push できるのかを確かめてください。
    UNLISTED_REGISTRY = "unlisted-registry", Low, Low, Operator,
    controls: [],
    topics: [IMAGE_REGISTRY],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let mut seen = HashSet::new();
    for used in facts.images() {
        findings.look(1);
        let registry = host(&used.image);
        if trust(&used.image) == Registry::Unknown
            && !is_open(registry)
            && !is_declared(facts, &used.image)
            && seen.insert(registry)
        {
            let reason = lang::text!(
                "the registry `{registry}` is not in the catalogue: if it is yours, name it in `sekisho.yaml`",
                "レジストリ `{registry}` はカタログにありません。自分のものであれば `sekisho.yaml` に登録してください"
            );
            report(findings, used, reason);
        }
    }
}
