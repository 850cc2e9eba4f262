//! Which user a container runs as, from the manifest and from what is known of its image.

use dify::entry::StartsAs;
use dify::profile::Root;
use dify::{Component, Image};
use model::{Container, Place, Workload};

use crate::pod_check::is_main;

/// Which user a container runs as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum User {
    /// Root, because the manifest says so: there.
    RootByManifest(Place),
    /// Root, because the image starts as root and the manifest names nobody else.
    RootByImage,
    /// Nobody knows: the manifest is silent, and so is the catalogue.
    Unknown,
    /// Not root, but nothing keeps the next image from being: where the user is named, or the container.
    NotRoot(Place),
    /// Not root, and kubelet refuses to start it as root.
    Enforced,
}

/// Decides it. The container's own fields beat the pod's.
pub(crate) fn user(workload: &Workload, container: &Container) -> User {
    let pod = &workload.pod.spec.security;
    let own = &container.security;
    let uid = own.run_as_user.or(pod.run_as_user);
    let non_root = own.run_as_non_root.or(pod.run_as_non_root);
    match uid {
        Some(uid) if uid.value == 0 => User::RootByManifest(uid.place),
        _ if non_root.is_some_and(|it| it.value) => User::Enforced,
        Some(uid) => User::NotRoot(uid.place),
        None => match image_user(workload, container) {
            ImageUser::Root => User::RootByImage,
            ImageUser::Named | ImageUser::Numbered => User::NotRoot(container.name.place),
            ImageUser::Unknown => User::Unknown,
        },
    }
}

/// The user that an image starts as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ImageUser {
    /// Root.
    Root,
    /// Another one, by name: kubelet cannot tell that it is not root.
    Named,
    /// Another one.
    Numbered,
    /// Not known.
    Unknown,
}

/// The user that the container's image starts as.
pub(crate) fn image_user(workload: &Workload, container: &Container) -> ImageUser {
    let Some(image) = container.image.as_ref().and_then(|it| Image::parse(&it.value)) else {
        return ImageUser::Unknown;
    };
    match dify::starts_as(&image) {
        Some(StartsAs::Root) => ImageUser::Root,
        Some(StartsAs::Name) => ImageUser::Named,
        Some(StartsAs::Number) => ImageUser::Numbered,
        // What serves is not root; what starts it is, and keeps what it needs for that.
        Some(StartsAs::RootThenAnother) => ImageUser::Unknown,
        // Under any name: what cannot work otherwise.
        None if is_main(workload, container) && workload.component.is_some_and(needs_root) => ImageUser::Root,
        None => ImageUser::Unknown,
    }
}

fn needs_root(component: Component) -> bool {
    component.is_dify_own() && matches!(dify::profile(component).root, Root::Required(_))
}

#[cfg(test)]
mod tests {
    use inventory::{Input, Options};

    use super::*;

    fn judged(security: &str, image: &str) -> User {
        let text = format!(
            "apiVersion: v1\nkind: Pod\nmetadata: {{name: p}}\nspec:\n  containers:\n    - name: c\n      image: {image}\n      securityContext: {security}\n"
        );
        let inventory = inventory::read(vec![Input::file("p.yaml", text)], &Options::default());
        let workload = &inventory.workloads[0];
        user(workload, &workload.pod.spec.containers[0])
    }

    #[test]
    fn images_tell_where_the_manifest_is_silent() {
        for (image, root) in [
            ("langgenius/dify-api:1.10.0", true),
            ("langgenius/dify-api:1.10.1", false),
            ("langgenius/dify-api:1.15.0", false),
            ("langgenius/dify-web:1.15.0", false),
            ("langgenius/dify-web:0.9.1", true),
            ("nginxinc/nginx-unprivileged:1.27", false),
            ("mirror.example.com/library/nginx:1.27-alpine", true),
            ("langgenius/dify-sandbox:0.2.15", true),
            ("langgenius/dify-plugin-daemon:0.6.3-local", true),
            ("langgenius/dify-plugin-daemon:0.6.3-serverless", false),
            ("ubuntu/squid:latest", true),
            ("nginx:1.27.5", true),
        ] {
            let user = judged("{}", image);
            assert_eq!(user == User::RootByImage, root, "{image}: {user:?}");
            assert_eq!(matches!(user, User::NotRoot(_)), !root, "{image}: {user:?}");
        }
        for image in [
            "mirror.example.com/nginx:1.27",
            "bitnamilegacy/minio:2023",
            "acme/squid:6",
            "acme/x:1",
            "langgenius/dify-api:main",
        ] {
            assert_eq!(judged("{}", image), User::Unknown, "{image}");
        }
    }

    #[test]
    fn the_manifest_beats_the_image() {
        assert!(matches!(judged("{runAsUser: 0}", "langgenius/dify-web:1.15.0"), User::RootByManifest(_)));
        assert!(matches!(judged("{runAsUser: 13}", "ubuntu/squid:6.6"), User::NotRoot(_)));
        assert_eq!(judged("{runAsUser: 13, runAsNonRoot: true}", "ubuntu/squid:6.6"), User::Enforced);
        assert_eq!(judged("{runAsNonRoot: true}", "ubuntu/squid:6.6"), User::Enforced);
    }
}
