//! The folder that a new deployment begins with: settings, manifests, what git must not take, and what to do next.

use lang::{Lang, Text};

use crate::plan::{Environment, Plan};
use crate::{DEFAULT_VERSION, File, Flaw, Unproved, kustomize};

/// Why no folder can be made; neither is the person's fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Blocked {
    /// The settings that we wrote cannot be rendered.
    Flaw(Flaw),
    /// The network policies are not proved.
    Unproved(Unproved),
}

/// The files of the folder, by their paths in it.
///
/// # Errors
/// When our own settings cannot be rendered.
pub fn scaffold(lang: Lang) -> Result<Vec<File>, Blocked> {
    let settings = settings::Render::default();
    let plan = |environment| Plan::new(&settings, environment, None, None).map_err(Blocked::Flaw);
    let plans = Environment::ALL.into_iter().map(plan).collect::<Result<Vec<_>, _>>()?;
    let manifests = kustomize(&plans, lang).map_err(Blocked::Unproved)?;
    let own = [
        ("sekisho.yaml", settings_file(lang)),
        (".gitignore", GITIGNORE.get(lang).to_owned()),
        ("README.md", README.get(lang).to_owned()),
    ];
    let own = own.into_iter().map(|(path, text)| File { path: path.to_owned(), text });
    let manifests = manifests.into_iter().map(|it| File { path: format!("manifests/{}", it.path), ..it });
    Ok(own.chain(manifests).collect())
}

fn settings_file(lang: Lang) -> String {
    let note = |en: &'static str, ja: &'static str| Text::new(en, ja).get(lang).to_owned();
    let hosts: String = Environment::ALL
        .into_iter()
        .map(|it| format!("    {}:\n      host: {}\n", it.id(), it.example_host()))
        .collect();
    format!(
        "\
# yaml-language-server: $schema=https://raw.githubusercontent.com/sekisho/sekisho/main/schemas/sekisho.schema.json
schemaVersion: 1

# {}
render:
  difyVersion: {DEFAULT_VERSION}
  # {}
  egress: strict
  # {}
  ingress:
    class: nginx
    namespace: ingress-nginx
    tlsSecret: dify-tls
  # {}
  environments:
{hosts}
# {}
environments:
  production:
    files: [manifests/overlays/production]
  staging:
    files: [manifests/overlays/staging]
  development:
    files: [manifests/overlays/development]
",
        note(
            "What `sekisho render` writes. After a change: sekisho render --kustomize manifests",
            "`sekisho render` が出力する内容。変更したら: sekisho render --kustomize manifests",
        ),
        note(
            "strict: nothing leaves the cluster but questions to DNS. lists: the parts that call models reach the internet.",
            "strict: クラスター外への通信は DNS だけ。lists: モデルを呼び出す部分などがインターネットに接続できます。",
        ),
        note(
            "Where users' requests come from, and the Secret with the certificate.",
            "利用者からの要求の入口と、証明書の Secret。",
        ),
        note("Put the real hosts here.", "実際のホスト名に書き換えてください。"),
        note("They must not share a credential.", "これらの間で同じ認証情報を使ってはいけません。"),
    )
}

const GITIGNORE: Text = Text::new(
    "# Nothing that may hold a secret.\n.env\n.env.*\n*.env\n*secret*.yaml\n*secret*.yml\n!*.enc.yaml\n!*sealed*.yaml\n*.pem\n*.key\n*.p12\n*.pfx\n*.kubeconfig\nkubeconfig\n*.dump\n*.sql\n",
    "# 秘密が入りうるものは git に入れません。\n.env\n.env.*\n*.env\n*secret*.yaml\n*secret*.yml\n!*.enc.yaml\n!*sealed*.yaml\n*.pem\n*.key\n*.p12\n*.pfx\n*.kubeconfig\nkubeconfig\n*.dump\n*.sql\n",
);

const README: Text = Text::new(include_str!("../texts/README.md"), include_str!("../texts/README.ja.md"));
