//! Laws of what is told: nothing is changed that no line announces, every line that is named is one of the input, and a second run has
//! nothing to do.

use std::collections::BTreeMap;

use harden::{Hardened, Remark, Request};
use model::{Inventory, Location};
use yaml::{Path, Ref, Step};

use crate::public::deployments;
use crate::running::pod;
use crate::{everything, harden, read};

/// Every scalar by its document's number and its path.
fn scalars(inventory: &Inventory) -> BTreeMap<(usize, String), String> {
    let mut found = BTreeMap::new();
    for (at, doc) in inventory.documents.ids().enumerate() {
        if let Some(root) = inventory.documents.root(doc) {
            add(&mut found, at, &mut Vec::new(), root);
        }
    }
    found
}

fn add(found: &mut BTreeMap<(usize, String), String>, at: usize, steps: &mut Vec<Step>, node: Ref<'_>) {
    if node.is_mapping() && node.entries().next().is_some() {
        for (key, value) in node.entries() {
            steps.push(Step::Key(key.text().unwrap_or("?").to_owned()));
            add(found, at, steps, value);
            steps.pop();
        }
    } else if node.is_sequence() && node.items().next().is_some() {
        for (number, item) in node.items().enumerate() {
            steps.push(Step::Index(number));
            add(found, at, steps, item);
            steps.pop();
        }
    } else {
        found.insert((at, Path(steps.clone()).to_string()), node.source().to_owned());
    }
}

/// Whether a field that differs is one that was announced, or stands in one.
fn is_announced(field: &str, hardened: &Hardened) -> bool {
    let below = |announced: &String| {
        let rest = field.strip_prefix(announced.as_str());
        // What was empty is a scalar here, and has fields afterwards.
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '['])) || announced.starts_with(field)
    };
    hardened.applied.iter().flat_map(|it| &it.fields).any(below)
}

fn lines_of(hardened: &Hardened) -> Vec<(&Location, String)> {
    let remarks = hardened.remarks.iter().filter_map(|it| match it {
        Remark::Changed { location, what } | Remark::Left { location, what, .. } => {
            Some((location, what.get(lang::Lang::En).to_owned()))
        }
        _ => None,
    });
    let applied = hardened.applied.iter().map(|it| (&it.location, it.rule.to_string()));
    let left = hardened.left.iter().map(|it| (&it.location, it.rule.to_string()));
    let held = hardened.held.iter().map(|it| (&it.location, it.rule.to_string()));
    remarks.chain(applied).chain(left).chain(held).collect()
}

fn check(label: &str, text: &str, request: &Request) {
    let hardened = harden(text, request);
    let n = text.lines().count() as u32;
    let lines: Vec<&str> = text.lines().collect();
    for (location, what) in lines_of(&hardened) {
        let Location::File { start, end, .. } = location else { panic!("{label}: {what}: no line") };
        assert!(start.line >= 1 && start.line <= end.line && end.line <= n, "{label}: {what}: {start:?} of {n}");
        let line = lines[start.line as usize - 1];
        assert!(
            !line.trim().is_empty() && start.column as usize <= line.chars().count() + 1,
            "{label}: {what}: {start:?}: {line}"
        );
    }
    let remaining = hardened.audit.findings.iter().filter_map(|it| hardened.lines.was(&it.location));
    for location in remaining {
        let Location::File { end, .. } = location else { continue };
        assert!(end.line <= n, "{label}: {end:?} of {n}");
    }
    let again = harden(hardened.text(), request);
    assert!(
        again.text() == hardened.text(),
        "{label}: the second time:\n{:?}",
        again.applied.iter().map(|it| (&it.rule, &it.fields)).collect::<Vec<_>>()
    );
    if request.sandbox_namespace.is_none() && request.policies.is_none() && !request.ssrf_proxy && !request.secret_refs
    {
        let (before, after) = (scalars(&read(text)), scalars(&hardened.inventory));
        let keys: std::collections::BTreeSet<_> = before.keys().chain(after.keys()).collect();
        for key in keys {
            if before.get(key) != after.get(key) {
                assert!(is_announced(&key.1, &hardened), "{label}: nobody announced {}", key.1);
            }
        }
    }
}

