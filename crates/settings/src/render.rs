//! The section `render` of `sekisho.yaml`: what a person decides about a Dify that `sekisho render` writes.
//!
//! Everything has a default, so that an empty section is a whole deployment; `render` says which.

use lang::{Text, text};
use yaml::Ref;

use crate::Parser;

/// The environments that can be written.
pub const ENVIRONMENTS: &[&str] = &["production", "staging", "development"];

/// What a person decides about a Dify that is written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Render {
    /// The version of Dify.
    pub dify_version: Option<String>,
    /// A registry, or registry and path, in front of every image.
    pub registry: Option<String>,
    /// Digests by repository: `langgenius/dify-api` -> `sha256:...`.
    pub digests: Vec<(String, String)>,
    /// Whether egress lists replace the strict profile.
    pub egress_lists: Option<bool>,
    /// Where users' requests come from.
    pub ingress: Ingress,
    /// The volumes.
    pub storage: Storage,
    /// Stores that run elsewhere.
    pub external: External,
    /// What differs by environment.
    pub environments: Vec<RenderEnvironment>,
}

/// Where users' requests come from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ingress {
    /// `ingressClassName`.
    pub class: Option<String>,
    /// The controller's namespace.
    pub namespace: Option<String>,
    /// The Secret that holds the certificate.
    pub tls_secret: Option<String>,
}

/// The volumes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Storage {
    /// The class of volumes that one pod uses.
    pub class: Option<String>,
    /// The class of volumes that several pods use at once.
    pub shared_class: Option<String>,
    /// Sizes by volume: `files`, `plugins`, `postgres`, `redis`, `weaviate`.
    pub sizes: Vec<(String, String)>,
}

/// Stores that run elsewhere.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct External {
    /// PostgreSQL.
    pub postgres: Option<Outside>,
    /// Redis.
    pub redis: Option<Outside>,
    /// Weaviate or Qdrant.
    pub vector_store: Option<Outside>,
    /// Object storage that speaks S3.
    pub object_storage: Option<Outside>,
}

/// A store that runs elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outside {
    /// Its host name.
    pub host: String,
    /// Its port, where it is not the usual one.
    pub port: Option<u16>,
    /// Its addresses, as CIDR blocks: network policies know no names.
    pub addresses: Vec<String>,
    /// Whether it is spoken to over TLS; said otherwise only where it must be.
    pub tls: bool,
    /// The user (PostgreSQL, Redis).
    pub user: Option<String>,
    /// The kind of vector store: `weaviate` or `qdrant`.
    pub kind: Option<String>,
    /// The bucket (object storage).
    pub bucket: Option<String>,
    /// The region (object storage).
    pub region: Option<String>,
}

impl Default for Outside {
    fn default() -> Outside {
        Outside {
            host: String::new(),
            port: None,
            addresses: Vec::new(),
            tls: true,
            user: None,
            kind: None,
            bucket: None,
            region: None,
        }
    }
}

/// What differs by environment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RenderEnvironment {
    /// One of [`ENVIRONMENTS`].
    pub name: String,
    /// The host under which users reach Dify.
    pub host: Option<String>,
    /// Replicas by workload.
    pub replicas: Vec<(String, u32)>,
}

/// The workloads whose replicas may be chosen: exactly one worker-beat may run, and stores replicate by their own means.
pub const SCALABLE: &[&str] = &[
    "api",
    "api-websocket",
    "worker",
    "web",
    "nginx",
    "plugin-daemon",
    "sandbox",
    "ssrf-proxy",
    "agent-backend",
    "agent-sandbox",
    "agent-ssrf-proxy",
];

/// The volumes whose size may be chosen.
pub const VOLUMES: &[&str] = &["files", "plugins", "postgres", "redis", "weaviate"];

