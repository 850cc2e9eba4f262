//! `plaintext-credential`.

use dify::{Form, Purpose};

use crate::Severity;
use crate::facts::Facts;
use crate::finding::Findings;
use crate::value::ValueKind;
use crate::written::{Nature, Written};

crate::rule! {
    /// Plaintext credential outside a Secret
    ///
    /// ## What it finds
    /// A credential written into a pod template (`env`, `command`, `args`), into a ConfigMap, into a configuration file inside one,
    /// or as the password of a URL there. Published defaults and placeholders have rules of their own.
    ///
    /// ## Why it matters
    /// Pod templates and ConfigMaps are read by everybody who may look at a Deployment: dashboards, `kubectl describe`, GitOps
    /// tools, support bundles. They are not encrypted at rest where only Secrets are, and RBAC cannot keep them apart. Arguments
    /// also show in the process list of the node.
    ///
    /// ## Fix
    /// Move the value into a Secret, take the single key, and replace the value, for it has been read:
    ///
    /// ```yaml
    /// - name: DB_PASSWORD
    ///   valueFrom:
    ///     secretKeyRef: { name: dify-secret, key: DB_PASSWORD }
    /// - name: CELERY_BROKER_URL
    ///   value: redis://:$(REDIS_PASSWORD)@redis:6379/1
    /// ```
    ///
    /// ---
    ///
    /// Secret 以外に平文で書かれた認証情報
    ///
    /// ## 見つけるもの
    /// Pod テンプレート(`env`、`command`、`args`)、ConfigMap、ConfigMap 内の設定ファイル、そこにある URL のパスワードに直接書かれた
    /// 認証情報。公開された初期値と仮の値は別のルールで扱います。
    ///
    /// ## なぜ問題か
    /// Pod テンプレートと ConfigMap は、Deployment を見られる人なら誰でも読めます。ダッシュボード、`kubectl describe`、GitOps ツール、
    /// サポート用の収集データにも現れます。保存時の暗号化も多くは Secret だけが対象で、RBAC でも分けられません。引数に書いた値は、
    /// ノードのプロセス一覧にも現れます。
    ///
    /// ## 直し方
    /// 値を Secret に移し、必要なキーだけを参照してください。すでに読まれた値なので、新しい値に替えてください。
    ///
    /// ```yaml
    /// - name: DB_PASSWORD
    ///   valueFrom:
    ///     secretKeyRef: { name: dify-secret, key: DB_PASSWORD }
    /// - name: CELERY_BROKER_URL
    ///   value: redis://:$(REDIS_PASSWORD)@redis:6379/1
    /// ```
    PLAINTEXT_CREDENTIAL = "plaintext-credential", High, High, Operator,
    controls: [Sec2],
    topics: [PLAIN_CREDENTIALS],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for it in &facts.written {
        if it.nature == Nature::Empty || it.settings_format().is_some() {
            continue;
        }
        findings.look(1);
        if it.nature != Nature::Real || !it.is_plain_manifest() || it.form == Some(Form::AccessId) {
            continue;
        }
        let finding = findings.report(it.holder.subject(), it.place, reason(it));
        if it.purpose == Some(Purpose::Other) {
            // Judged by its name alone.
            finding.at_most(Severity::Medium);
        }
    }
}

fn reason(it: &Written<'_>) -> lang::Text {
    let (en, ja) = it.label();
    match it.kind {
        ValueKind::Env => {
            lang::text!("{en} is written into the pod template", "{ja} が Pod テンプレートに平文で書かれています")
        }
        ValueKind::Argument => {
            lang::text!("{en} is written on the command line", "{ja} がコマンドラインに平文で書かれています")
        }
        ValueKind::Annotation => {
            lang::text!("{en} is written into an annotation", "{ja} がアノテーションに平文で書かれています")
        }
        ValueKind::Field => {
            lang::text!(
                "{en} is written into an object that is no Secret",
                "{ja} が Secret ではないオブジェクトに平文で書かれています"
            )
        }
        _ => lang::text!("{en} is written into a ConfigMap", "{ja} が ConfigMap に平文で書かれています"),
    }
}
