//! `url-breaking-credential`.

use std::collections::HashSet;

use dify::{Component, Form};
use inventory::credentials::{is_reference, password_in_url};
use inventory::environment::Variable;
use model::Workload;

use crate::Severity;
use crate::facts::Facts;
use crate::finding::Findings;
use crate::part::Part;

crate::rule! {
    /// Password that breaks a URL or connection string
    ///
    /// ## What it finds
    /// A Redis password that stands unescaped in `CELERY_BROKER_URL` or another Redis URL, written there or by `$(REDIS_PASSWORD)`, and
    /// has one of `/ ? # % [ ] @` or a blank in it; a database password with a blank, a quote or a backslash in the plugin daemon.
    ///
    /// ## Why it matters
    /// The worker takes the rest of the password for a host or a path and cannot connect. The plugin daemon puts the password
    /// into `key=value` text without quotes, so a blank ends it. Long random passwords with symbols fail where weak ones worked.
    ///
    /// ## Fix
    /// Generate letters and digits only; 32 of them are strong enough. Where the password cannot change, write it
    /// percent-encoded into the URL.
    ///
    /// ```sh
    /// sekisho secrets generate --length 32 --alphabet alnum
    /// ```
    ///
    /// ---
    ///
    /// URL や接続文字列を壊すパスワード
    ///
    /// ## 見つけるもの
    /// `CELERY_BROKER_URL` などの Redis の URL に、そのまま、または `$(REDIS_PASSWORD)` で埋め込まれ、`/ ? # % [ ] @` や空白を含むパスワード。
    /// プラグインデーモンに渡された、空白・引用符・バックスラッシュを含むデータベースのパスワードも対象です。
    ///
    /// ## なぜ問題か
    /// ワーカーがパスワードの途中からをホスト名やパスと解釈し、接続できなくなります。プラグインデーモンはパスワードを引用符なしの `キー=値` に
    /// 埋め込むため、空白で途切れます。弱いパスワードなら動いていたのに、記号を含む強いパスワードに替えると動かなくなります。
    ///
    /// ## 直し方
    /// 英数字だけで生成してください。32 文字あれば十分な強さです。パスワードを変えられない場合は、URL にはパーセントエンコードして書いてください。
    ///
    /// ```sh
    /// sekisho secrets generate --length 32 --alphabet alnum
    /// ```
    URL_BREAKING_CREDENTIAL = "url-breaking-credential", Medium, Medium, Operator,
    controls: [],
    topics: [MISCONFIGURED],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let mut said = HashSet::new();
    for part in facts.parts() {
        for variable in &part.variables {
            let Some(flaw) = flaw(part, variable) else { continue };
            if said.insert(flaw.at.place) {
                report(findings, part.workload, &flaw);
            }
        }
    }
}

struct Flaw<'v, 'a> {
    /// The variable whose value has the characters.
    at: &'v Variable<'a>,
    /// What it breaks.
    breaks: &'a str,
    /// Whether some readers get along with it.
    mild: bool,
}

fn flaw<'v, 'a>(part: &'v Part<'a>, variable: &'v Variable<'a>) -> Option<Flaw<'v, 'a>> {
    let value = variable.value?.expose();
    if part.component == Component::PluginDaemon && variable.name == "DB_PASSWORD" {
        let breaks = value.trim_end().contains(|c: char| c.is_whitespace() || matches!(c, '\'' | '"' | '\\'));
        return (breaks && !is_reference(value)).then_some(Flaw {
            at: variable,
            breaks: "the plugin daemon's DSN",
            mild: false,
        });
    }
    let credential = dify::credential(variable.name)?;
    if credential.form != Form::Url || !value.starts_with("redis") {
        return None;
    }
    let password = value.get(password_in_url(value)?)?;
    let (at, raw) = match referred(password) {
        Some(name) => (part.variable(name)?, part.text(name)?),
        None => (variable, password),
    };
    if is_reference(raw) {
        return None;
    }
    let escaped = at.place == variable.place;
    breaks_url(raw, escaped).map(|mild| Flaw { at, breaks: variable.name, mild })
}

/// The variable that `$(NAME)` stands for.
fn referred(password: &str) -> Option<&str> {
    password.strip_prefix("$(")?.strip_suffix(')')
}

/// `Some(true)` where only some readers stumble, `Some(false)` where all do.
fn breaks_url(raw: &str, may_be_escaped: bool) -> Option<bool> {
    let hard = raw.contains(|c: char| c.is_whitespace() || matches!(c, '/' | '?' | '#' | '[' | ']'));
    let percent = raw.match_indices('%').any(|(at, _)| {
        let digits = raw.as_bytes().get(at + 1..at + 3);
        !(may_be_escaped && digits.is_some_and(|it| it.iter().all(u8::is_ascii_hexdigit)))
    });
    if hard || percent {
        return Some(false);
    }
    raw.contains('@').then_some(true)
}

fn report(findings: &mut Findings<'_>, workload: &Workload, flaw: &Flaw<'_, '_>) {
    let (name, breaks) = (flaw.at.name, flaw.breaks);
    let ja = if breaks.contains(' ') {
        String::from("プラグインデーモンの接続文字列")
    } else {
        format!("`{breaks}`")
    };
    let en = if breaks.contains(' ') { breaks.to_owned() } else { format!("`{breaks}`") };
    let reason =
        lang::text!("`{name}` has characters in it that break {en}", "`{name}` に、{ja} を壊す文字が含まれています");
    let finding = findings.report(workload, flaw.at.place, reason);
    if flaw.mild {
        finding.at_most(Severity::Medium);
    }
}

#[cfg(test)]
mod tests {
    use super::breaks_url;

    #[test]
    fn characters() {
        for (raw, escaped, expected) in [
            ("h7Kq2mVx9L", true, None),
            ("a:b+c_d-e.f~g", true, None),
            ("a%2Fb", true, None),
            ("a%2Fb", false, Some(false)),
            ("a%b", true, Some(false)),
            ("a/b", true, Some(false)),
            ("a#b", false, Some(false)),
            ("a@b", true, Some(true)),
        ] {
            assert_eq!(breaks_url(raw, escaped), expected, "{raw}");
        }
    }
}
