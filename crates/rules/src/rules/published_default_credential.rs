//! `published-default-credential`.

use std::collections::HashMap;

use findings::Severity;
use lang::Text;
use model::DocId;

use crate::facts::Facts;
use crate::finding::{Breaking, Findings};
use crate::known::opens_the_console;
use crate::written::{self, Nature, Written};

crate::rule! {
    /// Default credential, publicly known
    ///
    /// ## What it finds
    /// A value that stands in Dify's own files or in a public chart: `SECRET_KEY` of the examples, `difyai123456`, the two long
    /// plugin keys, `dify-sandbox` as a key. Wherever a value can stand: variables, ConfigMaps, Secrets (base64 too), URLs,
    /// arguments, Helm values, `.env` and Compose files. Common words count only for the settings that they are published for.
    /// Comments do not count.
    ///
    /// ## Why it matters
    /// Such a value is strong or long in vain: it is in everybody's word list. With `SECRET_KEY` one forges sessions and file
    /// links, with the plugin keys one calls every tenant's models and apps, with `dify-sandbox` one runs code, with the database's
    /// or Redis' password one reads everything, model vendors' keys included.
    ///
    /// ## Fix
    /// Generate a value for each credential and let the container take it from a Secret:
    ///
    /// ```yaml
    /// - name: SECRET_KEY
    ///   valueFrom:
    ///     secretKeyRef: { name: dify-secret, key: SECRET_KEY }
    /// ```
    ///
    /// Change both ends of a shared credential together. A new `SECRET_KEY` ends all sessions; a database or Redis keeps its old
    /// password until it is changed there too.
    ///
    /// ---
    ///
    /// 誰でも知ることのできる認証情報
    ///
    /// ## 見つけるもの
    /// Dify 本体のファイルや公開チャートに書かれている値。例示用の `SECRET_KEY`、`difyai123456`、プラグイン用の長い二つの鍵、鍵としての
    /// `dify-sandbox` などです。環境変数、ConfigMap、Secret(base64 も)、URL、引数、Helm の values、`.env`、Compose のどこにあっても見つけます。
    /// ありふれた単語は、その値が公開されている設定のときだけ対象にします。コメントは対象にしません。
    ///
    /// ## なぜ問題か
    /// どれほど長くても、攻撃者の辞書に載っている値です。`SECRET_KEY` があればセッションやファイルのリンクを偽造でき、プラグインの鍵があれば
    /// 全テナントのモデルやアプリを呼び出せます。`dify-sandbox` ではコードを実行でき、データベースや Redis のパスワードでは、
    /// モデル提供元の API キーを含むすべてを読み出せます。
    ///
    /// ## 直し方
    /// 認証情報ごとに値を生成し、コンテナには Secret から渡してください。
    ///
    /// ```yaml
    /// - name: SECRET_KEY
    ///   valueFrom:
    ///     secretKeyRef: { name: dify-secret, key: SECRET_KEY }
    /// ```
    ///
    /// 両端で共有する認証情報は同時に変えてください。`SECRET_KEY` を変えるとすべてのセッションが切れます。データベースと Redis は、
    /// それ自体のパスワードも変えるまで古いままです。
    PUBLISHED_DEFAULT_CREDENTIAL = "published-default-credential", Critical, High, Operator,
    controls: [Sec3, Sec4],
    topics: [PLAIN_CREDENTIALS],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let mut unread: HashMap<DocId, Vec<&Written<'_>>> = HashMap::new();
    for it in facts.written.iter().filter(|it| it.nature != Nature::Empty) {
        findings.look(1);
        // Which default it is stays unsaid: a report goes to more people than the manifest.
        if let Nature::Published(_) = it.nature {
            if facts.is_of_another_backend(it.setting) {
                unread.entry(it.place.doc).or_default().push(it);
                continue;
            }
            let (en, ja) = it.label();
            let reason = lang::text!("{en} is a published default", "{ja} は公開されている初期値です");
            let finding = findings.report(it.holder.subject(), it.place, reason);
            if it.is_example(&facts.inventory.documents) {
                finding.at_most(Severity::Medium);
            } else if !opens_the_console(it.purpose) {
                finding.at_most(Severity::High);
            }
        }
    }
    for all in unread.into_values() {
        fold(facts, findings, &all);
    }
    if let Some(reason) = written::unseen(&facts.uses) {
        findings.blind(&reason);
    }
}

/// Defaults of backends that are not chosen: nobody reads them, and one finding for each document says so.
fn fold(facts: &Facts<'_>, findings: &mut Findings<'_>, all: &[&Written<'_>]) {
    let mut all = all.to_vec();
    all.sort_by_key(|it| it.place.node);
    let Some(first) = all.first() else { return };
    let names = lang::list(all.iter().map(|it| it.label().0));
    let (en, ja) = names.both();
    let reason = lang::text!(
        "published defaults of backends that are not chosen: {en}",
        "選択されていないバックエンドの設定に、公開されている初期値があります: {ja}"
    );
    let finding = findings.report(first.holder.subject(), first.place, reason);
    finding.at_most(Severity::Low).breaking([]);
    for it in all.iter().skip(1) {
        finding.related(facts.location(it.place), Text::same(it.label().0));
    }
}
