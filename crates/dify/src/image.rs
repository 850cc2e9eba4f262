//! Image references: their parts, and which component the repository's end means.
//!
//! Mirrors put hosts and namespaces in front, so a component is recognised by the end of the repository alone. Whether the
//! place it comes from is trusted is another question, see [`crate::registry`].

use crate::component::Component;

/// A parsed image reference, borrowed from the manifest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Image<'a> {
    /// The registry's host with its port, where the reference names one.
    pub registry: Option<&'a str>,
    /// The repository without the registry.
    pub repository: &'a str,
    /// The tag, without the colon.
    pub tag: Option<&'a str>,
    /// The digest with its algorithm, `sha256:...`.
    pub digest: Option<&'a str>,
}

impl<'a> Image<'a> {
    /// Reads a reference by Docker's rules: the first part is a registry if it contains `.` or `:`, is `localhost`, or has a
    /// capital letter. `None` if there is no repository.
    ///
    /// ```
    /// use dify::Image;
    /// let image = Image::parse("registry.example.com:5000/mirror/langgenius/dify-api:1.15.0").expect("an image");
    /// assert_eq!(image.registry, Some("registry.example.com:5000"));
    /// assert_eq!(image.repository, "mirror/langgenius/dify-api");
    /// assert_eq!(image.tag, Some("1.15.0"));
    /// ```
    #[must_use]
    pub fn parse(reference: &'a str) -> Option<Image<'a>> {
        let reference = reference.trim();
        let (rest, digest) = match reference.split_once('@') {
            Some((rest, digest)) => (rest, Some(digest)),
            None => (reference, None),
        };
        // A colon in front of the last slash belongs to the registry's port.
        let last = rest.rfind('/').map_or(0, |slash| slash + 1);
        let (path, tag) = match rest[last..].find(':') {
            Some(colon) => (&rest[..last + colon], Some(&rest[last + colon + 1..])),
            None => (rest, None),
        };
        let (registry, repository) = match path.split_once('/') {
            Some((first, rest)) if is_registry(first) => (Some(first), rest),
            _ => (None, path),
        };
        let filled = |part: Option<&'a str>| part.filter(|part| !part.is_empty());
        if repository.split('/').any(str::is_empty) || repository.contains(char::is_whitespace) {
            return None;
        }
        Some(Image { registry: filled(registry), repository, tag: filled(tag), digest: filled(digest) })
    }

    /// The last part of the repository.
    #[must_use]
    pub fn name(&self) -> &'a str {
        self.repository.rsplit('/').next().unwrap_or(self.repository)
    }

    /// The part in front of the name, without the parts that a mirror puts before it; `None` for `nginx`.
    #[must_use]
    pub fn publisher(&self) -> Option<&'a str> {
        self.repository.rsplit('/').nth(1)
    }

    /// Whether a digest fixes the content.
    #[must_use]
    pub fn is_pinned(&self) -> bool {
        self.digest.is_some_and(is_digest)
    }

    /// Whether the next pull may bring something else although nobody edited the manifest: no digest, and no tag or one that
    /// is meant to move.
    ///
    /// ```
    /// use dify::Image;
    /// let floating = |text| Image::parse(text).expect("an image").is_floating();
    /// assert!(floating("nginx") && floating("ubuntu/squid:latest"));
    /// assert!(!floating("langgenius/dify-api:1.15.0"));
    /// ```
    #[must_use]
    pub fn is_floating(&self) -> bool {
        if self.is_pinned() {
            return false;
        }
        let Some(tag) = self.tag else { return true };
        let first = tag.split('-').next().unwrap_or(tag);
        matches!(first, "latest" | "stable" | "main" | "master" | "edge" | "nightly" | "dev" | "rolling" | "mainline")
    }
}

