//! What is asked for, one by one.

use harden::{Remark, Request};
use lang::Lang;

use crate::{harden, read};

const API: &str = "\
apiVersion: apps/v1
kind: Deployment
metadata: {name: api, namespace: ai}
spec:
  template:
    metadata: {labels: {app: api}}
    spec:
      containers:
      - name: api
        image: langgenius/dify-api:1.15.0
        envFrom: [{configMapRef: {name: settings}}, {secretRef: {name: keys}}]
        env:
        - {name: MODE, value: api}
        - {name: DB_PASSWORD, value: s3cret-canary} # by hand
";

const SETTINGS: &str = "\
---
apiVersion: v1
kind: ConfigMap
metadata: {name: settings, namespace: ai}
data:
  # the only one
  CELERY_BROKER_URL: redis://:other-canary@redis:6379/1
---
apiVersion: v1
kind: Secret
metadata: {name: keys, namespace: ai}
stringData:
  SECRET_KEY: sk-9f73s3ljTXVcMT3Blb3ljTqtsKiGHXVcMT3BlbkFJLK7U
  PLUGIN_DAEMON_KEY: Jq8v2mT1xWc7LrZk4Ns9
";

const SANDBOX: &str = "\
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: sandbox, namespace: ai}
spec:
  template:
    metadata: {labels: {app: sandbox}}
    spec:
      serviceAccountName: shared
      containers:
      - name: sandbox
        image: langgenius/dify-sandbox:0.2.15
        envFrom: [{configMapRef: {name: shared}}]
      volumes: [{name: deps, persistentVolumeClaim: {claimName: deps}}]
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: deps, namespace: ai}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: shared, namespace: ai}
data: {HTTP_PROXY: 'http://proxy:3128', GREETING: proxy}
---
apiVersion: v1
kind: Service
metadata: {name: proxy, namespace: ai}
spec: {selector: {app: proxy}, ports: [{port: 3128}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: tool, namespace: ai}
spec:
  template:
    metadata: {labels: {app: tool}}
    spec:
      containers:
      - {name: tool, image: 'example.com/tool:1', envFrom: [{configMapRef: {name: shared}}]}
";

fn told(remarks: &[Remark]) -> String {
    let text = |it: &Remark| match it {
        Remark::Changed { what, .. } => format!("changed {}\n", what.get(Lang::En)),
        Remark::Added(what) => format!("added {}\n", what.get(Lang::En)),
        Remark::Left { what, .. } => format!("left {}\n", what.get(Lang::En)),
        Remark::Note(what) => format!("note {}\n", what.get(Lang::En)),
    };
    remarks.iter().map(text).collect()
}

#[test]
fn exposed_credentials_become_references_and_good_ones_stay() {
    let request = Request { secret_refs: true, ..Request::default() };
    let hardened = harden(&format!("{API}{SETTINGS}"), &request);
    let (text, told) = (hardened.text(), told(&hardened.remarks));
    for gone in ["s3cret-canary", "other-canary", "sk-9f73s3lj"] {
        assert!(!text.contains(gone) && !told.contains(gone), "{text}{told}");
    }
    let reference =
        |name: &str, key: &str| format!("name: {name}, valueFrom: {{secretKeyRef: {{name: dify-secret, key: {key}}}}}");
    assert!(text.contains(&reference("DB_PASSWORD", "DB_PASSWORD")) && text.contains("} # by hand\n"), "{text}");
    assert!(text.contains("key: CELERY_BROKER_URL") && text.contains("key: SECRET_KEY"), "{text}");
    assert!(text.contains("PLUGIN_DAEMON_KEY: Jq8v2mT1xWc7LrZk4Ns9") && !text.contains("key: PLUGIN_DAEMON_KEY"));
    assert!(told.contains("Secret ai/dify-secret has to hold CELERY_BROKER_URL, DB_PASSWORD, SECRET_KEY"), "{told}");
}

#[test]
fn what_another_variable_is_made_of_stays_before_it() {
    let text = API.replace("value: s3cret-canary}", "value: \"$(SECRET_KEY)\"}");
    let request = Request { secret_refs: true, ..Request::default() };
    let hardened = harden(&format!("{text}{SETTINGS}"), &request);
    let (text, told) = (hardened.text(), told(&hardened.remarks));
    assert!(text.contains("value: \"$(SECRET_KEY)\"") && text.contains("SECRET_KEY: sk-9f73"), "{text}");
    assert!(told.contains("left `SECRET_KEY` stays in the whole Secret"), "{told}");
}

#[test]
fn a_sandbox_takes_along_what_is_its_own_and_copies_what_is_not() {
    let request = Request { sandbox_namespace: Some("cage".to_owned()), ..Request::default() };
    let hardened = harden(&format!("{API}{SANDBOX}"), &request);
    let (after, told) = (read(hardened.text()), told(&hardened.remarks));
    let there = |kind: &str, name: &str| -> Vec<String> {
        let of = after.metas().filter(|it| &*it.kind == kind && **it.name == *name);
        of.map(|it| it.namespace.to_string()).collect()
    };
    assert_eq!(there("Deployment", "sandbox"), ["cage"]);
    assert_eq!(there("PersistentVolumeClaim", "deps"), ["cage"]);
    assert_eq!(there("ConfigMap", "shared"), ["ai", "cage"]);
    assert_eq!(there("Service", "proxy"), ["ai"]);
    // Only the copy has to find its way back, and only an address is one.
    let text = hardened.text();
    assert_eq!(text.matches("HTTP_PROXY: 'http://proxy:3128'").count(), 1, "{text}");
    assert_eq!(text.matches("HTTP_PROXY: 'http://proxy.ai.svc.cluster.local:3128', GREETING: proxy").count(), 1);
    assert!(told.contains("left ServiceAccount shared is not in the input"), "{told}");
    assert!(told.contains("left PersistentVolumeClaim deps is a new, empty volume"), "{told}");
}

#[test]
fn a_copy_holds_what_the_sandbox_takes_and_no_password_of_others() {
    let keys = "---\napiVersion: v1\nkind: Secret\nmetadata: {name: all, namespace: ai}\ndata:\n  # of everybody\n  db: ZGItY2FuYXJ5\n  box: Ym94\n  redis: cmVkaXM=\n";
    let env = "env: [{name: API_KEY, valueFrom: {secretKeyRef: {name: all, key: box}}}]\n        envFrom";
    let text = format!("{API}{}{keys}", SANDBOX.replacen("envFrom", env, 1)).replacen(
        "secretRef: {name: keys}",
        "secretRef: {name: all}",
        1,
    );
    let request = Request { sandbox_namespace: Some("cage".to_owned()), ..Request::default() };
    let hardened = harden(&text, &request);
    let after = read(hardened.text());
    let copy = after.config(model::ConfigKind::Secret, "cage", "all").expect("a copy");
    assert_eq!(copy.entries.iter().map(|it| &**it.key).collect::<Vec<_>>(), ["box"], "{}", hardened.text());
    let old = after.config(model::ConfigKind::Secret, "ai", "all").expect("the old one");
    assert_eq!(old.entries.len(), 3);
    // Who takes a ConfigMap whole gets it whole.
    assert_eq!(after.config(model::ConfigKind::ConfigMap, "cage", "shared").expect("a copy").entries.len(), 2);
}

const SQUID: &str = "\
---
apiVersion: v1
kind: ConfigMap
metadata: {name: squid, namespace: ai} # ours
data:
  squid.conf: |
    http_access allow all
    http_port 3128
  other: kept
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: ssrf, namespace: ai}
spec:
  template:
    metadata: {labels: {app: ssrf}}
    spec:
      containers:
      - name: squid
        image: ubuntu/squid:6.6
        volumeMounts: [{name: c, mountPath: /etc/squid/squid.conf, subPath: squid.conf}]
      volumes: [{name: c, configMap: {name: squid}}]
