//! `credential-mismatch`.

use std::collections::HashSet;

use inventory::credentials::{self, is_reference, password_in_url};
use inventory::environment::Variable;
use model::{Location, Place};

use crate::facts::Facts;
use crate::finding::Findings;
use crate::part::Part;

crate::rule! {
    /// Credential mismatch between two ends
    ///
    /// ## What it finds
    /// A credential that two parts of Dify must share and for which they get different values: the sandbox's `API_KEY` and the
    /// api's `CODE_EXECUTION_API_KEY`, the plugin daemon's keys, `SECRET_KEY` of api and worker, the password in
    /// `CELERY_BROKER_URL` and `REDIS_PASSWORD` for the same Redis.
    ///
    /// ## Why it matters
    /// One end refuses the other: code nodes fail with 401, plugins cannot call back, sessions of one pod are unknown to the
    /// next. It is how a rotation that forgot one end looks, and people then put the old value back.
    ///
    /// ## Fix
    /// Let both ends take the same key of the same Secret, and restart both.
    ///
    /// ---
    ///
    /// 両端で食い違う認証情報
    ///
    /// ## 見つけるもの
    /// Dify の二つのコンポーネントで共有しなければならないのに、違う値が渡されている認証情報。サンドボックスの `API_KEY` と API の
    /// `CODE_EXECUTION_API_KEY`、プラグインデーモンの鍵、API とワーカーの `SECRET_KEY`、同じ Redis に対する `CELERY_BROKER_URL` の
    /// パスワードと `REDIS_PASSWORD` などです。
    ///
    /// ## なぜ問題か
    /// 一方がもう一方を拒否します。コードノードが 401 で失敗し、プラグインからの呼び出しが通らず、別の Pod に移るとセッションが無効になります。
    /// 片方だけ入れ替えたときの状態であり、あわてて古い値に戻してしまいがちです。
    ///
    /// ## 直し方
    /// 両端が同じ Secret の同じキーを参照するようにし、両方を再起動してください。
    CREDENTIAL_MISMATCH = "credential-mismatch", Medium, High, Operator,
    controls: [],
    topics: [MISCONFIGURED],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for it in credentials::disagreements(&facts.uses) {
        let ends = [&it.one, &it.other].map(|end| {
            let component = end.workload.component.map_or("", dify::Component::id);
            (end.variable.name, component)
        });
        let [(one, of_one), (other, of_other)] = ends;
        let reason = lang::text!(
            "`{one}` of {of_one} and `{other}` of {of_other} must be equal and differ",
            "{of_one} の `{one}` と {of_other} の `{other}` は同じ値でなければなりませんが、違います"
        );
        let finding = findings.report(it.one.workload, it.one.variable.place, reason);
        if let Some(line) = line_of(facts, it.other.variable.place) {
            finding.detail(lang::text!("the other one: {line}", "もう一方: {line}"));
        }
        let there = lang::text!("`{other}` of {of_other}", "{of_other} の `{other}`");
        finding.related(facts.inventory.documents.location(it.other.variable.place), there);
    }
    let mut said = HashSet::new();
    for part in facts.parts().filter(|part| part.component.runs_api_image()) {
        if let Some(url) = broker_differs(part)
            && said.insert(url.place)
        {
            report_broker(facts, findings, part, url);
        }
    }
}

fn report_broker(facts: &Facts<'_>, findings: &mut Findings<'_>, part: &Part<'_>, url: &Variable<'_>) {
    let reason = lang::text!(
        "the password in `CELERY_BROKER_URL` is not `REDIS_PASSWORD`, although the Redis is the same",
        "同じ Redis に対して、`CELERY_BROKER_URL` のパスワードと `REDIS_PASSWORD` が違います"
    );
    let finding = findings.report(part.workload, url.place, reason);
    if let Some(redis) = part.variable("REDIS_PASSWORD") {
        let there = lang::Text::same("`REDIS_PASSWORD`");
        finding.related(facts.inventory.documents.location(redis.place), there);
    }
}

/// The broker's URL, where its password is known, is written without escapes, and is not the one of the same Redis.
fn broker_differs<'v, 'a>(part: &'v Part<'a>) -> Option<&'v Variable<'a>> {
    let url = part.variable("CELERY_BROKER_URL")?;
    let text = url.value?.expose();
    let password = &text[password_in_url(text)?];
    let redis = part.text("REDIS_PASSWORD")?;
    let host = part.text("REDIS_HOST").filter(|host| !host.is_empty())?;
    let same_host = text.contains(&format!("@{host}:")) || text.contains(&format!("@{host}/"));
    let readable = !password.contains('%') && !is_reference(password) && !is_reference(redis);
    (same_host && readable && password != redis).then_some(url)
}

fn line_of(facts: &Facts<'_>, place: Place) -> Option<String> {
    match facts.inventory.documents.location(place) {
        Location::File { file, start, .. } => Some(format!("{file}:{}", start.line)),
        Location::Field { object, field } => Some(format!("{object} {field}")),
    }
}
