//! Deployments as a test wants them.

use std::fmt::Write as _;

/// A workload and, where it listens, the Service in front of it.
pub(crate) struct Part {
    pub(crate) namespace: &'static str,
    pub(crate) name: String,
    pub(crate) labels: Vec<(&'static str, String)>,
    image: &'static str,
    env: Vec<(&'static str, String)>,
    port: Option<u16>,
    service_port: u16,
    replicas: u32,
    service_type: &'static str,
}

/// Name, image, environment, port.
type Kind = (&'static str, &'static str, &'static [(&'static str, &'static str)], Option<u16>);

const PARTS: &[Kind] = &[
    ("api", "langgenius/dify-api:1.15.0", &[("MODE", "api")], Some(5001)),
    ("worker", "langgenius/dify-api:1.15.0", &[("MODE", "worker")], None),
    ("beat", "langgenius/dify-api:1.15.0", &[("MODE", "beat")], None),
    ("web", "langgenius/dify-web:1.15.0", &[], Some(3000)),
    ("plugins", "langgenius/dify-plugin-daemon:0.6.1-local", &[], Some(5002)),
    ("code", "langgenius/dify-sandbox:0.2.15", &[], Some(8194)),
    ("squid", "ubuntu/squid:latest", &[], Some(3128)),
    ("db", "postgres:15-alpine", &[], Some(5432)),
    ("cache", "redis:7-alpine", &[], Some(6379)),
    ("vectors", "langgenius/qdrant:v1.8.3", &[], Some(6333)),
];

/// A Dify whose parts are labelled by `labels` and whose names have a prefix.
pub(crate) fn dify(
    namespace: &'static str,
    prefix: &str,
    labels: impl Fn(&str) -> Vec<(&'static str, String)>,
) -> Vec<Part> {
    let part =
        |(name, image, env, port): &(&'static str, &'static str, &[(&'static str, &'static str)], Option<u16>)| Part {
            namespace,
            name: format!("{prefix}{name}"),
            labels: labels(name),
            image,
            env: env.iter().map(|(key, value)| (*key, (*value).to_owned())).collect(),
            port: *port,
            service_port: 80,
            replicas: 1,
            service_type: "ClusterIP",
        };
    PARTS.iter().map(part).collect()
}

impl Part {
    pub(crate) fn other(namespace: &'static str, name: &str, image: &'static str) -> Part {
        let labels = vec![("app", name.to_owned())];
        Part {
            namespace,
            name: name.to_owned(),
            labels,
            image,
            env: Vec::new(),
            port: Some(9187),
            service_port: 9187,
            replicas: 1,
            service_type: "ClusterIP",
        }
    }

    pub(crate) fn listens_on(mut self, port: u16) -> Part {
        self.port = Some(port);
        self
    }

    pub(crate) fn replicated(mut self, replicas: u32) -> Part {
        self.replicas = replicas;
        self
    }

    pub(crate) fn runs(mut self, image: &'static str) -> Part {
        self.image = image;
        self
    }

    pub(crate) fn served_as(mut self, kind: &'static str) -> Part {
        self.service_type = kind;
        self
    }

    pub(crate) fn with_env(mut self, name: &'static str, value: &str) -> Part {
        self.env.push((name, value.to_owned()));
        self
    }

    pub(crate) fn yaml(&self) -> String {
        let Part { namespace, name, image, .. } = self;
        let mut labels = String::new();
        for (key, value) in &self.labels {
            let _ = write!(labels, "{key}: \"{value}\", ");
        }
        let mut env = String::new();
        for (key, value) in &self.env {
            let _ = write!(env, "{{name: {key}, value: \"{value}\"}}, ");
        }
        let ports = self.port.map(|port| format!("{{name: main, containerPort: {port}}}")).unwrap_or_default();
        let mut out = format!(
            "---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: {name}, namespace: {namespace}}}\nspec:\n  replicas: {}\n  template:\n    metadata:\n      labels: {{{labels}}}\n    spec:\n      containers: [{{name: main, image: \"{image}\", env: [{env}], ports: [{ports}]}}]\n",
            self.replicas
        );
        if self.port.is_some() {
            let _ = write!(
                out,
                "---\napiVersion: v1\nkind: Service\nmetadata: {{name: {name}, namespace: {namespace}}}\nspec:\n  type: {}\n  selector: {{{labels}}}\n  ports: [{{port: {}, targetPort: main}}]\n",
                self.service_type, self.service_port
            );
        }
        out
    }
}

/// The manifests of the parts.
pub(crate) fn yaml(parts: &[Part]) -> String {
    parts.iter().map(Part::yaml).collect()
}
