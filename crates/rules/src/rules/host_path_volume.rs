//! `host-path-volume`.

use lang::Text;
use model::{Volume, VolumeSource};

use crate::facts::Facts;
use crate::finding::Findings;
use crate::pod_check::{runs_foreign_code, violated};
use findings::Severity;

crate::rule! {
    /// hostPath volume
    ///
    /// ## What it finds
    /// Volumes of the kind `hostPath`. The socket of a container runtime (`docker.sock`, `containerd.sock`, ...), the root of
    /// the node and directories that hold its credentials are of high severity, of critical in a part that runs code of users or strangers.
    ///
    /// ## Why it matters
    /// What the pod writes there stays on the node and is open to every pod that mounts the same path; a symbolic link or a
    /// writable system directory is the way to the node itself. Some manifests for Dify keep the database, the uploads and
    /// the tenants' private keys under a `hostPath`: they then belong to one node, and to everybody who may run pods on it.
    /// With a runtime socket a pod starts containers of its own choice, privileged ones too.
    ///
    /// ## Fix
    /// Use a claim for what must stay, `emptyDir` for what may be lost:
    /// ```yaml
    /// volumes:
    ///   - name: storage
    ///     persistentVolumeClaim: {claimName: dify-storage}
    /// ```
    ///
    /// ---
    ///
    /// ノードのディレクトリのマウント
    ///
    /// ## 見つけるもの
    /// `hostPath` のボリューム。コンテナランタイムのソケット(`docker.sock`、`containerd.sock` など)、ノードのルート、ノードの認証情報があるディレクトリは重大度「高」、利用者や第三者のコードを動かすコンポーネントでは「緊急」とします。
    ///
    /// ## なぜ問題か
    /// 書き込んだものはノードに残り、同じパスをマウントできる Pod すべてから読めます。シンボリックリンクや書き込み可能なシステムディレクトリは、ノード自体への侵入経路になります。
    /// Dify 用のマニフェストには、データベースやアップロードされたファイル、テナントの秘密鍵を `hostPath` に置くものがあります。その場合、データは一つのノードに縛られ、そのノードで Pod を動かせる人なら誰でも触れます。
    /// ランタイムのソケットがあれば、Pod は特権コンテナを含む任意のコンテナを起動できます。
    ///
    /// ## 直し方
    /// 残すべきものには PVC を、失われてもよいものには `emptyDir` を使ってください。
    /// ```yaml
    /// volumes:
    ///   - name: storage
    ///     persistentVolumeClaim: {claimName: dify-storage}
    /// ```
    HOST_PATH_VOLUME = "host-path-volume", Critical, High, Developer,
    controls: [Pss2],
    topics: [HOST_PATH, RUNTIME_SOCKET],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for found in violated(facts, findings, "hostPathVolumes") {
        let worst = found.workload.pod.spec.volumes.iter().filter_map(path_of).find(|path| opens_the_node(path));
        match worst {
            Some(path) => {
                let reason = lang::text!(
                    "the pod mounts `{path}` of its node, which opens the node",
                    "Pod がノードの `{path}` をマウントしており、ノードの権限を奪えます"
                );
                let finding = found.report(findings, reason);
                if !runs_foreign_code(found.workload) {
                    finding.at_most(Severity::High);
                }
            }
            None => {
                let reason = Text::new(
                    "the pod mounts a directory of its node",
                    "Pod がノードのディレクトリをマウントしています",
                );
                found.report(findings, reason).at_most(Severity::Medium);
            }
        }
    }
}

fn path_of(volume: &Volume) -> Option<&str> {
    match &volume.source {
        VolumeSource::HostPath(Some(path)) => Some(&*path.value),
        _ => None,
    }
}

/// Paths that are as good as the node itself.
const NODE: &[&str] = &["", "/etc", "/root", "/proc", "/dev", "/var", "/var/run", "/run", "/home"];

/// Paths that are so with everything below them.
const BELOW: &[&str] = &[
    "/etc/kubernetes",
    "/var/lib/kubelet",
    "/var/lib/docker",
    "/var/lib/containerd",
    "/var/lib/etcd",
    "/run/containerd",
];

fn opens_the_node(path: &str) -> bool {
    let path = path.trim_end_matches('/');
    let is_socket = [".sock", "/docker.sock", "/crio.sock"].iter().any(|end| path.ends_with(end));
    is_socket
        || NODE.contains(&path)
        || BELOW.iter().any(|known| path == *known || path.starts_with(&format!("{known}/")))
}

#[cfg(test)]
mod tests {
    use super::opens_the_node;

    #[test]
    fn sockets_and_system_directories_open_the_node() {
        for path in ["/", "/var/run/docker.sock", "/run/containerd/containerd.sock", "/etc/", "/var/lib/kubelet/pods"] {
            assert!(opens_the_node(path), "{path}");
        }
        for path in ["/opt/dify/db", "/data", "/var/log/pods", "/var/lib/kubelet2", "/etc/localtime"] {
            assert!(!opens_the_node(path), "{path}");
        }
    }
}
