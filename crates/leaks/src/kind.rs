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
    /// Scripts and settings of programs (ini, toml, properties, shell, Dockerfile, XML, SQL): values may stand without quotes.
    Settings,
    /// Settings in a language of expressions (Terraform): what has no quotes is an expression.
    Terraform,
    /// Texts of a program's surface, for people (`locales/de.yaml`).
    Words,
    /// Whatever else: values may stand without quotes.
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
        let is_dot_env = [".env", "env.", "dotenv"].iter().any(|it| name.starts_with(it)) || name.contains(".env.");
        if is_dot_env && !is_program(&name) || name.ends_with(".env") || name == "env" {
            return Kind::DotEnv;
        }
        if name.starts_with("dockerfile") || name.starts_with("containerfile") || SETTINGS.contains(&name.as_str()) {
            return Kind::Settings;
        }
        match name.rsplit_once('.').map_or("", |(_, extension)| extension) {
            "yaml" | "yml" if name.contains("values") || name.contains("compose") => Kind::Deployment,
            "yaml" | "yml" | "json" if is_of_words(path) => Kind::Words,
            "yaml" | "yml" | "json" | "dockerconfigjson" | "tfstate" => Kind::Data,
            "ini" | "toml" | "cfg" | "conf" | "cnf" | "config" | "properties" | "sh" | "bash" | "zsh" | "fish"
            | "ps1" | "bat" | "cmd" | "service" | "xml" | "sql" | "mk" | "dockerfile" | "netrc" | "rc" | "envrc" => {
                Kind::Settings
            }
            "tf" | "tfvars" | "hcl" => Kind::Terraform,
            "py" | "js" | "mjs" | "cjs" | "ts" | "tsx" | "jsx" | "go" | "rs" | "java" | "kt" | "scala" | "rb"
            | "php" | "c" | "h" | "cc" | "cpp" | "hpp" | "cs" | "swift" | "lua" | "pl" | "groovy" | "gradle"
            | "dart" | "ex" | "exs" | "vue" | "svelte" | "ipynb" => Kind::Code,
            "md" | "mdx" | "rst" | "adoc" | "txt" | "html" => Kind::Prose,
            _ => Kind::Plain,
        }
    }

    pub(crate) fn is_tree(self) -> bool {
        matches!(self, Kind::Deployment | Kind::Data | Kind::Words)
    }

    /// Whether what has no quotes is an expression.
    pub(crate) fn has_expressions(self) -> bool {
        matches!(self, Kind::Code | Kind::Terraform)
    }
}

/// Files of settings that are known by their whole name.
const SETTINGS: &[&str] = &[
    ".netrc",
    "_netrc",
    ".pgpass",
    "pgpass.conf",
    ".npmrc",
    ".pypirc",
    ".bashrc",
    ".zshrc",
    ".profile",
    ".envrc",
    ".my.cnf",
    "makefile",
    "jenkinsfile",
    "procfile",
    "credentials",
    ".s3cfg",
    ".boto",
];

fn is_program(name: &str) -> bool {
    ["py", "ts", "js", "mjs", "go", "rs", "java", "tsx", "yaml", "yml", "json", "d"]
        .iter()
        .any(|it| name.ends_with(&format!(".{it}")))
}

/// Folders and files of translations: a `password` in them is a word that people read.
fn is_of_words(path: &str) -> bool {
    const FOLDERS: &[&str] =
        &["i18n", "locale", "locales", "lang", "langs", "language", "languages", "translations", "messages", "l10n"];
    let mut pieces = path.rsplit(['/', '\\']);
    let stem = pieces.next().and_then(|it| it.split('.').next()).unwrap_or("");
    let language = matches!(stem.as_bytes(), [a, b] | [a, b, b'-' | b'_', ..] if a.is_ascii_lowercase() && b.is_ascii_lowercase() && stem.len() <= 7);
    language || pieces.any(|it| FOLDERS.contains(&it))
}
