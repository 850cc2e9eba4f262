//! `sekisho rbac who-can`: who may do something, by the bindings of the input.

use std::io;

use app::rbac::{Request, who_can};
use clap::{Arg, ArgMatches, Command};
use lang::{Lang, Text};
use rbac::{Question, What};

use crate::console::Console;
use crate::exit::{Exit, FailOn, Failure};
use crate::flags::{config_argument, format_argument, is_json, paths, say, sources_of, word_of};
use crate::hints;
use crate::reading;
use crate::told::Told;

pub(crate) fn command(lang: Lang) -> Command {
    Command::new("who-can")
        .about(say(lang, "List who may do something", "ある操作ができる相手を列挙します"))
        .long_about(say(
            lang,
            "Lists who may do something by the bindings of the input, decided as the API server decides it. With -n in that \
             namespace, without it in any. What the input does not show is named. Members of `system:masters` may do everything.",
            "入力のバインディングから、ある操作ができる相手を列挙します。判定は API サーバーと同じです。-n を付けるとその名前空間、付けなければ\
             いずれかの名前空間で調べます。入力からわからないものは、そう示します。`system:masters` のメンバーは常にすべて実行できます。",
        ))
        .arg(Arg::new("verb").required(true).value_name("VERB").help(say(
            lang,
            "get, list, create, impersonate, ...",
            "操作(get・list・create・impersonate など)",
        )))
        .arg(Arg::new("resource").required(true).value_name("RESOURCE[/NAME]").help(say(
            lang,
            "The plural, with its group behind a dot where it has one (`certificates.cert-manager.io`), or a path (`/metrics`)",
            "リソース(複数形。独自のものはグループをドットに続ける: `certificates.cert-manager.io`)、またはパス(`/metrics`)",
        )))
        .arg(Arg::new("subresource").long("subresource").value_name("NAME").help(say(
            lang,
            "The subresource: exec, log, token, status, scale, ...",
            "サブリソース(exec・log・token・status・scale など)",
        )))
        .arg(paths(lang))
        .arg(format_argument(lang, &["text", "json"]))
        .arg(Arg::new("namespace").long("namespace").short('n').value_name("NS").help(say(
            lang,
            "The namespace that is asked about, and of objects that name none",
            "調べる名前空間。名前空間の指定がないオブジェクトにも使います",
        )))
        .arg(config_argument(lang))
}

pub(crate) struct Options {
    request: Request,
    /// A name was given that the verb does not know when it is authorised.
    drops_name: bool,
    as_json: bool,
    fail_on: FailOn,
}

impl Options {
    pub(crate) fn of(matches: &ArgMatches) -> Result<Options, Failure> {
        let word = |name: &str| word_of(matches, name).unwrap_or_default();
        let (resource, subresource) = (word("resource"), word_of(matches, "subresource"));
        let question = Question::parse(&word("verb"), &resource, subresource.as_deref())
            .map_err(|error| Failure::Usage(hints::joined(&error, hints::after_question())))?;
        let is_nameless = matches!(&question.what, What::Resource { name, .. } if name.is_empty());
        Ok(Options {
            drops_name: is_nameless && resource.contains('/'),
            request: Request { sources: sources_of(matches), question },
            as_json: is_json(matches),
            fail_on: FailOn::of(matches),
        })
    }
}

pub(crate) fn run(options: Options, console: &Console, told: &mut Told) -> Result<Exit, Failure> {
    let asked = who_can(options.request, &mut io::stdin().lock())?;
    let (inventory, answer) = (&asked.inventory, asked.answer());
    let n = inventory.roles.len() + inventory.bindings.len();
    reading::refuse_nothing(inventory, n, &Text::new("role or binding", "Role・Binding"))?;
    let doubts = reading::tell_doubts(inventory, console, told);
    if options.drops_name {
        let note = Text::new(
            "note: this verb knows no name when it is authorised; asked without it",
            "注: この動詞では認可の時点で名前が決まらないため、名前なしで調べました",
        );
        told.note(note.get(console.lang));
    }
    told.print(&if options.as_json {
        forms::to_json_of([inventory], &forms::who_can(inventory, &answer, console.lang))
    } else {
        text::rbac::who_can(inventory, &answer, &console.text_options())
    });
    Ok(options.fail_on.exit(reading::severity_of_unread(doubts), false))
}