---
apiVersion: v1
kind: Service
metadata: {name: squid, namespace: ai}
spec: {selector: {app: ssrf}, ports: [{port: 8888, targetPort: 3128}]}
";

#[test]
fn a_proxy_that_is_open_to_the_inside_gets_rules_and_is_used() {
    let request = Request { ssrf_proxy: true, ..Request::default() };
    for squid in [SQUID.to_owned(), SQUID.replace("  other: kept\n", "")] {
        let hardened = harden(&format!("{API}{squid}"), &request);
        let text = hardened.text();
        assert!(text.contains("  squid.conf: |\n    http_port 3128\n    visible_hostname ssrf-proxy\n"), "{text}");
        assert!(
            !text.contains("allow all") && text.contains("metadata: {name: squid, namespace: ai} # ours"),
            "{text}"
        );
        assert!(text.contains("value: \"http://squid:8888\"") && !text.contains("name: ssrf-proxy"), "{text}");
        let found = rules::audit(&read(text));
        assert!(found.findings.iter().all(|it| it.rule != "ssrf-proxy-without-destination-rules"), "{text}");
    }
}

#[test]
fn what_cannot_move_whole_does_not_move() {
    // The API server takes the last of two keys; an editor cannot know which one was meant.
    let twice = SANDBOX.replace(
        "metadata: {name: sandbox, namespace: ai}",
        "metadata: {name: x}\nmetadata: {name: sandbox, namespace: ai}",
    );
    let text = format!("{API}{twice}");
    let request = Request { sandbox_namespace: Some("cage".to_owned()), ..Request::default() };
    let hardened = harden(&text, &request);
    let after = read(hardened.text());
    assert!(after.metas().all(|it| &*it.namespace != "cage"), "{}", hardened.text());
    let told = told(&hardened.remarks);
    assert!(told.contains("note the sandbox stays where it is") && !told.contains("changed"), "{told}");
}

#[test]
fn a_proxy_is_told_to_whoever_has_none() {
    let request = Request { ssrf_proxy: true, ..Request::default() };
    let hardened = harden(&format!("{API}{SANDBOX}"), &request);
    let text = hardened.text();
    assert_eq!(text.matches("value: \"http://ssrf-proxy:3128\"").count(), 3, "{text}");
    assert!(text.contains("- name: SSRF_PROXY_HTTP_URL") || text.contains("{name: SSRF_PROXY_HTTP_URL"), "{text}");
    // The sandbox has one already, by its ConfigMap.
    assert!(!text.contains("name: HTTP_PROXY"), "{text}");
    assert!(text.contains("namespace: ai\n  labels:\n    app.kubernetes.io/part-of: dify"), "{text}");
}

#[test]
fn without_any_namespace_nothing_is_written_into_one() {
    let text = format!("{API}{SANDBOX}").replace(", namespace: ai", "");
    let request = Request { ssrf_proxy: true, policies: Some(policies::Options::default()), ..Request::default() };
    let hardened = harden(&text, &request);
    assert_eq!(hardened.unproved, Vec::<String>::new());
    assert!(!hardened.text().contains("namespace: default"), "{}", hardened.text());
    assert!(hardened.text().contains("name: default-deny-all"), "{}", hardened.text());
    assert!(harden(hardened.text(), &request).text() == hardened.text(), "twice is once");
}

#[test]
fn nothing_to_do_is_said() {
    let text = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\n";
    let hardened = harden(text, &crate::everything());
    assert_eq!(hardened.text(), text);
    assert_eq!(hardened.remarks.len(), 3, "{}", told(&hardened.remarks));
}
