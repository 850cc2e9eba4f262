//! Small rules and a small deployment: the snapshots do not change when the real rules do.

use inventory::{Input, Options};
use lang::Text;
use model::Inventory;
use rules::topic::{ADDED_CAPABILITIES, NON_ROOT};
use rules::{About, Audience, Audit, Confidence, Control, Facts, Findings, Manual, Rule, Severity};

const MANUAL: &str = " A value that everybody knows\n\n ## What it finds\n A variable with a `literal` value. It may be:\n\n - an
 example that was kept;\n - a word.\n\n ## Why it matters\n Whoever knows it is **in**.\n\n ## Fix\n Make a new one:\n\n ```sh
 sekisho secrets generate\n ```\n\n ---\n\n 誰もが知っている値\n\n ## 見つけるもの\n `literal` の値を持つ変数。\n\n ## なぜ問題か
 値を知る者は**誰でも**入れます。\n\n ## 直し方\n 新しい値を作ってください。\n";

pub(crate) static KNOWN_VALUE: Rule = Rule {
    about: About {
        id: "known-value",
        severity: Severity::High,
        confidence: Confidence::High,
        audience: Audience::Operator,
        controls: &[Control::Sec3, Control::Sec4],
        topics: &[],
        fix: None,
        manual: Manual::new(MANUAL),
    },
    check: find_literals,
};

pub(crate) static ROOT_USER: Rule = Rule {
    about: About {
        id: "root-user",
        severity: Severity::Medium,
        confidence: Confidence::Medium,
        audience: Audience::Developer,
        controls: &[Control::Ctr1],
        topics: &[&NON_ROOT, &ADDED_CAPABILITIES],
        fix: Some(rules::FixClass::Review),
        manual: Manual::new(MANUAL),
    },
    check: find_root,
};

pub(crate) const OURS: &[&Rule] = &[&KNOWN_VALUE, &ROOT_USER];

fn find_literals(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    findings.look(facts.values.len());
    for value in &facts.values {
        if value.purpose.is_some() {
            let name = value.setting;
            let reason = lang::text!("`{name}` is a value that everybody knows", "`{name}` は誰もが知っている値です");
            let detail = Text::new("published in the example file", "サンプルファイルで公開されています");
            findings.report(value.holder.subject(), value.place(&facts.inventory.documents), reason).detail(detail);
        }
    }
}

fn find_root(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for workload in &facts.inventory.workloads {
        findings.look(1);
        let reason = Text::new("runs as root", "root で動きます");
        if workload.component.is_some_and(dify::Component::is_sandbox) {
            findings.except(
                workload,
                workload.meta.place,
                Text::new("the image needs root", "イメージが root を必要とします"),
            );
        } else {
            findings.report(workload, workload.meta.name.place, reason);
        }
    }
}

pub(crate) const MANIFESTS: &str = "\
apiVersion: apps/v1
kind: Deployment
metadata: {name: dify-api, namespace: dify}
spec:
  template:
    spec:
      containers:
        - name: api
          image: langgenius/dify-api:1.10.1
          env:
            - {name: MODE, value: api}
            - {name: SECRET_KEY, value: hunter2, x: other} # 秘密
            - name: DB_PASSWORD
              value: hunter2
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: sandbox, namespace: dify}
spec:
  template:
    spec:
      containers: [{name: sandbox, image: 'langgenius/dify-sandbox:latest'}]
---
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata: {name: db, namespace: dify}
spec: {imageName: 'ghcr.io/cloudnative-pg/postgresql:16.4-1'}
---
password: \"not closed
";

pub(crate) fn deployment() -> Inventory {
    read(&[("deploy/dify.yaml", MANIFESTS), ("deploy/.env", "SECRET_KEY='hunter2' # 秘密\n")])
}

pub(crate) fn read(files: &[(&str, &str)]) -> Inventory {
    let inputs = files.iter().map(|(name, text)| Input::file(*name, *text)).collect();
    inventory::read(inputs, &Options::default())
}

pub(crate) fn judge(inventory: &Inventory) -> Audit {
    let broken = rules::find("broken-document").expect("a rule");
    rules::audit_with(inventory, &[&KNOWN_VALUE, &ROOT_USER, broken])
}
