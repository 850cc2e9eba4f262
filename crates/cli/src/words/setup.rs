//! The words for [`keep::setup::Obstacle`].

use keep::setup::Obstacle;
use lang::{Text, text};

use crate::exit::Failure;

impl From<Obstacle> for Failure {
    fn from(obstacle: Obstacle) -> Failure {
        match obstacle {
            Obstacle::NoPlan(provision::Error::Several(namespaces)) => {
                let list = lang::list(&namespaces);
                let (en, ja) = list.both();
                Failure::Usage(text!(
                    "the input holds several deployments (namespaces {en}): name the manifests of one",
                    "入力に複数の構成があります(名前空間 {ja})。1 つの構成のマニフェストだけを指定してください"
                ))
            }
            Obstacle::NoPlan(provision::Error::NoSuchName(name, all)) => {
                let (list, name) = (lang::list(&all), forms::printable(&name));
                let (en, ja) = list.both();
                Failure::Usage(text!(
                    "--replace {name}: this deployment has no such credential; it has {en}",
                    "--replace {name}: この構成にその認証情報はありません。あるのは {ja} です"
                ))
            }
            Obstacle::NothingExisting(names) => {
                let list = lang::list(&names);
                let (en, ja) = list.both();
                Failure::Usage(text!(
                    "{en} holds no Secret and no setting of a .env file",
                    "{ja} に Secret も .env の設定もありません"
                ))
            }
            Obstacle::NoPlan(provision::Error::Exhausted(_)) => keep::Error::Exhausted.into(),
            Obstacle::NoYaml(path) => {
                let path = path.display();
                Failure::Usage(text!(
                    "{path}: Secrets are written as YAML; give the file the ending .yaml",
                    "{path}: Secret は YAML で出力します。拡張子を .yaml にしてください"
                ))
            }
            other => Failure::CouldNot(sentence(&other)),
        }
    }
}

fn sentence(obstacle: &Obstacle) -> Text {
    match obstacle {
        Obstacle::UnreadInput => Text::new(
            "what cannot be read may need credentials, too: nothing was made",
            "読めない部分にも認証情報が必要かもしれないため、何も作成していません",
        ),
        Obstacle::UnreadValues => Text::new(
            "the existing values cannot all be read: nothing was made, so that none is lost",
            "既存の値をすべては読めません。値を失わないよう、何も作成していません",
        ),
        Obstacle::NoPlan(_) => Text::new(
            "no container of Dify in the input takes a credential. Render a chart first: `helm template dify dify/dify | sekisho secrets setup -`",
            "認証情報を使う Dify のコンテナが入力にありません。チャートは先に展開してください: `helm template dify dify/dify | sekisho secrets setup -`",
        ),
        Obstacle::MoreThere(path, kinds) => {
            let (path, kinds) = (path.display(), kinds.join(", "));
            text!(
                "{path} holds more than the {kinds} of this deployment, which would be lost: nothing was written. Name another file",
                "{path} には、この構成の {kinds} 以外の内容も含まれています。失われないよう、何も書いていません。別のファイルを指定してください"
            )
        }
        Obstacle::SealedLacks(path, missing) => {
            let (list, shown) = (lang::list(missing), path.display());
            let (en, ja) = list.both();
            text!(
                "{shown} is there already and lacks {en}. Its other values cannot be read, and nothing was written: hand them over with \
                 --existing and write into a new file",
                "{shown} はすでにあり、{ja} がありません。ほかの値を読めないため、書き込んでいません。--existing で値を渡し、新しいファイルに書いてください"
            )
        }
        Obstacle::InStore(path) => {
            let shown = path.display();
            text!(
                "{shown} is there already, so that its values are in the store, where they cannot be seen. Nothing was written: hand them \
                 over with --existing",
                "{shown} はすでにあり、値は外部ストアにあって読めません。上書きを避けるため、何も書いていません。--existing で値を渡してください"
            )
        }
        Obstacle::OtherKeys(path, kinds) => {
            let (path, kinds) = (path.display(), kinds.join(", "));
            text!(
                "{path} is also opened by keys that are not age's ({kinds}), which Sekisho does not write: nothing was written",
                "{path} は age 以外の鍵({kinds})でも開けるファイルで、Sekisho は書き込めません。何も書いていません"
            )
        }
        Obstacle::Certificate(path, error) => {
            let (path, reason) = (path.display(), error.text());
            let (en, ja) = reason.both();
            text!("{path}: {en}", "{path}: {ja}")
        }
        Obstacle::Changed(path) => {
            let shown = path.display();
            text!(
                "{shown} was changed by somebody else in the meantime, and nothing was written: run again",
                "{shown} が途中でほかから変更されたため、書き込んでいません。もう一度実行してください"
            )
        }
        Obstacle::ReadOnly(path) => {
            let shown = path.display();
            text!("{shown} is read-only, and nothing was written", "{shown} は読み取り専用のため、書き込んでいません")
        }
        // Worded above.
        Obstacle::NoYaml(_) | Obstacle::NothingExisting(_) => Text::same(obstacle.to_string()),
    }
}