/// Whether this is a digest that a runtime takes: the algorithm and its number of lower-case digits (opencontainers/go-digest).
fn is_digest(written: &str) -> bool {
    let Some((algorithm, digits)) = written.split_once(':') else { return false };
    let wanted = match algorithm {
        "sha256" => 64,
        "sha384" => 96,
        "sha512" => 128,
        _ => return false,
    };
    digits.len() == wanted && digits.bytes().all(|it| it.is_ascii_digit() || (b'a'..=b'f').contains(&it))
}

fn is_registry(first: &str) -> bool {
    first.contains(['.', ':']) || first == "localhost" || first.bytes().any(|byte| byte.is_ascii_uppercase())
}

/// What the end of a repository means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ImageKind {
    /// `dify-api`: api, api-websocket, worker, worker-beat or migration; the environment decides (`MODE`).
    DifyApi,
    /// Squid: ssrf-proxy or, from Dify 1.16.1 on, agent-ssrf-proxy; names and configuration decide.
    Squid,
    /// Exactly one component. `pgvector` may also be the main database of a deployment that needs only one.
    Component(Component),
    /// A tool that init and helper containers use (`busybox`, `alpine`, `certbot`): part of whatever it stands beside.
    Helper,
    /// Nothing that the catalogue knows.
    Unknown,
}

/// Tools that init and helper containers use (D:docker/docker-compose.yaml; the rest is general knowledge).
static HELPERS: &[&str] = &["busybox", "alpine", "certbot", "kubectl", "os-shell"];

/// Which component the repository's end means, whatever mirror stands in front.
///
/// ```
/// use dify::{candidates, Component, Image, ImageKind};
/// let kind = |text| candidates(&Image::parse(text).expect("an image"));
/// assert_eq!(kind("harbor.x/dify-api:1.15.0"), ImageKind::DifyApi);
/// assert_eq!(kind("bitnamilegacy/postgresql:15"), ImageKind::Component(Component::Postgres));
/// assert_eq!(kind("oliver006/redis_exporter"), ImageKind::Unknown);
/// ```
#[must_use]
pub fn candidates(image: &Image<'_>) -> ImageKind {
    let mut found = Component::ALL.iter().copied().filter(|component| is_image_of(image, *component));
    match (found.next(), found.next()) {
        (None, _) if HELPERS.contains(&image.name()) => ImageKind::Helper,
        (None, _) => ImageKind::Unknown,
        (Some(role), _) if role.runs_api_image() => ImageKind::DifyApi,
        (Some(one), None) => ImageKind::Component(one),
        (Some(_), Some(_)) => ImageKind::Squid,
    }
}

/// Whether an image is one of a component's. Dify's own are also met with something in front (`langgenius-dify-api`) or
/// `-enterprise` behind; others only by their whole name: `redis-exporter` is no Redis.
pub(crate) fn is_image_of(image: &Image<'_>, component: Component) -> bool {
    let own = component.is_dify_own();
    component.entry().images.iter().any(|known| {
        let named = if own { is_own(image.name(), known.name) } else { image.name() == known.name };
        named && known.publisher.is_none_or(|publisher| image.publisher() == Some(publisher))
    })
}

