//! `unlimited-role`.

use lang::text;
use model::PolicyVerbs;

use crate::facts::Facts;
use crate::finding::Findings;
use crate::rights;
use findings::Severity;

crate::rule! {
    /// Role that covers every resource
    ///
    /// ## What it finds
    /// A Role or ClusterRole whose `resources` are `"*"` in an API group that holds Secrets, pods, roles or the like. One finding
    /// for each entry says what the wildcard opens; the rules for single rights do not repeat it.
    ///
    /// ## Why it matters
    /// No part of Dify speaks to the Kubernetes API. Some manifests still give the pods of PostgreSQL, Redis or Weaviate a role
    /// with `"*"` for everything: whoever gets into one of these pods then reads every Secret of the namespace, `SECRET_KEY` and
    /// the database passwords among them, and starts pods of their own.
    ///
    /// ## Fix
    /// Delete the role and its binding if only Dify's pods use it. Otherwise name what is needed:
    ///
    /// ```yaml
    /// rules:
    ///   - apiGroups: [""]
    ///     resources: ["pods", "pods/log"]
    ///     verbs: ["get", "list", "watch"]
    /// ```
    ///
    /// ---
    ///
    /// すべてのリソースに及ぶロール
    ///
    /// ## 見つけるもの
    /// Secret、Pod、ロールなどを含む API グループで、`resources` に `"*"` を指定している Role・ClusterRole。項目ごとに一件だけ報告し、
    /// ワイルドカードで何ができてしまうかを示します。個々の権限のルールでは重ねて報告しません。
    ///
    /// ## なぜ問題か
    /// Dify のどの部分も Kubernetes API を使いません。それでも PostgreSQL、Redis、Weaviate の Pod に `"*"` のロールを与えているマニフェストがあります。
    /// そのどれか一つに侵入されると、`SECRET_KEY` やデータベースのパスワードを含む名前空間のすべての Secret を読まれ、任意の Pod を動かされます。
    ///
    /// ## 直し方
    /// Dify の Pod しか使っていないなら、ロールとバインディングを削除してください。ほかに使うものがあるなら、必要なリソースだけを挙げます。
    ///
    /// ```yaml
    /// rules:
    ///   - apiGroups: [""]
    ///     resources: ["pods", "pods/log"]
    ///     verbs: ["get", "list", "watch"]
    /// ```
    UNLIMITED_ROLE = "unlimited-role", High, High, Platform,
    controls: [Rbac1, Rbac2],
    topics: [WILDCARDS, READ_SECRETS],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let access = facts.access();
    for role in rights::roles(facts, findings) {
        for entry in &role.rules {
            let Some(star) = rights::every_resource(entry) else { continue };
            let dangers = access.dangers(role, entry);
            if dangers.is_empty() {
                continue;
            }
            let name = rights::named(role);
            let finding = findings.report(
                &role.meta,
                star.place,
                text!("{name} covers every resource", "{name} がすべてのリソースに及びます"),
            );
            let opens = |lang| dangers.iter().map(|it| it.get(lang)).collect::<Vec<_>>();
            let en = lang::list(opens(lang::Lang::En));
            let ja = lang::list(opens(lang::Lang::Ja));
            let given = access.describe(role);
            access.weigh(role, entry, finding);
            finding.detail(lang::Text::owned(
                format!("it opens {}; {}", en.get(lang::Lang::En), given.get(lang::Lang::En)),
                format!("できること:{}。{}", ja.get(lang::Lang::Ja), given.get(lang::Lang::Ja)),
            ));
            if only_reads(entry) {
                finding.at_most(Severity::Medium);
            }
        }
    }
}

fn only_reads(entry: &PolicyVerbs) -> bool {
    entry.verbs.iter().all(|verb| matches!(&*verb.value, "get" | "list" | "watch"))
}
