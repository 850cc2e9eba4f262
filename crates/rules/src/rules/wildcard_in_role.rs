//! `wildcard-in-role`.

use lang::text;
use model::{Located, PolicyVerbs};

use crate::facts::Facts;
use crate::finding::Findings;
use crate::rights;

crate::rule! {
    /// Wildcard in a role
    ///
    /// ## What it finds
    /// A `"*"` among the verbs, API groups, resources or non-resource URLs of a role, where it opens none of the rights that have
    /// a rule of their own (reading Secrets, running pods, ...). A wildcard over every resource is `unlimited-role`.
    ///
    /// ## Why it matters
    /// A wildcard grows by itself: an upgrade of the cluster, or an operator for the database or vector store beside Dify, adds
    /// verbs and resources, and the role has them from that moment, reviewed by nobody.
    ///
    /// ## Fix
    /// Write out what is used, for example for leader election:
    ///
    /// ```yaml
    /// - apiGroups: ["coordination.k8s.io"]
    ///   resources: ["leases"]
    ///   verbs: ["get", "create", "update"]
    /// ```
    ///
    /// ---
    ///
    /// ワイルドカードのあるロール
    ///
    /// ## 見つけるもの
    /// ロールの verbs、apiGroups、resources、nonResourceURLs にある `"*"`。Secret の読み取りや Pod の実行など、専用のルールがある権限に及ばないものが対象です。
    /// すべてのリソースに及ぶものは `unlimited-role` で報告します。
    ///
    /// ## なぜ問題か
    /// ワイルドカードはひとりでに広がります。クラスターの更新や、Dify と並べて使うデータベースやベクトルストアのオペレーターの導入で動詞やリソースが増えると、
    /// 誰の確認も経ないまま、その時点からロールの権限に加わります。
    ///
    /// ## 直し方
    /// 使うものだけを書き出してください。リーダー選出であれば次のとおりです。
    ///
    /// ```yaml
    /// - apiGroups: ["coordination.k8s.io"]
    ///   resources: ["leases"]
    ///   verbs: ["get", "create", "update"]
    /// ```
    WILDCARD_IN_ROLE = "wildcard-in-role", Medium, High, Platform,
    controls: [Rbac1],
    topics: [WILDCARDS],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let access = facts.access();
    for role in rights::roles(facts, findings) {
        for entry in &role.rules {
            let Some((field, star)) = wildcard(entry) else { continue };
            // Each of these says more of the same entry, and breaks the same sentence.
            let is_unlimited = rights::every_resource(entry).is_some() && !access.dangers(role, entry).is_empty();
            let is_said =
                [rights::READ_SECRETS, rights::ENTER_PODS].iter().any(|it| access.opens(role, entry, it).is_some());
            if is_unlimited || is_said {
                continue;
            }
            let name = rights::named(role);
            let reason = text!("`{field}` of {name} hold a wildcard", "{name} の `{field}` にワイルドカードがあります");
            access.weigh(role, entry, findings.report(&role.meta, star.place, reason));
        }
    }
}

fn wildcard(entry: &PolicyVerbs) -> Option<(&'static str, &Located<Box<str>>)> {
    let star = |list: &'static str, values: &'_ [Located<Box<str>>]| {
        values.iter().position(|it| &*it.value == "*" || it.value.starts_with("*/")).map(|at| (list, at))
    };
    let lists = [
        ("verbs", &entry.verbs),
        ("resources", &entry.resources),
        ("apiGroups", &entry.api_groups),
        ("nonResourceURLs", &entry.non_resource_urls),
    ];
    lists.into_iter().find_map(|(name, values)| star(name, values).map(|(name, at)| (name, &values[at])))
}
