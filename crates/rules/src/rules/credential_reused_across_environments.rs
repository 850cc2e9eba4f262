//! `credential-reused-across-environments`.

use std::collections::{BTreeMap, HashSet};

use dify::{Component, Form, Purpose};

use crate::facts::Facts;
use crate::finding::Findings;
use crate::scope::{self, Scope};
use crate::written::{Nature, Written};

crate::rule! {
    /// Credential shared by two environments
    ///
    /// ## What it finds
    /// The same value for the same purpose in two environments of the input: in two namespaces that each hold a Dify, or in files
    /// whose paths name different environments (`values-prod.yaml` and `values-staging.yaml`, `overlays/prod` and `overlays/dev`).
    ///
    /// ## Why it matters
    /// What is learned in development opens production: more people and more tools see the values there. A shared `SECRET_KEY`
    /// makes a session of one environment valid in the other.
    ///
    /// ## Fix
    /// Generate each environment's values anew, and replace those of the more important one, which the other has given away.
    ///
    /// ---
    ///
    /// 環境の間で使い回された認証情報
    ///
    /// ## 見つけるもの
    /// 入力に含まれる二つの環境で、同じ用途に使われている同じ値。それぞれに Dify がある二つの名前空間や、パスが別の環境を表すファイル
    /// (`values-prod.yaml` と `values-staging.yaml`、`overlays/prod` と `overlays/dev` など)を比べます。
    ///
    /// ## なぜ問題か
    /// 開発環境では、値を目にする人もツールも多くなります。そこで知られた値で本番に入れてしまいます。`SECRET_KEY` が同じだと、一方の環境の
    /// セッションがもう一方でも有効になります。
    ///
    /// ## 直し方
    /// 環境ごとに新しい値を生成してください。もう一方から漏れているおそれがあるため、より重要な環境の値を先に替えてください。
    CREDENTIAL_REUSED_ACROSS_ENVIRONMENTS = "credential-reused-across-environments", High, High, Operator,
    controls: [Sec7],
    topics: [PLAIN_CREDENTIALS],
    check: check,
}

/// What the path says, and the namespace that holds a Dify of its own.
type Environment<'a> = (&'static str, &'a str);

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let homes = homes(facts);
    let mut values: BTreeMap<(Purpose, &str), BTreeMap<Environment<'_>, &Written<'_>>> = BTreeMap::new();
    for it in &facts.written {
        let Some(purpose) = scope::family(it.purpose) else { continue };
        if it.nature != Nature::Real || purpose == Purpose::Other || it.form == Some(Form::AccessId) {
            continue;
        }
        let Some(environment) = environment(facts, it, &homes) else { continue };
        values.entry((purpose, it.secret)).or_default().entry(environment).or_insert(it);
    }
    for places in values.values() {
        findings.look(1);
        let mut places = places.iter();
        let Some((first, original)) = places.next() else { continue };
        for (environment, it) in places.filter(|(other, _)| is_other(first, other)) {
            let (en, ja) = it.label();
            let (here, there) = (name(environment, first), name(first, environment));
            let reason =
                lang::text!("{en} of {here} has the same value in {there}", "{here} の {ja} が {there} と同じ値です");
            let ((en, ja), other) = (original.label(), name(first, environment));
            let there = lang::text!("{en} of {other}", "{other} の {ja}");
            let finding = findings.report(it.holder.subject(), it.place, reason);
            finding.related(facts.inventory.documents.location(original.place), there);
        }
    }
}

/// Namespaces with a Dify of their own: an api, or an app secret. The sandbox's own namespace is none.
fn homes<'a>(facts: &Facts<'a>) -> HashSet<&'a str> {
    let apis = facts.of(Component::Api).map(|workload| &*workload.meta.namespace);
    let secrets =
        facts.written.iter().filter(|it| it.purpose == Some(Purpose::AppSecret)).filter_map(|it| match scope::of(it) {
            Scope::Namespace(namespace) => Some(namespace),
            Scope::File(_) => None,
        });
    apis.chain(secrets).collect()
}

fn environment<'a>(facts: &Facts<'a>, it: &Written<'a>, homes: &HashSet<&'a str>) -> Option<Environment<'a>> {
    let path = facts.inventory.documents.origin(it.place.doc).name();
    let word = scope::environment_of(path).unwrap_or("");
    match scope::of(it) {
        Scope::Namespace(namespace) => homes.contains(namespace).then_some((word, namespace)),
        Scope::File(_) => (!word.is_empty()).then_some((word, "")),
    }
}

/// Whether two are different environments: by the words of their paths, or by their namespaces.
fn is_other(one: &Environment<'_>, other: &Environment<'_>) -> bool {
    let words = !one.0.is_empty() && !other.0.is_empty() && one.0 != other.0;
    let namespaces = !one.1.is_empty() && !other.1.is_empty() && one.1 != other.1;
    words || namespaces
}

/// What tells an environment from the other.
fn name(environment: &Environment<'_>, other: &Environment<'_>) -> String {
    let (word, namespace) = environment;
    if !word.is_empty() && *word != other.0 { String::from(*word) } else { format!("`{namespace}`") }
}
