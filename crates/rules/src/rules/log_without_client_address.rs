//! `log-without-client-address`.

use std::collections::HashSet;

use dify::Component;
use lang::Text;
use model::{Entry, Place, Workload};

use crate::directive::{Directive, mounted, nginx};
use crate::facts::Facts;
use crate::finding::Findings;
use crate::subject::Subject;

crate::rule! {
    /// Client IP missing from the access log
    ///
    /// ## What it finds
    /// nginx configurations that replace the whole `nginx.conf` (they have an `http` block) and whose access log has no
    /// client address behind an Ingress: no `access_log` directive at all, so that nginx uses its built-in format `combined`,
    /// or a `log_format` without `$http_x_forwarded_for`. A configuration with `real_ip_header` is fine.
    ///
    /// ## Why it matters
    /// Behind an Ingress or a load balancer `$remote_addr` is the Ingress's pod for every request. Without the forwarded
    /// address nobody can tell one attacker from all users, block an address, or see that one key is used from two
    /// continents. One of the usual charts defines a format with that field and then forgets to use it.
    ///
    /// ## Fix
    /// ```nginx
    /// http {
    ///   log_format main '$remote_addr - $remote_user [$time_local] "$request" '
    ///                   '$status $body_bytes_sent "$http_referer" '
    ///                   '"$http_user_agent" "$http_x_forwarded_for"';
    ///   access_log /dev/stdout main;
    /// }
    /// ```
    /// Let the Ingress overwrite `X-Forwarded-For`: what a client sends in it is no evidence.
    ///
    /// ---
    ///
    /// 接続元がわからないアクセスログ
    ///
    /// ## 見つけるもの
    /// `nginx.conf` 全体を置き換えている nginx の設定(`http` ブロックがあるもの)のうち、Ingress の背後で接続元が記録されないもの。`access_log` がなく nginx 内蔵の `combined` 形式になる場合と、`log_format` に `$http_x_forwarded_for` がない場合です。`real_ip_header` があれば問題ありません。
    ///
    /// ## なぜ問題か
    /// Ingress やロードバランサーの背後では、`$remote_addr` はすべての要求で Ingress の Pod になります。
    /// 転送元のアドレスがなければ、攻撃者と一般の利用者を区別することも、アドレスを遮断することも、一つの鍵が離れた場所から使われていることに気付くこともできません。
    /// よく使われるチャートには、このフィールドを含む形式を定義しながら、使い忘れているものがあります。
    ///
    /// ## 直し方
    /// 次のように設定してください。クライアントが送った値は証拠にならないため、Ingress で `X-Forwarded-For` を上書きします。
    /// ```nginx
    /// http {
    ///   log_format main '$remote_addr - $remote_user [$time_local] "$request" '
    ///                   '$status $body_bytes_sent "$http_referer" '
    ///                   '"$http_user_agent" "$http_x_forwarded_for"';
    ///   access_log /dev/stdout main;
    /// }
    /// ```
    LOG_WITHOUT_CLIENT_ADDRESS = "log-without-client-address", Medium, Medium, Operator,
    controls: [Log3],
    topics: [LOGGING],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let mut seen = HashSet::new();
    for &workload in facts.tops.iter().filter(|workload| workload.component == Some(Component::Nginx)) {
        let entries = mounted(facts, workload);
        let Some((config, main)) = entries.iter().find(|(_, entry)| is_whole(entry.value.expose())) else { continue };
        if !seen.insert(main.value.place) {
            continue;
        }
        findings.look(1);
        if let Some((place, reason)) = judge(facts, workload, main) {
            findings.report(Subject::Of(&config.meta, Component::Nginx), place, reason);
        }
    }
}

/// Whether it replaces the image's own `nginx.conf`, whose format is good.
fn is_whole(text: &str) -> bool {
    nginx(text).iter().any(|directive| directive.blocks.first().is_some_and(|head| head.as_slice() == ["http"]))
}

fn judge<'a>(facts: &Facts<'a>, workload: &'a Workload, main: &Entry) -> Option<(Place, Text)> {
    let entries = mounted(facts, workload);
    let directives: Vec<(&Entry, Directive<'_>)> = entries
        .iter()
        .flat_map(|(_, entry)| nginx(entry.value.expose()).into_iter().map(|directive| (*entry, directive)))
        .collect();
    let named = |name: &str| directives.iter().filter(|(_, it)| it.name() == name).collect::<Vec<_>>();
    if !named("real_ip_header").is_empty() {
        return None;
    }
    // A muted log is another rule's.
    let logs: Vec<_> = named("access_log").into_iter().filter(|(_, log)| !log.is_in("location")).collect();
    if logs.iter().any(|(_, log)| log.words.get(1) == Some(&"off")) {
        return None;
    }
    let Some((entry, log)) = logs.first() else {
        return Some((
            main.key.place,
            Text::new(
                "without an access_log directive nginx logs no forwarded client address",
                "access_log の指定がないため、nginx のログに転送元のアドレスが残りません",
            ),
        ));
    };
    // `combined` where none is named.
    let format = log.words.get(2).copied().unwrap_or("combined");
    let formats = named("log_format");
    let good = formats.iter().find(|(_, it)| it.words.get(1) == Some(&format)).is_some_and(|(_, it)| {
        it.words.iter().any(|word| word.contains("x_forwarded_for") || word.contains("x_real_ip"))
    });
    (!good).then(|| {
        (
            facts.part_of_entry(entry, log.range.clone()),
            lang::text!(
                "the log format `{format}` has no forwarded client address",
                "ログ形式 `{format}` に転送元のアドレスがありません"
            ),
        )
    })
}