impl Parser<'_> {
    pub(crate) fn render(&mut self, node: Ref<'_>) -> Render {
        let mut found = Render::default();
        const KEYS: &[&str] =
            &["difyVersion", "registry", "digests", "egress", "ingress", "storage", "external", "environments"];
        for (key, value) in self.mapping(node, KEYS) {
            match key {
                "difyVersion" => found.dify_version = self.string(value),
                "registry" => found.registry = self.string(value).map(|it| it.trim_end_matches('/').to_owned()),
                "digests" => found.digests = self.digests(value),
                "egress" => found.egress_lists = self.choice(value, &["strict", "lists"]).map(|it| it == "lists"),
                "ingress" => found.ingress = self.ingress(value),
                "storage" => found.storage = self.storage(value),
                "external" => found.external = self.external(value),
                _ => found.environments = self.render_environments(value),
            }
        }
        found
    }

    fn ingress(&mut self, node: Ref<'_>) -> Ingress {
        let mut found = Ingress::default();
        for (key, value) in self.mapping(node, &["class", "namespace", "tlsSecret"]) {
            match key {
                "class" => found.class = self.name(value),
                "namespace" => found.namespace = self.name(value),
                _ => found.tls_secret = self.name(value),
            }
        }
        found
    }

    fn storage(&mut self, node: Ref<'_>) -> Storage {
        let mut found = Storage::default();
        for (key, value) in self.mapping(node, &["class", "sharedClass", "sizes"]) {
            match key {
                "class" => found.class = self.name(value),
                "sharedClass" => found.shared_class = self.name(value),
                _ => {
                    for (volume, size) in self.mapping(value, VOLUMES) {
                        let Some(text) = self.string(size) else { continue };
                        if is_quantity(&text) {
                            found.sizes.push((volume.to_owned(), text));
                        } else {
                            let reason = text!(
                                "`{text}` is no size; write for example `20Gi`",
                                "`{text}` は容量として読めません。`20Gi` のように書いてください"
                            );
                            self.mistake(size, reason);
                        }
                    }
                }
            }
        }
        found
    }

    fn external(&mut self, node: Ref<'_>) -> External {
        let mut found = External::default();
        for (key, value) in self.mapping(node, &["postgres", "redis", "vectorStore", "objectStorage"]) {
            match key {
                "postgres" => found.postgres = self.outside(value, &["user"]),
                "redis" => found.redis = self.outside(value, &["user"]),
                "vectorStore" => found.vector_store = self.outside(value, &["kind"]),
                _ => found.object_storage = self.outside(value, &["bucket", "region"]),
            }
        }
        found
    }

    /// A store elsewhere: host and addresses always, and what only its kind has.
    fn outside(&mut self, node: Ref<'_>, own: &[&str]) -> Option<Outside> {
        let mut found = Outside::default();
        let keys: Vec<&str> = ["host", "port", "addresses", "tls"].iter().chain(own).copied().collect();
        for (key, value) in self.mapping(node, &keys) {
            match key {
                "host" => found.host = self.host(value).unwrap_or_default(),
                "port" => found.port = self.port(value),
                "addresses" => found.addresses = self.blocks(value),
                "tls" => found.tls = self.flag(value).unwrap_or(true),
                "user" => found.user = self.string(value),
                "kind" => found.kind = self.choice(value, &["weaviate", "qdrant"]),
                "bucket" => found.bucket = self.string(value),
                _ => found.region = self.string(value),
            }
        }
        let missing = |key: &str| node.entries().all(|(it, _)| it.text() != Some(key));
        let required = ["host", "addresses"].into_iter().chain(own.iter().copied().filter(|it| *it == "bucket"));
        for key in required.filter(|key| missing(key)) {
            let reason = text!(
                "`{key}` is missing: network policies need the addresses of a store, Dify its host name",
                "`{key}` がありません。NetworkPolicy にはストアのアドレス、Dify にはホスト名が必要です"
            );
            self.mistake(node, reason);
        }
        (!found.host.is_empty()).then_some(found)
    }

    fn digests(&mut self, node: Ref<'_>) -> Vec<(String, String)> {
        let mut found = Vec::new();
        for (repository, value) in self.entries(node) {
            let Some(digest) = self.string(value) else { continue };
            let hex = digest.strip_prefix("sha256:").unwrap_or("");
            if hex.len() == 64 && hex.bytes().all(|it| matches!(it, b'0'..=b'9' | b'a'..=b'f')) {
                found.push((repository.to_owned(), digest));
            } else {
                let reason = Text::new(
                    "a digest was expected: `sha256:` and 64 hexadecimal digits",
                    "ダイジェスト(`sha256:` と16進数64桁)を書いてください",
                );
                self.mistake(value, reason);
            }
        }
        found
    }

    fn render_environments(&mut self, node: Ref<'_>) -> Vec<RenderEnvironment> {
        let mut found = Vec::new();
        for (name, body) in self.mapping(node, ENVIRONMENTS) {
            let mut environment = RenderEnvironment { name: name.to_owned(), ..RenderEnvironment::default() };
            for (key, value) in self.mapping(body, &["host", "replicas"]) {
                if key == "host" {
                    environment.host = self.host(value);
                    continue;
                }
                for (workload, count) in self.mapping(value, SCALABLE) {
                    match count.scalar() {
                        Some(yaml::scalar::Scalar::Int(n @ 1..=100)) => {
                            environment.replicas.push((workload.to_owned(), u32::try_from(n).unwrap_or(1)));
                        }
                        _ => self.mistake(
                            count,
                            Text::new("a number from 1 to 100 was expected", "1 から 100 の数を書いてください"),
                        ),
                    }
                }
            }
            found.push(environment);
        }
        found
    }

    fn choice(&mut self, node: Ref<'_>, known: &[&str]) -> Option<String> {
        let word = self.string(node)?;
        if known.contains(&word.as_str()) {
            return Some(word);
        }
        let list = lang::list(known);
        let (en, ja) = list.both();
        self.mistake(node, text!("`{word}` is none of {en}", "`{word}` は使えません。使えるもの: {ja}"));
        None
    }

    fn flag(&mut self, node: Ref<'_>) -> Option<bool> {
        if let Some(yaml::scalar::Scalar::Bool(flag)) = node.scalar() {
            return Some(flag);
        }
        self.mistake(node, Text::new("`true` or `false` was expected", "`true` か `false` を書いてください"));
        None
    }

    /// A name as Kubernetes takes it.
    fn name(&mut self, node: Ref<'_>) -> Option<String> {
        let name = self.string(node)?;
        let good = name.len() < 254
            && name.bytes().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || matches!(it, b'-' | b'.'))
            && !name.starts_with(['-', '.'])
            && !name.ends_with(['-', '.']);
        if good {
            return Some(name);
        }
        let reason = text!(
            "`{name}` is no name of Kubernetes: lower-case letters, digits, `-` and `.`",
            "`{name}` は Kubernetes の名前として使えません。英小文字、数字、`-`、`.` で書いてください"
        );
        self.mistake(node, reason);
        None
    }

    /// A host name, without scheme, port or path.
    fn host(&mut self, node: Ref<'_>) -> Option<String> {
        let host = self.string(node)?;
        let label = |it: &str| {
            !it.is_empty()
                && it.len() < 64
                && it.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
                && !it.starts_with('-')
                && !it.ends_with('-')
        };
        if host.len() < 254 && host.split('.').all(label) {
            return Some(host.to_ascii_lowercase());
        }
        let reason = Text::new(
            "a host name alone was expected, such as `dify.example.com`: no scheme, port or path",
            "`dify.example.com` のようなホスト名だけを書いてください(`https://`、ポート、パスは不要です)",
        );
        self.mistake(node, reason);
        None
    }

    fn port(&mut self, node: Ref<'_>) -> Option<u16> {
        if let Some(yaml::scalar::Scalar::Int(port @ 1..=65535)) = node.scalar() {
            return u16::try_from(port).ok();
        }
        self.mistake(node, Text::new("a port from 1 to 65535 was expected", "1 から 65535 のポートを書いてください"));
        None
    }

    fn blocks(&mut self, node: Ref<'_>) -> Vec<String> {
        let blocks = self.strings(node);
        for item in node.items() {
            let Some(yaml::scalar::Scalar::Str(text)) = item.scalar() else { continue };
            if model::cidr(text).is_none() {
                let reason = text!(
                    "`{text}` is no CIDR block; write for example `10.20.0.0/24`, or `10.20.0.5/32` for one address",
                    "`{text}` は CIDR として読めません。`10.20.0.0/24`(1つのアドレスなら `10.20.0.5/32`)のように書いてください"
                );
                self.mistake(item, reason);
            }
        }
        blocks
    }
}

fn is_quantity(text: &str) -> bool {
    let digits = text.trim_end_matches(|it: char| it.is_ascii_alphabetic());
    let unit = &text[digits.len()..];
    !digits.is_empty()
        && digits.bytes().all(|it| it.is_ascii_digit())
        && digits.bytes().any(|it| it != b'0')
        && matches!(unit, "Mi" | "Gi" | "Ti" | "M" | "G" | "T")
}

#[cfg(test)]
mod tests;
