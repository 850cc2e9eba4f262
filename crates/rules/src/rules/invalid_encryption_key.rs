//! `invalid-encryption-key`.

use lang::{Text, text};
use model::{Key, Place, Provider};

use crate::encryption;
use crate::facts::Facts;
use crate::finding::Findings;

crate::rule! {
    /// Invalid encryption key
    ///
    /// ## What it finds
    /// A key that is not standard base64, that has not the length its provider takes (32 bytes for `secretbox`; 16, 24 or 32 for `aescbc` and
    /// `aesgcm`), that has no name, and a provider without keys.
    ///
    /// ## Why it matters
    /// The API server does not start with such a file, or keeps the old one when it reloads: Secrets then stay as they were. With
    /// `openssl rand ... | cut` in a script this happens when the line is cut short.
    ///
    /// ## Fix
    /// Make a key of 32 random bytes:
    ///
    /// ```sh
    /// head -c 32 /dev/urandom | base64
    /// ```
    ///
    /// ---
    ///
    /// 使えない暗号鍵
    ///
    /// ## 見つけるもの
    /// 標準の base64 として読めない鍵、プロバイダーの求める長さ(`secretbox` は 32 バイト、`aescbc` と `aesgcm` は 16・24・32 バイト)でない鍵、名前のない鍵、および鍵のないプロバイダー。
    ///
    /// ## なぜ問題か
    /// API サーバーが起動しないか、再読み込みのときに古い設定を使い続けます。Secret は元の状態のままです。
    /// スクリプトの `openssl rand ... | cut` で行が途中で切れた場合などに起こります。
    ///
    /// ## 直し方
    /// 32 バイトの乱数から鍵を作ってください。
    ///
    /// ```sh
    /// head -c 32 /dev/urandom | base64
    /// ```
    INVALID_ENCRYPTION_KEY = "invalid-encryption-key", Medium, High, Platform,
    controls: [Etcd1],
    topics: [ETCD_ENCRYPTION],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for config in &facts.inventory.encryption {
        findings.look(1);
        for provider in config.rules.iter().flat_map(|it| &it.providers) {
            let kind = &provider.kind.value;
            if encryption::lengths(kind).is_empty() {
                continue;
            }
            if provider.keys.is_empty() {
                let reason = text!("the provider `{kind}` has no key", "プロバイダー `{kind}` に鍵がありません");
                findings.report(&config.meta, provider.kind.place, reason);
            }
            for key in &provider.keys {
                if let Some((place, reason)) = fault(provider, key) {
                    findings.report(&config.meta, place, reason);
                }
            }
        }
    }
}

fn fault(provider: &Provider, key: &Key) -> Option<(Place, Text)> {
    let kind = &provider.kind.value;
    let secret = key.secret.as_ref();
    let name = key.name.as_ref().map_or("", |it| &*it.value);
    if name.is_empty() {
        let place = key.name.as_ref().map(|it| it.place).or(secret.map(|it| it.place)).unwrap_or(provider.kind.place);
        return Some((place, text!("a key of `{kind}` has no name", "`{kind}` の鍵に名前がありません")));
    }
    let at = key.name.as_ref().map_or(provider.kind.place, |it| it.place);
    let Some(secret) = secret.filter(|it| !it.is_empty()) else {
        return Some((at, text!("the key `{name}` is empty", "鍵 `{name}` が空です")));
    };
    let Some(bytes) = encryption::bytes(key) else {
        return Some((secret.place, text!("the key `{name}` is not base64", "鍵 `{name}` が base64 として読めません")));
    };
    let n = bytes.len();
    let fits = encryption::lengths(kind).contains(&n);
    let reason = || {
        text!(
            "the key `{name}` has {n} bytes, which `{kind}` does not take",
            "鍵 `{name}` は {n} バイトで、`{kind}` には使えません"
        )
    };
    (!fits).then(|| (secret.place, reason()))
}
