//! `empty-credential`.

use std::collections::HashSet;

use dify::{Component, Purpose, Version};
use findings::Severity;
use model::{ConfigKind, Place, SettingsFormat, VolumeSource};

use crate::facts::Facts;
use crate::finding::Findings;
use crate::known::{OtherEnds, opens_the_console};
use crate::part::Part;
use crate::value::Holder;
use crate::written::Nature;

crate::rule! {
    /// Empty or missing credential
    ///
    /// ## What it finds
    /// A credential that a part of Dify needs and whose value is the empty string, or that the container does not get although its
    /// whole environment is in the input. Also a Redis started without any password and a PostgreSQL that trusts every
    /// connection. A credential that Dify can do without may be empty.
    ///
    /// ## Why it matters
    /// An empty key is a key that everybody knows. Before Dify 1.14.1 an empty `SECRET_KEY` signs sessions with nothing. A key that
    /// is not set at all is worse than it looks: the api then uses the published values `dify-sandbox`, `plugin-api-key` and
    /// `inner-api-key`. A Redis without a password gives away sessions and model vendors' keys in clear text.
    ///
    /// ## Fix
    /// Generate a value, put it into a Secret and give it to every part that needs it. A password that came out empty often comes
    /// from a pipeline whose first command failed.
    ///
    /// ```yaml
    /// - name: CODE_EXECUTION_API_KEY
    ///   valueFrom:
    ///     secretKeyRef: { name: dify-secret, key: SANDBOX_API_KEY }
    /// ```
    ///
    /// ---
    ///
    /// 必要な認証情報が空または未設定
    ///
    /// ## 見つけるもの
    /// Dify の動作に必要なのに空文字列になっている認証情報と、環境変数がすべて入力に含まれているのにコンテナへ渡されていない認証情報。
    /// パスワードなしで起動する Redis と、すべての接続を信頼する PostgreSQL も見つけます。なくてもよい認証情報は空でも構いません。
    ///
    /// ## なぜ問題か
    /// 空の鍵は、誰もが知っている鍵です。Dify 1.14.1 より前では、`SECRET_KEY` が空だと鍵なしでセッションに署名します。未設定の場合はさらに
    /// 見落としやすく、API は公開されている値 `dify-sandbox`、`plugin-api-key`、`inner-api-key` を使います。パスワードのない Redis からは、
    /// セッションやモデル提供元の API キーが平文で読み出せます。
    ///
    /// ## 直し方
    /// 値を生成して Secret に入れ、必要とするすべてのコンポーネントに渡してください。空の値は、途中で失敗したパイプラインの結果であることが
    /// よくあります。
    ///
    /// ```yaml
    /// - name: CODE_EXECUTION_API_KEY
    ///   valueFrom:
    ///     secretKeyRef: { name: dify-secret, key: SANDBOX_API_KEY }
    /// ```
    EMPTY_CREDENTIAL = "empty-credential", Critical, High, Operator,
    controls: [Sec4],
    topics: [PLAIN_CREDENTIALS],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let mut said = HashSet::new();
    let ends = OtherEnds::of(facts);
    for part in facts.parts() {
        if part.component.is_dify_own() {
            application(facts, findings, &ends, part, &mut said);
        } else {
            store(facts, findings, part, &mut said);
        }
    }
    dot_env(facts, findings);
}

fn application(
    facts: &Facts<'_>,
    findings: &mut Findings<'_>,
    ends: &OtherEnds,
    part: &Part<'_>,
    said: &mut HashSet<Place>,
) {
    let mut missing = Vec::new();
    let mut falls_back = false;
    let needed = ends.required(part.component).filter(|credential| !is_excused(credential.purpose, part));
    for credential in needed {
        if part.variable(credential.setting).is_some() {
            look_at(findings, part, credential.setting, said);
            continue;
        }
        match part.is_whole(&facts.index) {
            Ok(()) => {
                findings.look(1);
                missing.push(format!("`{}`", credential.setting));
                falls_back |= part.component.runs_api_image() && has_published_fallback(credential.purpose);
            }
            Err(reason) => findings.blind(&reason),
        }
    }
    // The stub key is needed only where stubs are used; where it is asked for, it must not be empty.
    if part.variable("DIFY_AGENT_SERVER_SECRET_KEY").is_some() {
        look_at(findings, part, "DIFY_AGENT_SERVER_SECRET_KEY", said);
    }
    if !missing.is_empty() {
        report_missing(findings, part, &missing, falls_back);
    }
}

fn report_missing(findings: &mut Findings<'_>, part: &Part<'_>, missing: &[String], falls_back: bool) {
    let names = lang::list(missing);
    let (en, ja) = names.both();
    let verb = if missing.len() == 1 { "is" } else { "are" };
    let reason = lang::text!("{en} {verb} not set", "{ja} が設定されていません");
    let finding = findings.report(part.workload, part.container.name.place, reason);
    let signs = |name: &String| opens_the_console(dify::credential(name.trim_matches('`')).map(|it| it.purpose));
    if !missing.iter().any(signs) {
        finding.at_most(Severity::High);
    }
    if falls_back {
        finding.detail(lang::Text::new(
            "Dify's code then takes a published default",
            "この場合、Dify は公開されている初期値を使います",
        ));
    }
}

