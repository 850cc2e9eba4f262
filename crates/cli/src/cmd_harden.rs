//! `sekisho harden`: manifests in, hardened manifests out.
//!
//! The contract of Helm's post-renderer and of kustomize's functions: standard output is the manifests and nothing else, and whatever
//! cannot be done whole ends with an error and no output, so that nothing half-hardened is applied.

use std::path::PathBuf;

use clap::ArgMatches;
use harden::{Hardened, Remark, Request};
use lang::{Text, text};

use crate::console::Console;
use crate::exit::{Exit, Failure};
use crate::flags::{egress_of, ingress_of};
use crate::input;
use crate::mending::{fields, paste, place, tell_left};
use crate::told::Told;

pub(crate) fn run(matches: &ArgMatches, console: &Console, told: &mut Told) -> Result<Exit, Failure> {
    let request = request(matches)?;
    let path = matches.get_one::<PathBuf>("path").cloned().unwrap_or_else(|| PathBuf::from("-"));
    let mut gathered = input::gather(&[path], matches)?;
    let (Some(input), true) = (gathered.inputs.pop(), gathered.inputs.is_empty()) else {
        return Err(Failure::Usage(Text::new(
            "harden takes one file or standard input, not a folder: for folders, `sekisho audit DIR --fix --unsafe-fixes`",
            "harden に渡せるのは一つのファイルか標準入力だけです。フォルダーには `sekisho audit フォルダー --fix --unsafe-fixes` を使ってください",
        )));
    };
    let hardened = harden::harden(input, &gathered.options, &request, console.lang);
    refuse_unread(&hardened)?;
    if !hardened.unproved.is_empty() {
        // Why: a pod without labels, a store that runs elsewhere.
        hardened
            .remarks
            .iter()
            .filter(|it| matches!(it, Remark::Note(_)))
            .for_each(|it| tell_remark(it, console, told));
        return Err(render::Unproved(hardened.unproved).into());
    }
    tell(&hardened, console, told);
    told.pass(hardened.text());
    Ok(Exit::Fine)
}

fn request(matches: &ArgMatches) -> Result<Request, Failure> {
    let sandbox_namespace = matches.get_one::<String>("sandbox-namespace").cloned();
    if let Some(name) = sandbox_namespace.as_ref().filter(|it| !is_namespace(it)) {
        return Err(Failure::Usage(text!(
            "`{name}` is no name of a namespace: small letters, digits and -, 63 at most",
            "`{name}` は名前空間の名前として使えません。英小文字・数字・- で 63 文字以内にしてください"
        )));
    }
    let policies = matches.get_flag("network-policies").then(|| policies::Options {
        egress: egress_of(matches),
        ingress: ingress_of(matches),
        ..policies::Options::default()
    });
    Ok(Request {
        confirmed_only: matches.get_flag("confirmed-only"),
        sandbox_namespace,
        ssrf_proxy: matches.get_flag("ssrf-proxy"),
        secret_refs: matches.get_flag("secret-refs"),
        policies,
    })
}

/// A label of RFC 1123, as Kubernetes asks of namespaces.
fn is_namespace(name: &str) -> bool {
    let inner = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    (1..=63).contains(&name.len())
        && name.bytes().all(|byte| inner(byte) || byte == b'-')
        && !name.starts_with('-')
        && !name.ends_with('-')
}

/// What cannot be read cannot be hardened, and Helm would apply it all the same.
fn refuse_unread(hardened: &Hardened) -> Result<(), Failure> {
    let Some(problem) = hardened.inventory.unread().next() else { return Ok(()) };
    let (place, (en, ja)) = (hardened.inventory.address(problem), problem.reason.both());
    Err(Failure::CouldNot(text!("{place}: {en}; nothing was written", "{place}: {ja}。何も出力していません")))
}

