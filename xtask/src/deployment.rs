//! Generated deployments to measure on: releases of a small Dify, as a chart would render them.

use std::fmt::Write as _;

/// How releases share namespaces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// A namespace for each release.
    Many,
    /// One namespace for all.
    One,
}

impl Shape {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Shape::Many => "a namespace for each release",
            Shape::One => "one namespace",
        }
    }
}

/// Objects of one release.
const OBJECTS: usize = 43;

/// A text of about `objects` objects.
pub(crate) fn generate(objects: usize, shape: Shape) -> String {
    let mut out = String::new();
    for release in 0..objects.div_ceil(OBJECTS) {
        let namespace = match shape {
            Shape::Many => format!("dify-{release}"),
            Shape::One => "dify".to_owned(),
        };
        add_release(&mut out, &format!("r{release}"), &namespace);
    }
    out
}

/// Number of objects in a generated text.
pub(crate) fn count(text: &str) -> usize {
    text.lines().filter(|line| line.starts_with("kind: ")).count()
}

const PARTS: [(&str, &str, u16); 9] = [
    ("api", "langgenius/dify-api:1.15.0", 5001),
    ("worker", "langgenius/dify-api:1.15.0", 5001),
    ("worker-beat", "langgenius/dify-api:1.15.0", 5001),
    ("web", "langgenius/dify-web:1.15.0", 3000),
    ("plugin-daemon", "langgenius/dify-plugin-daemon:0.6.3-local", 5002),
    ("sandbox", "langgenius/dify-sandbox:0.2.15", 8194),
    ("ssrf-proxy", "ubuntu/squid:6.6-24.04_edge", 3128),
    ("nginx", "nginx:1.29.3", 8080),
    ("redis", "redis:7.4.6", 6379),
];

fn add_release(out: &mut String, release: &str, namespace: &str) {
    for (part, image, port) in PARTS {
        let name = format!("{release}-{part}");
        add_config(out, &name, namespace);
        add_secret(out, &name, namespace);
        add_deployment(out, &name, namespace, part, image, port);
        add_service(out, &name, namespace, port);
        add_policy(out, &name, namespace, port);
    }
    // 45 objects would make 10,000 uneven: two policies fewer keep the count of a release prime to the batch sizes.
    let cut = out.rmatch_indices("---\n").nth(1).map(|(at, _)| at);
    out.truncate(cut.unwrap_or(out.len()));
}

fn add_head(out: &mut String, version: &str, kind: &str, name: &str, namespace: &str) {
    let _ = write!(
        out,
        "---\n# Source: dify/templates/{kind}.yaml\napiVersion: {version}\nkind: {kind}\nmetadata:\n  name: {name}\n  namespace: {namespace}\n  labels:\n    app.kubernetes.io/name: dify\n    app.kubernetes.io/instance: {name}\n    app.kubernetes.io/managed-by: Helm\n"
    );
}

fn add_config(out: &mut String, name: &str, namespace: &str) {
    add_head(out, "v1", "ConfigMap", name, namespace);
    out.push_str("data:\n");
    for at in 0..30 {
        let _ = writeln!(
            out,
            "  # The setting number {at}; see the documentation of Dify.\n  SETTING_{at}: \"value {at}\""
        );
    }
    out.push_str("  MODE: api\n  DB_HOST: postgres\n  REDIS_HOST: redis\n  nginx.conf: |\n");
    for at in 0..20 {
        let _ = writeln!(out, "    location /{at} {{ proxy_pass http://api:5001; }}");
    }
}

fn add_secret(out: &mut String, name: &str, namespace: &str) {
    add_head(out, "v1", "Secret", name, namespace);
    out.push_str("type: Opaque\ndata:\n");
    for at in 0..8 {
        let _ = writeln!(out, "  KEY_{at}: \"c29tZSB2YWx1ZSBvZiBubyBtZWFuaW5n\"");
    }
    out.push_str("  DB_PASSWORD: \"UjRuZDBtUGFzc3cwcmQxMjM0NTY3ODkwYWJjZGVm\"\n");
}

fn add_deployment(out: &mut String, name: &str, namespace: &str, part: &str, image: &str, port: u16) {
    add_head(out, "apps/v1", "Deployment", name, namespace);
    let _ = write!(
        out,
        "spec:\n  replicas: 2\n  selector:\n    matchLabels: {{app: {name}}}\n  template:\n    metadata:\n      labels: {{app: {name}}}\n    spec:\n      containers:\n        - name: {part}\n          image: \"{image}\"\n          ports:\n            - name: http\n              containerPort: {port}\n          envFrom:\n            - configMapRef:\n                name: {name}\n            - secretRef:\n                name: {name}\n          env:\n"
    );
    for at in 0..20 {
        let _ =
            writeln!(out, "            - name: VARIABLE_{at}\n              value: \"{at} and some text behind it\"");
    }
    out.push_str(
        "          livenessProbe:\n            httpGet:\n              path: /health\n              port: http\n            periodSeconds: 10\n          resources:\n            limits:\n              cpu: 500m\n              memory: 1Gi\n          securityContext:\n            runAsUser: 1001\n          volumeMounts:\n            - name: data\n              mountPath: /data\n      volumes:\n        - name: data\n          emptyDir: {}\n",
    );
}

fn add_service(out: &mut String, name: &str, namespace: &str, port: u16) {
    add_head(out, "v1", "Service", name, namespace);
    let _ = write!(
        out,
        "spec:\n  selector: {{app: {name}}}\n  ports:\n    - name: http\n      port: {port}\n      targetPort: http\n"
    );
}

fn add_policy(out: &mut String, name: &str, namespace: &str, port: u16) {
    add_head(out, "networking.k8s.io/v1", "NetworkPolicy", name, namespace);
    let _ = write!(
        out,
        "spec:\n  podSelector:\n    matchLabels: {{app: {name}}}\n  policyTypes: [Ingress]\n  ingress:\n    - from:\n        - podSelector:\n            matchLabels: {{app.kubernetes.io/name: dify}}\n      ports:\n        - port: {port}\n"
    );
}
