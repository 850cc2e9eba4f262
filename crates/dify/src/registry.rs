//! Where images come from, and whether that place is one to trust.
//!
//! A registry where anybody can open a namespace (Docker Hub, ghcr.io, quay.io, public.ecr.aws, gcr.io) is trusted by
//! namespace; one that belongs to a single publisher is trusted as a whole. Everything else is [`Registry::Unknown`]: an
//! own mirror is not suspicious, but only its owner can say that it is theirs.

use lang::Text;

use crate::image::Image;

/// What is known of an image's origin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Registry {
    /// The publisher of a part of Dify's stack, or of Kubernetes.
    Known,
    /// Once a known publisher; the image gets no updates any more.
    Abandoned(Text),
    /// Not in the catalogue.
    Unknown,
}

/// Registries that belong to one publisher.
static WHOLE: &[&str] = &[
    "cr.weaviate.io",
    "registry.k8s.io",
    "mcr.microsoft.com",
    "docker.elastic.co",
    "container-registry.oracle.com",
    "downloads.unstructured.io",
    "containers.intersystems.com",
];

/// Namespaces of registries that are open to everybody.
static NAMESPACES: &[(&str, &[&str])] = &[
    (
        DOCKER_HUB,
        &[
            "langgenius",
            "library",
            "nginx",
            "nginxinc",
            "ubuntu",
            "certbot",
            "semitechnologies",
            "qdrant",
            "milvusdb",
            "minio",
            "pgvector",
            "tensorchord",
            "chromadb",
            "opensearchproject",
            "opengauss",
            "myscale",
            "matrixorigin",
            "oceanbase",
            "vastdata",
            "intersystems",
            "intersystemsdc",
            "couchbase",
            "pingcap",
            "valkey",
            "redis",
        ],
    ),
    ("ghcr.io", &["langgenius", "chroma-core", "cloudnative-pg", "external-secrets", "kyverno", "cert-manager"]),
    ("quay.io", &["coreos", "minio", "prometheus", "jetstack", "opensearch"]),
    ("gcr.io", &["distroless"]),
    ("public.ecr.aws", &["docker", "nginx", "ubuntu", "eks-distro"]),
];

/// Docker Hub's name in image references.
const DOCKER_HUB: &str = "docker.io";

/// Namespaces whose images stopped; matched wherever they stand in the path, because a mirror's copy is as old.
static ABANDONED: &[(&str, Text)] = &[
    (
        "bitnamilegacy",
        Text::new(
            "bitnamilegacy is an archive: its images get no security updates since August 2025",
            "bitnamilegacy は保存用の置き場で、2025年8月以降セキュリティ更新がない",
        ),
    ),
    (
        "bitnami",
        Text::new(
            "Bitnami moved its free images to bitnamilegacy in August 2025; tags that remain here are not maintained for free use",
            "Bitnami は2025年8月に無償イメージを bitnamilegacy へ移した。ここに残るタグは無償利用向けには保守されていない",
        ),
    ),
];

/// Judges where `image` comes from.
///
/// ```
/// use dify::{registry::{trust, Registry}, Image};
/// let of = |text| trust(&Image::parse(text).expect("an image"));
/// assert_eq!(of("langgenius/dify-api:1.15.0"), Registry::Known);
/// assert!(matches!(of("docker.io/bitnamilegacy/redis:7"), Registry::Abandoned(_)));
/// assert_eq!(of("mirror.example.com/langgenius/dify-api:1.15.0"), Registry::Unknown);
/// ```
#[must_use]
pub fn trust(image: &Image<'_>) -> Registry {
    if let Some((_, reason)) = ABANDONED.iter().find(|(namespace, _)| namespaces(image).any(|part| part == *namespace))
    {
        return Registry::Abandoned(reason.clone());
    }
    let registry = host(image);
    if WHOLE.contains(&registry) {
        return Registry::Known;
    }
    let namespace = if image.repository.contains('/') { namespaces(image).next() } else { None };
    // Docker Hub alone has images without a namespace: they are the `library`.
    let namespace = match namespace {
        Some(namespace) => namespace,
        None if registry == DOCKER_HUB => "library",
        None => return Registry::Unknown,
    };
    let known = NAMESPACES.iter().any(|(host, names)| *host == registry && names.contains(&namespace));
    if known { Registry::Known } else { Registry::Unknown }
}

/// Whether anybody can open a namespace there, so that the namespace and not the host tells the publisher.
///
/// ```
/// use dify::registry::is_open;
/// assert!(is_open("docker.io") && !is_open("registry.example.com"));
/// ```
#[must_use]
pub fn is_open(host: &str) -> bool {
    NAMESPACES.iter().any(|(open, _)| *open == host)
}

/// The registry's host; Docker Hub where the reference names none, under one spelling.
///
/// ```
/// use dify::{registry::host, Image};
/// assert_eq!(host(&Image::parse("nginx").expect("an image")), "docker.io");
/// ```
#[must_use]
pub fn host<'a>(image: &Image<'a>) -> &'a str {
    match image.registry {
        None | Some("index.docker.io" | "registry-1.docker.io") => DOCKER_HUB,
        Some(host) => host,
    }
}

/// The parts of the repository in front of the name.
fn namespaces<'a>(image: &Image<'a>) -> impl Iterator<Item = &'a str> {
    let parts = image.repository.split('/').count();
    image.repository.split('/').take(parts - 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::image::is_image_of;

    #[test]
    fn reasons_are_in_both_languages() {
        for (_, reason) in ABANDONED {
            assert!(lang::Lang::ALL.iter().all(|&lang| !reason.get(lang).is_empty()));
        }
    }

    #[test]
    fn origins() {
        for (text, expected) in [
            ("nginx:latest", "known"),
            ("docker.io/library/busybox", "known"),
            ("index.docker.io/langgenius/dify-web:1.15.0", "known"),
            ("ubuntu/squid", "known"),
            ("cr.weaviate.io/semitechnologies/weaviate:1.27.27", "known"),
            ("ghcr.io/chroma-core/chroma:0.5.20", "known"),
            ("ghcr.io/somebody/dify-api", "unknown"),
            ("docker.io/bitnamilegacy/redis", "abandoned"),
            ("mirror.example.com/bitnamilegacy/redis", "abandoned"),
            ("bitnami/redis", "abandoned"),
            ("bitnami-labs/sealed-secrets-controller", "unknown"),
            ("quay.io/coreos/etcd:v3.5.5", "known"),
            ("quay.io/nginx", "unknown"),
            ("ymouzhang/dify-api", "unknown"),
            ("langgenius.example.com/dify-api", "unknown"),
            ("localhost:5000/langgenius/dify-api", "unknown"),
        ] {
            let found = match trust(&Image::parse(text).expect(text)) {
                Registry::Known => "known",
                Registry::Abandoned(_) => "abandoned",
                Registry::Unknown => "unknown",
            };
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn what_dify_ships_is_recognised_and_trusted() {
        for &component in crate::Component::ALL {
            let shipped = component.entry().shipped.repository;
            let image = Image::parse(shipped).expect(shipped);
            assert!(is_image_of(&image, component), "{component}: {shipped}");
            assert_eq!(trust(&image), Registry::Known, "{component}: {shipped}");
        }
    }
}
