//! What below a named path was not looked at, and why.

use lang::Text;

/// Something that was met and not looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// Its path, as a person knows it; of a history the path from the top, or the name of the object.
    pub path: String,
    /// Why it was left out.
    pub why: Omission,
}

/// Why something was left out. Those that [`Omission::hides`] may hold what was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Omission {
    /// Its name is of no kind that is read.
    OtherKind,
    /// A hidden file or folder, or one of `node_modules`, without a Kubernetes object in it.
    NoObject,
    /// git's own folder.
    GitFolder,
    /// `node_modules`, where packages of others lie.
    NodeModules,
    /// A link to a folder; `kubectl` does not follow it either.
    FolderLink,
    /// A link, where a search looks at what it leads to under its own name.
    Link,
    /// The same file as one that was read.
    SameFile,
    /// A pipe, a socket or a device.
    Special,
    /// A file that a kustomization changes before the cluster gets it.
    PartOfKustomization,
    /// What of a Compose file is no setting: containers, ports, networks.
    Containers,
    /// A file of our own: a report, a baseline, settings.
    Own,
    /// No text.
    Binary,
    /// Over the bound on one file, in bytes.
    TooLarge(u64),
    /// Below more folders than are walked.
    TooDeep,
    /// It could not be read, with the machine's reason.
    Unreadable(String),
    /// git does not have the content.
    NoContent,
    /// A repository of its own.
    Submodule,
    /// A clone that ends before the history does.
    Shallow,
    /// git could not go on, with its reason.
    GitStopped(String),
}

impl Omission {
    /// The name for machines.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Omission::OtherKind => "other-kind",
            Omission::NoObject => "no-object",
            Omission::GitFolder => "git-folder",
            Omission::NodeModules => "node-modules",
            Omission::FolderLink => "folder-link",
            Omission::Link => "link",
            Omission::SameFile => "same-file",
            Omission::Special => "special-file",
            Omission::PartOfKustomization => "part-of-kustomization",
            Omission::Containers => "compose-containers",
            Omission::Own => "own-file",
            Omission::Binary => "binary",
            Omission::TooLarge(_) => "too-large",
            Omission::TooDeep => "too-deep",
            Omission::Unreadable(_) => "unreadable",
            Omission::NoContent => "no-content",
            Omission::Submodule => "submodule",
            Omission::Shallow => "shallow",
            Omission::GitStopped(_) => "git-stopped",
        }
    }

    /// Whether what was asked for may stand in it: an answer without it is not the whole answer.
    #[must_use]
    pub const fn hides(&self) -> bool {
        matches!(
            self,
            Omission::TooLarge(_)
                | Omission::TooDeep
                | Omission::Unreadable(_)
                | Omission::NoContent
                | Omission::Shallow
                | Omission::GitStopped(_)
        )
    }

    /// The reason in words.
    #[must_use]
    pub fn text(&self) -> Text {
        match self {
            Omission::OtherKind => Text::new("not YAML, JSON or .env by its name", "名前が YAML・JSON・.env ではない"),
            Omission::NoObject => Text::new("no Kubernetes object in it", "Kubernetes オブジェクトを含まない"),
            Omission::GitFolder => Text::new("git's own folder", "git の管理用フォルダー"),
            Omission::NodeModules => Text::new("packages of others", "外部パッケージのフォルダー"),
            Omission::FolderLink => Text::new("a link to a folder", "フォルダーへのリンク"),
            Omission::Link => Text::new("a link", "リンク"),
            Omission::SameFile => Text::new("the same file was read already", "同じファイルを読み込み済み"),
            Omission::Special => Text::new("a pipe, a socket or a device", "パイプ・ソケット・デバイス"),
            Omission::PartOfKustomization => Text::new(
                "a kustomization changes it before the cluster gets it",
                "クラスターに渡る前に kustomization が変更する",
            ),
            Omission::Containers => Text::new(
                "a Compose file: its credentials and settings are judged, its containers, ports and networks are not",
                "Compose ファイル。認証情報と設定だけを検査し、コンテナー・ポート・ネットワークは検査しない",
            ),
            Omission::Own => Text::new("a file of Sekisho's own", "Sekisho 自身のファイル"),
            Omission::Binary => Text::new("no text", "テキストではない"),
            Omission::TooLarge(bound) => {
                let bound = bound >> 20;
                lang::text!("larger than {bound} MiB", "{bound} MiB を超える")
            }
            Omission::TooDeep => Text::new("the folder is nested too deeply", "フォルダーの階層が深すぎる"),
            Omission::Unreadable(reason) => lang::text!("cannot be read: {reason}", "読めない: {reason}"),
            Omission::NoContent => Text::new("git does not have its content", "git に内容がない"),
            Omission::Submodule => Text::new("a submodule: a repository of its own", "サブモジュール(別のリポジトリ)"),
            Omission::Shallow => Text::new(
                "a shallow clone ends here: `git fetch --unshallow` brings the rest",
                "浅いクローンの末端(`git fetch --unshallow` で残りを取得できる)",
            ),
            Omission::GitStopped(reason) => lang::text!("git stopped: {reason}", "git が中断した: {reason}"),
        }
    }
}
