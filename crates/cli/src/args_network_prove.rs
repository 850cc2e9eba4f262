//! The arguments of `sekisho network prove`.

use clap::{Arg, ArgAction, Command};
use lang::Lang;

use crate::flags::{deciding_arguments, exit_zero_argument, fail_on_argument, fail_on_unknown_argument, paths, say};

pub(crate) fn prove(lang: Lang) -> Command {
    Command::new("prove")
        .about(say(lang, "Prove or refute what must hold", "成り立つべきことを証明または反証します"))
        .long_about(say(
            lang,
            "Proves or refutes the built-in pack for Dify and the sentences under `invariants:` in sekisho.yaml; each \
             refuted one with a flow that can be checked and the policy lines behind it.",
            "Dify 用の組み込みの不変条件と、sekisho.yaml の `invariants:` に書いた文を証明または反証します。反証には、確認できる\
             具体的な通信と根拠となるポリシーの行を添えます。",
        ))
        .arg(paths(lang))
        .arg(
            Arg::new("invariant")
                .long("invariant")
                .value_name("SENTENCE")
                .action(ArgAction::Append)
                .help(say(
                    lang,
                    "One more sentence, such as `sandbox -> only ssrf-proxy, dns`",
                    "追加の文(例: `sandbox -> only ssrf-proxy, dns`)",
                )),
        )
        .args(deciding_arguments(lang))
        .arg(fail_on_unknown_argument(lang))
        .arg(fail_on_argument(lang))
        .arg(exit_zero_argument(lang))
}
