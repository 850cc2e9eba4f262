//! What kind of text a file is, by its name: how much its structure says about its values.

/// How a file's values are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `NAME=value` a line.
    DotEnv,
    /// YAML or JSON of a deployment: values files, Compose; Kubernetes objects are recognised by their content.
    Deployment,
    /// Other YAML or JSON.
    Data,
    /// Settings, scripts: values may stand without quotes.
    Plain,
    /// A programming language: what has no quotes is an expression.
    Code,
    /// Text for people.
    Prose,
}

impl Kind {
    /// By the file's name or path.
    #[must_use]
    pub fn of(path: &str) -> Kind {
        let name = path.rsplit(['/', '\\']).next().unwrap_or(path).to_ascii_lowercase();
        if name.starts_with(".env") || name.ends_with(".env") || name == "env" {
            return Kind::DotEnv;
        }
        match name.rsplit_once('.').map_or("", |(_, extension)| extension) {
            "yaml" | "yml" if name.contains("values") || name.contains("compose") => Kind::Deployment,
            "yaml" | "yml" | "json" => Kind::Data,
            "py" | "js" | "mjs" | "cjs" | "ts" | "tsx" | "jsx" | "go" | "rs" | "java" | "kt" | "scala" | "rb"
            | "php" | "c" | "h" | "cc" | "cpp" | "hpp" | "cs" | "swift" | "lua" | "pl" | "groovy" | "gradle"
            | "dart" | "ex" | "exs" | "tf" | "tfvars" | "hcl" | "sql" | "vue" | "svelte" | "ipynb" => Kind::Code,
            "md" | "mdx" | "rst" | "adoc" | "txt" | "html" => Kind::Prose,
            _ => Kind::Plain,
        }
    }

    pub(crate) fn is_tree(self) -> bool {
        matches!(self, Kind::Deployment | Kind::Data)
    }
}
