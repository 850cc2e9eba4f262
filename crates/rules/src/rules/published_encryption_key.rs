//! `published-encryption-key`.

use lang::text;

use crate::encryption;
use crate::facts::Facts;
use crate::finding::Findings;

crate::rule! {
    /// Published or guessable encryption key
    ///
    /// ## What it finds
    /// A key that stands in the Kubernetes documentation, or that has next to no variety: one byte repeated, a count.
    ///
    /// ## Why it matters
    /// Whoever has a copy of etcd or of a backup decrypts every Secret, Dify's included. It protects as much as no encryption.
    ///
    /// ## Fix
    /// Make a new random key, put it first under a new name, and rewrite every Secret before the old key goes:
    ///
    /// ```sh
    /// head -c 32 /dev/urandom | base64
    /// ```
    ///
    /// ---
    ///
    /// 誰でも推測できる暗号鍵
    ///
    /// ## 見つけるもの
    /// Kubernetes のドキュメントに載っている鍵、または同じバイトの繰り返しや連番のような、ほとんど変化のない鍵。
    ///
    /// ## なぜ問題か
    /// etcd やバックアップの複製を手に入れた人なら、Dify のものを含むすべての Secret を復号できます。暗号化していないのと変わりません。
    ///
    /// ## 直し方
    /// 乱数で新しい鍵を作り、新しい名前で先頭に置いて、すべての Secret を書き直してから古い鍵を外してください。
    ///
    /// ```sh
    /// head -c 32 /dev/urandom | base64
    /// ```
    PUBLISHED_ENCRYPTION_KEY = "published-encryption-key", High, High, Platform,
    controls: [Etcd1],
    topics: [ETCD_ENCRYPTION],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for config in &facts.inventory.encryption {
        findings.look(1);
        for (provider, key) in encryption::keys(config) {
            let guessable = encryption::bytes(key).is_some_and(|it| !it.is_empty() && encryption::is_guessable(&it));
            let Some(secret) = key.secret.as_ref().filter(|_| guessable) else { continue };
            let name = key.name.as_ref().map_or("", |it| &*it.value);
            let kind = &provider.kind.value;
            findings.report(
                &config.meta,
                secret.place,
                text!("the key `{name}` of `{kind}` can be guessed", "`{kind}` の鍵 `{name}` は推測できます"),
            );
        }
    }
}