fn tell(hardened: &Hardened, console: &Console, told: &mut Told) {
    let lang = console.lang;
    hardened.remarks.iter().for_each(|it| tell_remark(it, console, told));
    for it in &hardened.applied {
        let (place, rule) = (place(&it.location), &it.rule);
        let fields = fields(it);
        let (en, ja) = fields.both();
        let line = if it.confirmed {
            text!("changed: {place}: {rule}: {en}", "変更: {place}: {rule}: {ja}")
        } else {
            text!(
                "changed, not confirmed upstream: {place}: {rule}: {en}",
                "変更(上流では未確認): {place}: {rule}: {ja}"
            )
        };
        told.note(line.get(lang));
    }
    tell_left(&hardened.left, console, told);
    tell_findings(hardened, console, told);
    tell_levels(hardened, console, told);
    let unconfirmed = hardened.applied.iter().filter(|it| !it.confirmed).count();
    if unconfirmed > 0 {
        let line = text!(
            "{unconfirmed} of the changes are not confirmed upstream. Try them in staging: every pod becomes ready, a file can be uploaded, \
             a code node runs, a plugin installs; or leave them out with --confirmed-only",
            "うち {unconfirmed} 件は上流で確認されていません。ステージング環境で、すべてのポッドが Ready になり、ファイルのアップロード、コードノードの実行、プラグインの導入ができることを確かめてください。\
             --confirmed-only を付けると行いません"
        );
        told.note(line.get(lang));
    }
}

fn tell_remark(remark: &Remark, console: &Console, told: &mut Told) {
    let line = match remark {
        Remark::Changed { location, what } => {
            let (place, (en, ja)) = (place(location), what.both());
            text!("changed: {place}: {en}", "変更: {place}: {ja}")
        }
        Remark::Added(what) => {
            let (en, ja) = what.both();
            text!("added: {en}", "追加: {ja}")
        }
        Remark::Left { location, what, .. } => {
            let (place, (en, ja)) = (place(location), what.both());
            text!("left: {place}: {en}", "未対応: {place}: {ja}")
        }
        Remark::Note(what) => {
            let (en, ja) = what.both();
            text!("note: {en}", "注: {ja}")
        }
    };
    told.note(&forms::printable(line.get(console.lang)));
    if let Remark::Left { snippet: Some(snippet), .. } = remark {
        paste(snippet, told);
    }
}

/// What is left: every error, since it needs a decision, and whatever a pod's own fields decide.
fn tell_findings(hardened: &Hardened, console: &Console, told: &mut Told) {
    let remaining = hardened.audit.findings.iter().filter(|it| !it.exception);
    let is_told =
        |it: &&rules::Finding| it.severity >= rules::Severity::High || it.controls.iter().any(|it| is_hardening(*it));
    for it in remaining.clone().filter(is_told) {
        let (place, rule) = (place(&it.location), &it.rule);
        let (en, ja) = it.reason.both();
        told.note(text!("left: {place}: {rule}: {en}", "未対応: {place}: {rule}: {ja}").get(console.lang));
    }
    let requested = hardened.remarks.iter().filter(|it| matches!(it, Remark::Changed { .. } | Remark::Added(_)));
    let (changes, others) = (hardened.applied.len() + requested.count(), remaining.count());
    told.note(
        text!(
            "{changes} changes; {others} findings are left, see them with `sekisho audit`",
            "{changes} 件を変更しました。残る指摘は {others} 件です。`sekisho audit` で確認できます"
        )
        .get(console.lang),
    );
}

/// The level of each namespace, and who holds it down.
fn tell_levels(hardened: &Hardened, console: &Console, told: &mut Told) {
    for (namespace, level, because) in harden::levels(&hardened.inventory) {
        if level == pss::Level::Restricted {
            continue;
        }
        let level = level.name();
        let list = lang::list(because.iter());
        let (en, ja) = list.both();
        let line = text!(
            "note: namespace {namespace} can enforce {level}, because of {en}",
            "注: 名前空間 {namespace} で強制できるのは {level} です({ja} のため)"
        );
        told.note(&forms::printable(line.get(console.lang)));
    }
}

/// The controls that a pod's own fields decide.
const fn is_hardening(control: rules::Control) -> bool {
    use rules::Control::{Ctr1, Ctr2, Ctr3, Ctr4, Pss1, Pss2, Rbac3};
    matches!(control, Ctr1 | Ctr2 | Ctr3 | Ctr4 | Pss1 | Pss2 | Rbac3)
}
