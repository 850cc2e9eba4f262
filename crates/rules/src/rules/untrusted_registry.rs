//! `untrusted-registry`.

use dify::registry::{Registry, host, is_open, trust};
use dify::{Component, Image, ImageKind};

use crate::facts::Facts;
use crate::finding::Findings;
use crate::image_use::{is_declared, report};
use findings::Severity;

crate::rule! {
    /// Image from an unknown publisher
    ///
    /// ## What it finds
    /// Images in a public registry where anybody can open an account (Docker Hub, ghcr.io, quay.io, ...) under a name that is
    /// no known publisher of Dify's stack. Images under the name of a Dify component from somebody else are of medium severity, the
    /// rest of low. A registry of one's own cannot be judged from the manifests: the control is then UNKNOWN, and
    /// `unlisted-registry` names it.
    ///
    /// ## Why it matters
    /// An image `somebody/dify-api` sees `SECRET_KEY`, the database and every provider's key. Rebuilt images for Dify
    /// circulate, often with good intentions and old base images.
    ///
    /// ## Fix
    /// Use `langgenius/...`, or copy the image into a registry of your own and pin its digest. Registries and publishers that
    /// you trust can be named in `sekisho.yaml`:
    /// ```yaml
    /// registries: [harbor.example.com/dify, docker.io/acme]
    /// ```
    ///
    /// ---
    ///
    /// 素性のわからない公開者のイメージ
    ///
    /// ## 見つけるもの
    /// 誰でもアカウントを作れる公開レジストリ(Docker Hub、ghcr.io、quay.io など)にあり、Dify のコンポーネントの公開者として知られていない名前のイメージ。
    /// Dify のコンポーネントの名前が付いた、別の公開者のイメージは重大度「中」、それ以外は「低」とします。
    /// 自前のレジストリはマニフェストからは判断できないため、統制は UNKNOWN とし、`unlisted-registry` がその名前を示します。
    ///
    /// ## なぜ問題か
    /// `somebody/dify-api` のようなイメージには、`SECRET_KEY`、データベース、各プロバイダーのキーがすべて渡ります。
    /// 善意で作り直されたものも含め、古いベースイメージを使った非公式のイメージが出回っています。
    ///
    /// ## 直し方
    /// `langgenius/...` を使うか、自前のレジストリに複製してダイジェストで固定してください。信頼するレジストリや公開者は `sekisho.yaml` に登録できます。
    /// ```yaml
    /// registries: [harbor.example.com/dify, docker.io/acme]
    /// ```
    UNTRUSTED_REGISTRY = "untrusted-registry", Medium, Medium, Operator,
    controls: [Img1],
    topics: [IMAGE_REGISTRY],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for used in facts.images() {
        if trust(&used.image) != Registry::Unknown || is_declared(facts, &used.image) {
            findings.look(1);
            continue;
        }
        let registry = host(&used.image);
        if !is_open(registry) {
            findings.blind(&lang::text!(
                "whether `{registry}` is to be trusted only its owner knows",
                "`{registry}` を信頼できるかどうかは、その管理者にしか分かりません"
            ));
            continue;
        }
        findings.look(1);
        let text = used.text;
        let poses = poses_as_dify(&used.image);
        let reason = if poses {
            lang::text!(
                "`{text}` has the name of a Dify image, but langgenius did not publish it",
                "`{text}` は Dify のイメージの名前ですが、langgenius が公開したものではありません"
            )
        } else {
            lang::text!("the publisher of `{text}` is not known", "`{text}` の公開者は知られていません")
        };
        let finding = report(findings, used, reason);
        if !poses {
            finding.at_most(Severity::Low);
        }
    }
}

fn poses_as_dify(image: &Image<'_>) -> bool {
    match dify::candidates(image) {
        ImageKind::DifyApi => true,
        ImageKind::Component(component) => Component::is_dify_own(component),
        _ => false,
    }
}
