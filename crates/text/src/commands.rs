//! The command lines of this program that mend something, as a person copies them into a shell.
//!
//! Every name in them is quoted; a name that a shell or a terminal would take otherwise than it looks makes no command line at all.

use std::path::Path;

use lang::{Text, shell_word};
use overview::{Kind, Line, Overview, Remedy, Steps};
use rules::{About, FixClass};

/// What was judged, by the words of the command line that judged it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Place<'a> {
    /// Files and folders, as they were given; `-` for standard input.
    pub paths: &'a [std::path::PathBuf],
    /// The namespace that was given.
    pub namespace: Option<&'a str>,
    /// The settings file that was named; not the one that is found.
    pub settings: Option<&'a Path>,
    /// The baseline that was named.
    pub baseline: Option<&'a Path>,
    /// Whether no suppression was heeded.
    pub no_suppressions: bool,
    /// Files for what is made: hardened manifests, Secrets, policies.
    pub made: [&'a str; 3],
}

/// The command line that carries a remedy out on what was judged; `None` where none can be written.
#[must_use]
pub fn line(remedy: &Remedy, place: &Place<'_>) -> Option<Line> {
    let [hardened, secrets, policies] = place.made;
    let (hardened, secrets, policies) = (shell_word(hardened)?, shell_word(secrets)?, shell_word(policies)?);
    let input = Arguments::of(place)?;
    let (pipe, from, judged) = (input.pipe, &input.from, &input.judged);
    let (options, known) = (&input.options, &input.known);
    let run = match remedy {
        Remedy::Credentials => vec![format!("{pipe}sekisho secrets setup {from} -o {secrets}")],
        Remedy::Policies => vec![format!("{pipe}sekisho network policies {from} --egress lists > {policies}")],
        Remedy::Harden(steps) => vec![format!("{pipe}sekisho harden {from}{} > {hardened}", flags(steps)?)],
        Remedy::Fix(class) => {
            let more = if *class == FixClass::Review { " --unsafe-fixes" } else { "" };
            vec![format!("{pipe}sekisho audit {from}{known} --fix{more}")]
        }
        Remedy::Whole(steps) => vec![
            format!("{pipe}sekisho harden {from}{} > {hardened}", flags(steps)?),
            format!("sekisho secrets setup {hardened}{options} -o {secrets}"),
        ],
        Remedy::Upgrade(_) => return None,
    };
    let judge = match remedy {
        Remedy::Credentials => format!("{pipe}sekisho audit {judged} {secrets}{options}{known}"),
        Remedy::Policies => format!("{pipe}sekisho audit {judged} {policies}{options}{known}"),
        Remedy::Harden(_) => format!("sekisho audit {hardened}{options}{known}"),
        Remedy::Whole(_) => format!("sekisho audit {hardened} {secrets}{options}{known}"),
        Remedy::Fix(_) | Remedy::Upgrade(_) => format!("{pipe}sekisho audit {judged}{options}{known}"),
    };
    Some(Line { run, judge: Some(judge) })
}

/// Writes the command lines into an overview.
pub fn word(overview: &mut Overview, place: &Place<'_>) {
    for way in &mut overview.ways {
        way.line = line(&way.remedy, place);
    }
    let fix = |class| line(&Remedy::Fix(class), place).map(|it| it.run.concat());
    overview.fixes = [fix(FixClass::Safe), fix(FixClass::Review)];
    for cause in &mut overview.causes {
        let rules: String = cause.rules.iter().take(SHOWN).map(|it| format!(" --rule {it}")).collect();
        cause.look = Arguments::of(place)
            .map(|input| format!("{}sekisho audit {}{}{rules}", input.pipe, input.from, input.known));
    }
}

/// Rules of one cause that its command line names.
const SHOWN: usize = 2;

/// What stands behind the name of a command.
struct Arguments {
    /// What is piped in.
    pipe: &'static str,
    /// The paths.
    judged: String,
    /// The paths and the options for reading them.
    from: String,
    /// The options for reading alone, with a blank before.
    options: String,
    /// The options by which findings are left out, or are not; with a blank before.
    known: String,
}

impl Arguments {
    fn of(place: &Place<'_>) -> Option<Arguments> {
        let is_stdin = |it: &Path| it.as_os_str() == "-";
        let piped = place.paths.iter().any(|it| is_stdin(it));
        if piped && place.paths.len() > 1 {
            return None;
        }
        let paths = place.paths.iter().map(|it| if is_stdin(it) { Some("-".to_owned()) } else { path(it) });
        let judged = paths.collect::<Option<Vec<String>>>()?.join(" ");
        let mut options = String::new();
        if let Some(namespace) = place.namespace {
            options.push_str(&format!(" -n {}", shell_word(namespace)?));
        }
        if let Some(settings) = place.settings {
            options.push_str(&format!(" --config {}", path(settings)?));
        }
        let mut known = if place.no_suppressions { " --no-suppressions".to_owned() } else { String::new() };
        if let Some(file) = place.baseline {
            known.push_str(&format!(" --baseline {}", path(file)?));
        }
        let from = format!("{judged}{options}");
        Some(Arguments { pipe: if piped { "... | " } else { "" }, judged, from, options, known })
    }
}

