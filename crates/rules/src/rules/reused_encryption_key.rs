//! `reused-encryption-key`.

use lang::text;
use zeroize::Zeroizing;

use crate::encryption;
use crate::facts::Facts;
use crate::finding::Findings;

crate::rule! {
    /// Encryption key reused under two names
    ///
    /// ## What it finds
    /// The same key bytes under another name or another provider, in one file or in several.
    ///
    /// ## Why it matters
    /// Renaming a key is no rotation: who knows the old one knows the new one. One key in two ciphers gives up what each of them promises.
    ///
    /// ## Fix
    /// Make a new key for each entry:
    ///
    /// ```sh
    /// head -c 32 /dev/urandom | base64
    /// ```
    ///
    /// ---
    ///
    /// 二つの名前で使われている暗号鍵
    ///
    /// ## 見つけるもの
    /// 同じ鍵が、別の名前や別のプロバイダーでも使われているもの。複数のファイルにまたがる場合も含みます。
    ///
    /// ## なぜ問題か
    /// 名前を変えただけでは鍵を更新したことになりません。古い鍵を知っている人は、新しい鍵も知っています。一つの鍵を二つの暗号方式で使うと、それぞれの安全性の前提も崩れます。
    ///
    /// ## 直し方
    /// 項目ごとに新しい鍵を作ってください。
    ///
    /// ```sh
    /// head -c 32 /dev/urandom | base64
    /// ```
    REUSED_ENCRYPTION_KEY = "reused-encryption-key", Medium, High, Platform,
    controls: [Etcd3],
    topics: [ETCD_ENCRYPTION],
    check: check,
}

/// The provider and the name of a key.
type Entry<'a> = (&'a str, &'a str);

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let mut seen: Vec<(Zeroizing<Vec<u8>>, Entry<'_>)> = Vec::new();
    for config in &facts.inventory.encryption {
        findings.look(1);
        for (provider, key) in encryption::keys(config) {
            let (Some(bytes), Some(name), Some(secret)) = (encryption::bytes(key), &key.name, &key.secret) else {
                continue;
            };
            let this = (&*provider.kind.value, &*name.value);
            let Some((_, known)) = seen.iter().find(|(other, _)| *other == bytes) else {
                seen.push((bytes, this));
                continue;
            };
            // The same entry again: another list, or the file of another control-plane node.
            if *known == this {
                continue;
            }
            let ((kind, name), (old_kind, old_name)) = (this, *known);
            findings.report(
                &config.meta,
                secret.place,
                text!(
                    "the key `{name}` of `{kind}` is the key `{old_name}` of `{old_kind}`",
                    "`{kind}` の鍵 `{name}` は、`{old_kind}` の鍵 `{old_name}` と同じものです"
                ),
            );
        }
    }
}
