//! What is mounted into a container: where it may write, and the files that come with ConfigMaps.

use model::{ConfigKind, Mount, Volume, VolumeSource};

use super::Needs;

/// A file that a ConfigMap brings.
pub(crate) struct File<'a> {
    pub(crate) path: String,
    /// Its text; `None` where it is not in the input.
    pub(crate) text: Option<&'a str>,
}

/// `/var/run` is a link to `/run` in every image that is looked at here.
pub(crate) fn plain(path: &str) -> String {
    let path = path.trim_end_matches('/');
    match path.strip_prefix("/var/run") {
        Some(rest) if rest.is_empty() || rest.starts_with('/') => format!("/run{rest}"),
        _ if path.is_empty() => "/".to_owned(),
        _ => path.to_owned(),
    }
}

/// Whether a path is another one, or stands below it.
pub(crate) fn is_below(path: &str, above: &str) -> bool {
    let (path, above) = (plain(path), plain(above));
    path == above || path.strip_prefix(above.as_str()).is_some_and(|rest| rest.starts_with('/')) || above == "/"
}

impl<'a> Needs<'a> {
    /// The volume that is mounted; `None` for one of a StatefulSet's templates.
    pub(super) fn volume(&self, mount: &Mount) -> Option<&'a Volume> {
        self.workload.pod.spec.volumes.iter().find(|it| it.name.value == mount.volume.value)
    }

    /// Whether what is mounted can be written to.
    fn is_writable(&self, mount: &Mount) -> bool {
        let read_only = |it: &Volume| {
            matches!(it.source, VolumeSource::ConfigMap(_) | VolumeSource::Secret(_) | VolumeSource::Projected { .. })
                || it.kinds.iter().any(|kind| &*kind.value == "downwardAPI")
        };
        !mount.read_only && !self.volume(mount).is_some_and(read_only)
    }

    /// Whether a volume that can be written to holds a path.
    pub(crate) fn is_covered(&self, path: &str) -> bool {
        let nearest = self.mounts().filter(|(at, _)| is_below(path, at)).max_by_key(|(at, _)| at.len());
        nearest.is_some_and(|(_, mount)| self.is_writable(mount))
    }

    /// Whether something is mounted exactly there.
    pub(crate) fn is_mount_point(&self, path: &str) -> bool {
        self.mounts().any(|(at, _)| plain(at) == plain(path))
    }

    /// Whether something is mounted there or below.
    pub(crate) fn has_below(&self, path: &str) -> bool {
        self.mounts().any(|(at, _)| is_below(at, path))
    }

    pub(crate) fn mounts(&self) -> impl Iterator<Item = (&'a str, &'a Mount)> + use<'a> {
        self.container.mounts.iter().filter_map(|it| Some((&*it.path.as_ref()?.value, it)))
    }

    /// The files that ConfigMaps bring, by their whole paths.
    pub(crate) fn files(&self) -> Vec<File<'a>> {
        let mut found = Vec::new();
        for (path, mount) in self.mounts() {
            let Some(VolumeSource::ConfigMap(Some(name))) = self.volume(mount).map(|it| &it.source) else { continue };
            let config = self.facts.index.config(ConfigKind::ConfigMap, &self.workload.meta.namespace, name);
            let Some(config) = config else {
                found.push(File { path: path.to_owned(), text: None });
                continue;
            };
            match &mount.sub_path {
                Some(key) => {
                    let text = config.entry(key).map(|it| it.value.expose());
                    found.push(File { path: path.to_owned(), text });
                }
                None => found.extend(config.entries.iter().map(|it| File {
                    path: format!("{}/{}", path.trim_end_matches('/'), it.key.value),
                    text: Some(it.value.expose()),
                })),
            }
        }
        found
    }

    /// Whether the image's own file stands at a path, or one from a volume does, and nothing beside it has to be made into it first.
    #[must_use]
    pub fn has_file(&self, path: &str) -> bool {
        let directory = path.rsplit_once('/').map_or("/", |(directory, _)| directory);
        self.mounts().any(|(at, _)| is_below(path, at)) || !self.has_below(directory)
    }

    /// The words of the command and its arguments, scripts taken apart.
    pub(crate) fn words(&self) -> Vec<&'a str> {
        let all = self.container.command.iter().chain(&self.container.args);
        all.flat_map(|it| it.expose().split_whitespace()).map(|it| it.trim_matches(['"', '\''])).collect()
    }

    /// The value of an option, by its name without dashes: `--name value` or `--name=value`.
    pub(crate) fn option(&self, names: &[&str]) -> Option<&'a str> {
        let words = self.words();
        words.iter().enumerate().find_map(|(at, word)| {
            let word = word.strip_prefix("--").or_else(|| word.strip_prefix('-'))?;
            let joined = || names.iter().find_map(|name| word.strip_prefix(name)?.strip_prefix('='));
            if names.contains(&word) { words.get(at + 1).copied() } else { joined() }
        })
    }
}