fn flags(steps: &Steps) -> Option<String> {
    let mut flags = String::new();
    if let Some(namespace) = &steps.sandbox_namespace {
        flags.push_str(&format!(" --sandbox-namespace {}", shell_word(namespace)?));
    }
    if steps.ssrf_proxy {
        flags.push_str(" --ssrf-proxy");
    }
    if steps.secret_refs {
        flags.push_str(" --secret-refs");
    }
    if steps.policies {
        flags.push_str(" --network-policies --egress lists");
    }
    Some(flags)
}

/// A path as a word of a command line.
#[must_use]
pub fn path(path: &Path) -> Option<String> {
    let text = path.to_str()?;
    // What begins so would be read as an option, or as somebody's home.
    shell_word(&if text.starts_with('-') { format!("./{text}") } else { text.to_owned() })
}

/// Commands that may mend what a rule finds, for its manual: which of them does on an input, an audit of that input says.
#[must_use]
pub fn of_rule(rule: &About) -> Vec<(String, Text)> {
    let mut commands = vec![(
        format!("sekisho audit PATH --rule {}", rule.id),
        Text::new("shows every place, and the command that mends it", "すべての箇所と、修正するコマンドを表示します"),
    )];
    let mut add = |command: &str, what| commands.push((command.to_owned(), what));
    match rule.fix {
        Some(FixClass::Safe) => {
            add("sekisho audit PATH --fix", Text::new("mends it in the files", "ファイル上で修正します"));
        }
        Some(FixClass::Review) => add(
            "sekisho audit PATH --diff --unsafe-fixes",
            Text::new(
                "shows the change; with --fix in place of --diff makes it",
                "変更内容を表示します。--diff を --fix に替えると修正します",
            ),
        ),
        None => {}
    }
    if rule.fix.is_some() {
        add("sekisho harden FILE > hardened.yaml", Text::new("mends it on the way in", "適用前の出力で修正します"));
    }
    match Kind::of_rule(rule.id, rule.controls) {
        Kind::Credentials => add(
            "sekisho secrets setup PATH -o secrets.yaml",
            Text::new("makes new credentials where none can be kept", "使えない認証情報を作り直します"),
        ),
        Kind::PlainText => add(
            "sekisho harden FILE --secret-refs > hardened.yaml",
            Text::new("takes values out of pods into a Secret", "Podに書かれた値を Secret への参照に替えます"),
        ),
        Kind::Network | Kind::Exposure => add(
            "sekisho network policies PATH --egress lists > policies.yaml",
            Text::new("writes the policies that are needed, proved", "必要なポリシーを証明した上で書き出します"),
        ),
        _ => {}
    }
    if rule.id.ends_with("ssrf-proxy") {
        add(
            "sekisho harden FILE --ssrf-proxy > hardened.yaml",
            Text::new("adds a proxy, and sends fetches through it", "プロキシを追加し、外部取得を経由させます"),
        );
    }
    commands
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;

    fn of(paths: &[&str]) -> Option<Vec<String>> {
        let paths: Vec<PathBuf> = paths.iter().map(PathBuf::from).collect();
        let place =
            Place { paths: &paths, made: ["hardened.yaml", "secrets.yaml", "policies.yaml"], ..Place::default() };
        line(&Remedy::Credentials, &place).map(|it| it.run)
    }

    #[test]
    fn names_are_quoted_for_the_shell() {
        let run = |name: &str| of(&[name]).map(|it| it.concat());
        assert_eq!(run("a.yaml").as_deref(), Some("sekisho secrets setup a.yaml -o secrets.yaml"));
        assert_eq!(
            run("a b;$(x)'`.yaml").as_deref(),
            Some(r"sekisho secrets setup 'a b;$(x)'\''`.yaml' -o secrets.yaml")
        );
        assert_eq!(run("-rf").as_deref(), Some("sekisho secrets setup ./-rf -o secrets.yaml"));
        assert_eq!(run("~root").as_deref(), Some("sekisho secrets setup '~root' -o secrets.yaml"));
    }

    #[test]
    fn what_a_terminal_would_obey_is_in_no_command() {
        for name in ["a\u{1b}[2J.yaml", "a\nb.yaml", "a\u{202e}b.yaml", "a\u{200b}.yaml", ""] {
            assert_eq!(of(&[name]), None, "{name:?}");
        }
    }

    #[test]
    fn what_is_judged_next_is_judged_by_the_same_words() {
        let paths = [PathBuf::from(".")];
        let place = Place {
            paths: &paths,
            baseline: Some(Path::new("known.json")),
            no_suppressions: true,
            made: ["hardened.yaml", "secrets.yaml", "policies.yaml"],
            ..Place::default()
        };
        let fix = line(&Remedy::Fix(FixClass::Safe), &place).expect("a command line");
        assert_eq!(fix.run, ["sekisho audit . --no-suppressions --baseline known.json --fix"]);
        let setup = line(&Remedy::Credentials, &place).expect("a command line");
        assert_eq!(setup.run, ["sekisho secrets setup . -o secrets.yaml"]);
        let judge = "sekisho audit . secrets.yaml --no-suppressions --baseline known.json";
        assert_eq!(setup.judge.as_deref(), Some(judge));
    }

    #[test]
    fn a_pipe_is_said_as_one() {
        assert_eq!(of(&["-"]).map(|it| it.concat()).as_deref(), Some("... | sekisho secrets setup - -o secrets.yaml"));
        assert_eq!(of(&["-", "a.yaml"]), None, "which of both is piped in, nobody knows afterwards");
    }
}