#[test]
fn of_public_deployments() {
    for (name, text) in deployments() {
        for request in [Request::default(), everything()] {
            check(&name, &text, &request);
        }
    }
}

/// A small generator: the same numbers each time.
struct Dice(u64);

impl Dice {
    fn of<T: Copy>(&mut self, list: &[T]) -> T {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        list[(self.0 >> 33) as usize % list.len()]
    }
}

const IMAGES: &[&str] = &[
    "langgenius/dify-api:1.15.0",
    "langgenius/dify-api:1.9.2",
    "langgenius/dify-api:latest",
    "langgenius/dify-api:1.17.1",
    "langgenius/dify-web:1.9.2",
    "langgenius/dify-web:1.16.0",
    "langgenius/dify-plugin-daemon:0.6.3-local",
    "langgenius/dify-sandbox:0.2.1",
    "langgenius/dify-sandbox:0.2.15",
    "ubuntu/squid:latest",
    "nginx:1.27",
    "nginxinc/nginx-unprivileged:1.27",
    "postgres:15-alpine",
    "postgres:18",
    "postgres@sha256:00",
    "bitnamilegacy/postgresql:15",
    "redis:6-alpine",
    "bitnamilegacy/redis:7",
    "semitechnologies/weaviate:1.27.0",
    "qdrant/qdrant:v1.8.3",
    "minio/minio:latest",
    "busybox:1.36",
    "acme/thing:1",
];
const ENVS: &[&str] = &[
    "",
    "        env: [{name: MODE, value: worker}]\n",
    "        env: [{name: MODE, value: api}, {name: DIFY_PORT, value: \"8000\"}]\n",
    "        env:\n        - name: LOG_FILE # the log\n          value: /app/logs/server.log\n",
    "        env: []\n",
    "        envFrom: [{configMapRef: {name: unseen}}]\n",
    "        env: [{name: HOME, value: \"\"}]\n",
];
const REST: &[&str] = &[
    "",
    "        securityContext: {runAsUser: 0}\n",
    "        securityContext:\n          readOnlyRootFilesystem: true\n",
    "        volumeMounts: [{name: v, mountPath: /data}]\n      volumes: [{name: v, hostPath: {path: /srv}}]\n",
    "        volumeMounts:\n        - name: v\n          mountPath: /tmp\n          readOnly: true\n      volumes:\n      - name: v\n        emptyDir: {}\n",
    "        command: [sh, -c, \"exec thing\"]\n",
    "        args: [--port, \"6400\"]\n",
    "        securityContext: {privileged: true}\n",
    "      initContainers:\n      - {name: own, image: busybox, command: [chown, -R, \"1001\", /data]}\n",
    "      volumes: []\n",
];

fn generated(seed: u64) -> String {
    let mut dice = Dice(seed.wrapping_mul(977).wrapping_add(13));
    let mut documents = Vec::new();
    for at in 0..dice.of(&[1usize, 2, 3, 5]) {
        let kind = dice.of(&["Deployment", "StatefulSet", "Deployment"]);
        let rest = format!("{}{}", dice.of(ENVS), dice.of(REST));
        documents.push(pod(kind, &format!("part{at}"), dice.of(IMAGES), &rest));
        if dice.of(&[false, false, true]) {
            let name = dice.of(&["redis", "db", "sandbox", "dify", "web"]);
            documents.push(format!("# a Service\napiVersion: v1\nkind: Service\nmetadata: {{name: {name}, namespace: dify}}\nspec: {{ports: [{{port: 1}}]}}\n"));
        }
    }
    documents.join("---\n")
}

#[test]
#[expect(clippy::disallowed_methods, reason = "how many is told by the environment")]
fn of_generated_deployments() {
    let n: u64 = std::env::var("SEKISHO_DEPLOYMENTS").ok().and_then(|it| it.parse().ok()).unwrap_or(60);
    for seed in 0..n {
        let text = generated(seed);
        check(&format!("seed {seed}:\n{text}"), &text, &Request::default());
        check(&format!("seed {seed}, owned:\n{text}"), &text, &Request { owned_volumes: true, ..Request::default() });
    }
}