/// D:api/configs: these settings have a default in the code.
fn has_published_fallback(purpose: Purpose) -> bool {
    matches!(purpose, Purpose::SandboxKey | Purpose::PluginServerKey | Purpose::PluginInnerKey)
}

/// From 1.14.1 Dify makes an app secret of its own; another rule looks at where it keeps it. A Redis Cluster has its password in
/// another setting.
fn is_excused(purpose: Purpose, part: &Part<'_>) -> bool {
    match purpose {
        Purpose::AppSecret => part.version().is_some_and(|version| version >= Version::new(1, 14, 1)),
        Purpose::RedisPassword => part.text("REDIS_USE_CLUSTERS").is_some_and(dify::settings::is_on),
        _ => false,
    }
}

fn look_at(findings: &mut Findings<'_>, part: &Part<'_>, name: &str, said: &mut HashSet<Place>) {
    let Some(place) = findings.missing(part, name) else { return };
    if said.insert(place) {
        let finding = findings.report(part.workload, place, lang::text!("`{name}` is empty", "`{name}` が空です"));
        if !opens_the_console(dify::credential(name).map(|it| it.purpose)) {
            finding.at_most(Severity::High);
        }
    }
}

fn store(facts: &Facts<'_>, findings: &mut Findings<'_>, part: &Part<'_>, said: &mut HashSet<Place>) {
    let asks = part.variables.iter().filter(|it| {
        dify::credential(it.name)
            .is_some_and(|credential| credential.required && dify::needs(part.component, credential.purpose))
    });
    let names: Vec<&str> = asks.map(|variable| variable.name).collect();
    for name in &names {
        look_at(findings, part, name, said);
    }
    if part.text("POSTGRES_HOST_AUTH_METHOD") == Some("trust")
        && let Some(trust) = part.variable("POSTGRES_HOST_AUTH_METHOD")
    {
        findings.look(1);
        let reason = lang::text!(
            "PostgreSQL trusts every connection",
            "PostgreSQL がすべての接続をパスワードなしで受け付けます"
        );
        findings.report(part.workload, trust.place, reason).at_most(Severity::High);
    }
    if part.component == Component::Redis && names.is_empty() {
        redis(facts, findings, part);
    }
}

fn redis(facts: &Facts<'_>, findings: &mut Findings<'_>, part: &Part<'_>) {
    match redis_is_open(facts, part) {
        Some(true) => {
            findings.look(1);
            let reason = lang::text!("Redis is started without a password", "Redis がパスワードなしで起動します");
            findings.report(part.workload, part.container.name.place, reason).at_most(Severity::High);
        }
        Some(false) => findings.look(1),
        None => findings.blind(&lang::text!(
            "the configuration of Redis is not in the input",
            "Redis の設定が入力に含まれていません"
        )),
    }
}

/// Whether a Redis takes no password. `None` where its configuration is not in the input.
fn redis_is_open(facts: &Facts<'_>, part: &Part<'_>) -> Option<bool> {
    let guards = |text: &str| ["requirepass", "aclfile", "user default"].iter().any(|word| text.contains(word));
    let mut words = part.container.command.iter().chain(&part.container.args);
    let named = part.variables.iter().any(|it| it.name.contains("PASSWORD") || it.name == "REDISCLI_AUTH");
    if named || words.any(|word| guards(word.expose())) {
        return Some(false);
    }
    part.is_whole(&facts.index).ok()?;
    for volume in &part.workload.pod.spec.volumes {
        let (kind, name) = match &volume.source {
            VolumeSource::ConfigMap(Some(name)) => (ConfigKind::ConfigMap, name),
            VolumeSource::Secret(Some(name)) => (ConfigKind::Secret, name),
            VolumeSource::Projected { .. } => return None,
            _ => continue,
        };
        let config = facts.index.config(kind, &part.workload.meta.namespace, name)?;
        let mut lines = config.entries.iter().flat_map(|entry| entry.value.expose().lines());
        if lines.any(|line| !line.trim_start().starts_with('#') && guards(line)) {
            return Some(false);
        }
    }
    Some(true)
}

/// In a `.env` file an empty line is what every container gets.
fn dot_env(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for it in &facts.written {
        let Holder::Settings(file) = it.holder else { continue };
        let core = matches!(
            it.purpose,
            Some(
                Purpose::DatabasePassword
                    | Purpose::RedisPassword
                    | Purpose::SandboxKey
                    | Purpose::PluginServerKey
                    | Purpose::PluginInnerKey
            )
        );
        let required = dify::credential(it.setting).is_some_and(|credential| credential.required);
        if file.format != SettingsFormat::DotEnv || !core || !required || it.is_example(&facts.inventory.documents) {
            continue;
        }
        findings.look(1);
        if it.nature == Nature::Empty {
            let name = it.setting;
            let reason = lang::text!("`{name}` is empty", "`{name}` が空です");
            findings.report(it.holder.subject(), it.place, reason).at_most(Severity::High);
        }
    }
}