/// `dify-api`, `langgenius-dify-api`, `dify-api-enterprise`; but `dify-agent-local-sandbox` is no `dify-sandbox`.
fn is_own(name: &str, own: &str) -> bool {
    let name = name.strip_suffix("-enterprise").or_else(|| name.strip_suffix("-ee")).unwrap_or(name);
    name.strip_suffix(own).is_some_and(|front| front.is_empty() || front.ends_with(['-', '_', '.']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_split_as_docker_splits_them() {
        for (text, registry, repository, tag, digest) in [
            ("nginx", None, "nginx", None, None),
            ("nginx:latest", None, "nginx", Some("latest"), None),
            ("langgenius/dify-api:1.15.0", None, "langgenius/dify-api", Some("1.15.0"), None),
            ("docker.io/library/redis:7", Some("docker.io"), "library/redis", Some("7"), None),
            ("host:5000/x", Some("host:5000"), "x", None, None),
            ("host:5000/x:1", Some("host:5000"), "x", Some("1"), None),
            ("localhost/x", Some("localhost"), "x", None, None),
            ("LOCAL/x", Some("LOCAL"), "x", None, None),
            ("name:tag@sha256:ab", None, "name", Some("tag"), Some("sha256:ab")),
            ("a/b@sha256:ab", None, "a/b", None, Some("sha256:ab")),
            ("host:5000/a/b@sha256:ab", Some("host:5000"), "a/b", None, Some("sha256:ab")),
            ("  x:1  ", None, "x", Some("1"), None),
            ("x:", None, "x", None, None),
        ] {
            assert_eq!(Image::parse(text), Some(Image { registry, repository, tag, digest }), "{text}");
        }
        for text in ["", " ", ":1", "@sha256:ab", "host.x/", "a//b", "{{ .Values.image }} x"] {
            assert_eq!(Image::parse(text), None, "{text}");
        }
    }

    #[test]
    fn the_end_of_the_repository_decides() {
        use Component as C;
        for (text, kind) in [
            ("langgenius/dify-api:1.15.0", ImageKind::DifyApi),
            ("registry.example.com/mirror/langgenius/dify-api", ImageKind::DifyApi),
            ("x/dify-api-enterprise", ImageKind::DifyApi),
            ("ymouzhang/dify-api:1.0.0-bundled", ImageKind::DifyApi),
            ("registry.local/langgenius-dify-api", ImageKind::DifyApi),
            ("x/notdify-api", ImageKind::Unknown),
            ("langgenius/dify-web", ImageKind::Component(C::Web)),
            ("langgenius/dify-plugin-daemon:0.6.3-local", ImageKind::Component(C::PluginDaemon)),
            ("langgenius/dify-sandbox", ImageKind::Component(C::Sandbox)),
            ("langgenius/dify-agent-local-sandbox", ImageKind::Component(C::AgentSandbox)),
            ("langgenius/dify-agent-backend", ImageKind::Component(C::AgentBackend)),
            ("ubuntu/squid:latest", ImageKind::Squid),
            ("nginx", ImageKind::Component(C::Nginx)),
            ("docker.io/bitnamilegacy/postgresql:15.3.0-debian-11-r7", ImageKind::Component(C::Postgres)),
            ("valkey/valkey:8", ImageKind::Component(C::Redis)),
            ("bitnami/redis-exporter", ImageKind::Unknown),
            ("pgvector/pgvector:pg16", ImageKind::Component(C::Pgvector)),
            ("tensorchord/pgvecto-rs:pg16-v0.3.0", ImageKind::Component(C::PgvectoRs)),
            ("cr.weaviate.io/semitechnologies/weaviate:1.27.27", ImageKind::Component(C::Weaviate)),
            ("langgenius/qdrant:v1.8.3", ImageKind::Component(C::Qdrant)),
            ("quay.io/coreos/etcd:v3.5.5", ImageKind::Component(C::Etcd)),
            ("container-registry.oracle.com/database/free:latest", ImageKind::Component(C::Oracle)),
            ("couchbase/server", ImageKind::Component(C::Couchbase)),
            ("x/server", ImageKind::Unknown),
            ("oceanbase/seekdb:latest", ImageKind::Component(C::Oceanbase)),
            ("busybox:latest", ImageKind::Helper),
        ] {
            assert_eq!(candidates(&Image::parse(text).expect(text)), kind, "{text}");
        }
    }

    #[test]
    fn an_image_is_one_component_or_the_roles_of_one_image() {
        for &component in Component::ALL {
            assert!(!component.entry().images.is_empty(), "{component}");
            for known in component.entry().images {
                let publisher = known.publisher.map_or(String::new(), |it| format!("{it}/"));
                let text = format!("{publisher}{}:1", known.name);
                let kind = match component {
                    _ if component.runs_api_image() => ImageKind::DifyApi,
                    _ if component.is_outlet() => ImageKind::Squid,
                    other => ImageKind::Component(other),
                };
                assert_eq!(candidates(&Image::parse(&text).expect("an image")), kind, "{text}");
            }
        }
    }
}
