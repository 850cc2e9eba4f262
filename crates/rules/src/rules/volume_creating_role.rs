//! `volume-creating-role`.

use lang::text;

use crate::facts::Facts;
use crate::finding::Findings;
use crate::rights;

crate::rule! {
    /// PersistentVolume creation granted by a role
    ///
    /// ## What it finds
    /// A role that allows `create` on `persistentvolumes`. Claims (`persistentvolumeclaims`) are not meant.
    ///
    /// ## Why it matters
    /// A persistent volume may be a `hostPath`: with a pod that claims it, its maker reads and writes the file system of the node, past
    /// Pod Security.
    ///
    /// ## Fix
    /// Leave it to the provisioner of the storage class. Dify needs claims alone.
    ///
    /// ---
    ///
    /// PersistentVolume を作成できるロール
    ///
    /// ## 見つけるもの
    /// `persistentvolumes` に対する `create` を許しているロール。`persistentvolumeclaims` は対象外です。
    ///
    /// ## なぜ問題か
    /// PersistentVolume は `hostPath` にもできます。それを要求する Pod と組み合わせると、Pod Security の制限を受けずにノードのファイルシステムを読み書きできます。
    ///
    /// ## 直し方
    /// 作成はストレージクラスのプロビジョナーに任せてください。Dify に必要なのは PersistentVolumeClaim だけです。
    VOLUME_CREATING_ROLE = "volume-creating-role", High, High, Platform,
    controls: [Rbac2],
    topics: [CREATE_VOLUMES],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    rights::report(facts, findings, rights::CREATE_VOLUMES, None, |name, _, _| {
        text!("{name} makes persistent volumes", "{name} が PersistentVolume を作成できます")
    });
}
