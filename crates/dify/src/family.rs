//! Which build of a software an image is: the same PostgreSQL has another user and other paths in each of them.

use crate::image::Image;

/// A family of images that run alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// The image of Dify's compose file, where it comes in one build only.
    Original,
    /// The official image on Alpine.
    Alpine,
    /// The official image on Debian.
    Debian,
    /// Bitnami's, its archive's and its successor's.
    Bitnami,
    /// A build that never is root.
    Unprivileged,
    /// The plugin daemon's build without local plugins.
    Serverless,
    /// Not told apart: a mirror that dropped the publisher, a build of somebody's own.
    Unknown,
}

/// Namespaces that publish the software themselves.
const PUBLISHERS: &[&str] = &[
    "library",
    "langgenius",
    "ubuntu",
    "nginxinc",
    "pgvector",
    "tensorchord",
    "semitechnologies",
    "qdrant",
    "milvusdb",
    "minio",
    "coreos",
    "chroma-core",
    "chromadb",
    "opensearchproject",
    "elasticsearch",
    "redis",
    "valkey",
];

/// Software that is published on Alpine and on Debian under one name.
const TWO_BUILDS: &[&str] = &["postgres", "redis", "valkey", "nginx"];

impl Family {
    /// The family of an image, by its repository and its tag; the component says nothing of it.
    ///
    /// ```
    /// use dify::{Family, Image};
    /// let family = |text| Family::of(&Image::parse(text).expect("an image"));
    /// assert_eq!(family("postgres:15-alpine"), Family::Alpine);
    /// assert_eq!(family("postgres:16"), Family::Debian);
    /// assert_eq!(family("bitnamilegacy/postgresql:15"), Family::Bitnami);
    /// assert_eq!(family("mirror.example.com/langgenius/dify-api:1.15.0"), Family::Original);
    /// assert_eq!(family("mirror.example.com/postgres:15-alpine"), Family::Unknown);
    /// ```
    #[must_use]
    pub fn of(image: &Image<'_>) -> Family {
        let (name, tag) = (image.name(), image.tag.unwrap_or(""));
        let publisher = image.publisher();
        if publisher.is_some_and(|it| it.starts_with("bitnami")) {
            return Family::Bitnami;
        }
        if name.starts_with("dify-") {
            let own = publisher.is_none_or(|it| it == "langgenius") && !name.ends_with("-enterprise");
            return match (own, tag.split('-').any(|it| it == "serverless")) {
                (false, _) => Family::Unknown,
                (true, true) => Family::Serverless,
                (true, false) => Family::Original,
            };
        }
        // A mirror that keeps the publisher's name keeps the image; without it, anybody may have built it.
        let is_hub = image.registry.is_none_or(|it| it.ends_with("docker.io"));
        let known = match publisher {
            Some(publisher) => PUBLISHERS.contains(&publisher),
            None => is_hub || image.registry == Some("docker.elastic.co"),
        };
        if !known {
            return Family::Unknown;
        }
        if name.ends_with("-unprivileged") || tag.ends_with("-unprivileged") {
            return Family::Unprivileged;
        }
        if TWO_BUILDS.contains(&name) {
            // A digest alone tells neither build.
            return match (image.tag, image.digest) {
                (None, Some(_)) => Family::Unknown,
                _ if tag.contains("alpine") => Family::Alpine,
                _ => Family::Debian,
            };
        }
        Family::Original
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn builds_are_told_apart_by_repository_and_tag() {
        use Family as F;
        for (text, family) in [
            ("postgres", F::Debian),
            ("docker.io/library/postgres:18-alpine3.22", F::Alpine),
            ("redis:6-alpine", F::Alpine),
            ("redis@sha256:ab", F::Unknown),
            ("redis:7-alpine@sha256:ab", F::Alpine),
            ("valkey/valkey:8-bookworm", F::Debian),
            ("docker.io/bitnamilegacy/redis:7.0.11-debian-11-r12", F::Bitnami),
            ("bitnamisecure/postgresql:latest", F::Bitnami),
            ("nginxinc/nginx-unprivileged:1.27", F::Unprivileged),
            ("qdrant/qdrant:v1.13.0-unprivileged", F::Unprivileged),
            ("langgenius/qdrant:v1.8.3", F::Original),
            ("langgenius/dify-plugin-daemon:0.6.3-serverless", F::Serverless),
            ("harbor.example.com/dify-api:1.15.0", F::Original),
            ("x/dify-api-enterprise:3.0.0", F::Unknown),
            ("ymouzhang/dify-api:1.0.0-bundled", F::Unknown),
            ("acme/postgres:15", F::Unknown),
            ("registry.example.com/redis:7", F::Unknown),
            ("cr.weaviate.io/semitechnologies/weaviate:1.39.2", F::Original),
            ("pgvector/pgvector:pg16", F::Original),
        ] {
            assert_eq!(Family::of(&Image::parse(text).expect(text)), family, "{text}");
        }
    }
}
