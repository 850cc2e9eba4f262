//! `sekisho secrets recipients add|remove|resume`: every store of a tree, in one journaled change.
//!
//! First everything is opened and computed, so that a file that cannot be changed stops the change before it begins. Then file after
//! file is replaced, each with its intent and its end in the journal. Whoever resumes looks at the files: one that has the
//! readers already is done.

use std::path::{Path, PathBuf};

use clap::ArgMatches;
use credentials::OperatingSystem;
use lang::{Text, list, plural, text};
use report::printable;
use vault::journal::{Order, Step};
use vault::sops::{self, Outline, State};
use vault::{Error, Format, Identities, Recipient};

use crate::cmd_secrets_recipients::stores;
use crate::console::Console;
use crate::exit::{Exit, Failure};
use crate::journals::{Journals, Open};
use crate::store::{self, Store};

pub(crate) fn run(matches: &ArgMatches, console: &Console, who: Recipient, add: bool) -> Result<Exit, Failure> {
    let change =
        if add { Change { add: vec![who], remove: Vec::new() } } else { Change { add: Vec::new(), remove: vec![who] } };
    let base = store::base(Path::new("."));
    let dry_run = matches.get_flag("dry-run");
    // Held before anything is read, so that what is read stays so; a dry run makes no folder.
    let journals = if dry_run { None } else { Some(Journals::of(&base)?) };
    let unfinished = journals.as_ref().map_or(Ok(Vec::new()), Journals::unfinished)?;
    if let Some(other) = unfinished.iter().find(|it| !change.is_of(it.order())) {
        let journal = other.path().display();
        return Err(Failure::CouldNot(text!(
            "another change was interrupted ({journal}): finish it first with `sekisho secrets recipients resume`",
            "前の変更が中断されたままです({journal})。先に `sekisho secrets recipients resume` で完了させてください"
        )));
    }
    let plan = Plan::of(stores(matches)?, &change, &base, matches)?;
    console.print(&plan.told(console))?;
    if let Some(journals) = journals {
        let journal = match unfinished.into_iter().next() {
            Some(journal) => Some(journal),
            None if plan.is_empty() => None,
            None => Some(journals.begin(change.order(&plan))?),
        };
        if let Some(journal) = journal {
            plan.carry_out(journal, &base)?;
        }
    }
    plan.advise(&change, console)?;
    Ok(Exit::Fine)
}

/// Goes on with what was interrupted.
pub(crate) fn resume(matches: &ArgMatches, console: &Console) -> Result<Exit, Failure> {
    let base = store::base(Path::new("."));
    let journals = Journals::of(&base)?;
    let unfinished = journals.unfinished()?;
    if unfinished.is_empty() {
        let nothing = Text::new("no change was interrupted", "中断された変更はありません");
        console.print(nothing.get(console.lang))?;
    }
    for journal in unfinished {
        let change = Change::from(journal.order())?;
        let mut found = Vec::new();
        for name in &journal.order().files {
            let path = base.join(name);
            let file = Store::open(&path)?;
            found.push((path, file.text().to_owned(), file.format));
        }
        let plan = Plan::of(found, &change, &base, matches)?;
        console.print(&plan.told(console))?;
        if !matches.get_flag("dry-run") {
            plan.carry_out(journal, &base)?;
        }
        plan.advise(&change, console)?;
    }
    Ok(Exit::Fine)
}

/// Who comes and who goes.
struct Change {
    add: Vec<Recipient>,
    remove: Vec<Recipient>,
}

impl Change {
    fn order(&self, plan: &Plan) -> Order {
        let text = |it: &Vec<Recipient>| it.iter().map(Recipient::to_string).collect();
        let files = plan.files.iter().filter(|it| it.is_due).map(|it| it.name.clone()).collect();
        Order { add: text(&self.add), remove: text(&self.remove), files }
    }

    fn is_of(&self, order: &Order) -> bool {
        let same = |a: &[Recipient], b: &[String]| a.iter().map(Recipient::as_str).eq(b.iter().map(String::as_str));
        same(&self.add, &order.add) && same(&self.remove, &order.remove)
    }

    fn from(order: &Order) -> Result<Change, Failure> {
        let read = |it: &[String]| it.iter().map(|it| store::recipient("RECIPIENT", it)).collect::<Result<_, _>>();
        Ok(Change { add: read(&order.add)?, remove: read(&order.remove)? })
    }
}

/// What becomes of each file.
struct Plan {
    files: Vec<Planned>,
    identities: Option<Identities>,
    at: model::Moment,
}

struct Planned {
    path: PathBuf,
    name: String,
    format: Format,
    outline: Outline,
    readers: Vec<Recipient>,
    is_due: bool,
    /// Whether somebody goes, who may have kept the data key.
    new_key: bool,
    /// Whether whoever runs the command can still read it afterwards.
    stays_open: bool,
}

impl Planned {
    fn of(path: &Path, text: &str, format: Format, change: &Change, base: &Path) -> Result<Planned, Error> {
        let outline = sops::outline(text, format)?;
        let now = sops::readers_after(&outline, &[], &[])?;
        let readers = sops::readers_after(&outline, &change.add, &change.remove)?;
        let (is_due, new_key) = (now != readers, now.iter().any(|it| !readers.contains(it)));
        let name = store::name_in(base, path);
        Ok(Planned { path: path.to_owned(), name, format, outline, readers, is_due, new_key, stays_open: true })
    }
}

impl Plan {
    /// Opens and computes everything; all that stands in the way is told at once.
    fn of(
        found: Vec<(PathBuf, String, Format)>,
        change: &Change,
        base: &Path,
        matches: &ArgMatches,
    ) -> Result<Plan, Failure> {
        let mut plan = Plan { files: Vec::new(), identities: None, at: store::now()? };
        let mut wrong: Vec<(PathBuf, Error)> = Vec::new();
        for (path, text, format) in found {
            let mut planned = match Planned::of(&path, &text, format, change, base) {
                Ok(planned) => planned,
                Err(error) => {
                    wrong.push((path, error));
                    continue;
                }
            };
            if planned.is_due {
                let identities = match &plan.identities {
                    Some(identities) => identities,
                    None => plan.identities.insert(store::identities(matches)?),
                };
                let (at, source) = (plan.at, &mut OperatingSystem);
                match sops::change_readers(&text, format, &planned.readers, identities, at, source) {
                    Ok(new) => planned.stays_open = sops::opens(&new, format, identities),
                    Err(error) => wrong.push((path, error)),
                }
            }
            plan.files.push(planned);
        }
        if wrong.is_empty() { Ok(plan) } else { Err(refused(&wrong)) }
    }

    fn is_empty(&self) -> bool {
        !self.files.iter().any(|it| it.is_due)
    }

    /// What is done, as it would be or was.
    fn told(&self, console: &Console) -> String {
        let lang = console.lang;
        let mut out = String::new();
        for file in self.files.iter().filter(|it| it.is_due) {
            let how = if file.new_key {
                Text::new("new data key, every value encrypted anew", "データ鍵を作り直し、全値を再暗号化")
            } else {
                Text::new("one more recipient", "受信者を追加")
            };
            out.push_str(&format!("{}: {}\n", file.path.display(), how.get(lang)));
            for reader in &file.readers {
                out.push_str(&format!("  {reader}\n"));
            }
        }
        let due = self.files.iter().filter(|it| it.is_due).count();
        let (rest, s) = (self.files.len() - due, plural(due));
        let sum =
            text!("{due} file{s} to change, {rest} as they should be", "変更するファイル {due} 件、変更不要 {rest} 件");
        out + sum.get(lang) + "\n"
    }

    /// Replaces file after file.
    fn carry_out(&self, mut journal: Open, base: &Path) -> Result<(), Failure> {
        let Some(identities) = &self.identities else { return journal.add(Step::End, self.at) };
        for planned in self.files.iter().filter(|it| it.is_due) {
            let file = Store::open(&planned.path)?;
            journal.add(Step::Intent { file: store::name_in(base, &planned.path) }, self.at)?;
            let (at, source) = (self.at, &mut OperatingSystem);
            let new = sops::change_readers(file.text(), planned.format, &planned.readers, identities, at, source)
                .map_err(|error| file.failure(&error))?;
            file.replace(&new)?;
            journal.add(Step::Done { file: planned.name.clone() }, self.at)?;
        }
        journal.add(Step::End, self.at)
    }

    /// What a person has to do beside: rules that say otherwise, and values that somebody knows.
    fn advise(&self, change: &Change, console: &Console) -> Result<(), Failure> {
        self.compare_rules(change, console)?;
        if self.files.iter().any(|it| !it.stays_open) {
            let locked_out = Text::new(
                "note: none of your keys opens these files any more afterwards",
                "注: 変更後は、手元のどの鍵でもこれらのファイルを開けなくなります",
            );
            console.note(locked_out.get(console.lang));
        }
        let mut files = self.files.iter().filter(|it| it.new_key).peekable();
        if files.peek().is_none() {
            return Ok(());
        }
        let gone = list(change.remove.iter().map(Recipient::as_str));
        let (en, ja) = gone.both();
        let heading = text!(
            "note: {en} could read these values, and may have kept them, as does git's history. Rotate them:",
            "注: {ja} は次の値を読めたため、控えを持っている可能性があります(git の履歴にも残ります)。更新してください:"
        );
        console.note(heading.get(console.lang));
        for file in files {
            let names =
                file.outline.entries.iter().filter(|it| it.state == State::Encrypted).map(|it| printable(&it.name));
            console.note(&format!("  {}: {}", file.path.display(), list(names).get(console.lang)));
        }
        Ok(())
    }

    /// Says where `.sops.yaml` disagrees: the next file that is made would be encrypted as it says.
    fn compare_rules(&self, change: &Change, console: &Console) -> Result<(), Failure> {
        let mut told = Vec::new();
        for file in &self.files {
            let Some((rules_file, rules, inside)) = store::rules_around(&file.path)? else { continue };
            let Some(rule) = rules.rule_for(&inside) else { continue };
            let lists = |it: &Recipient| rule.readers().is_ok_and(|readers| readers.contains(it));
            let place = (rules_file.clone(), rule.line);
            let stale = change.remove.iter().find(|it| lists(it));
            let missing = change.add.iter().find(|it| !lists(it));
            if told.contains(&place) {
                continue;
            }
            let (path, line) = (rules_file.display(), rule.line);
            if let Some(who) = stale {
                let note = text!(
                    "note: {path}:{line} still lists {who}: take it out, or the next new file is encrypted to it again",
                    "注: {path}:{line} に {who} が残っています。削除しないと、次に作るファイルがまた暗号化の対象になります"
                );
                console.note(note.get(console.lang));
            } else if let Some(who) = missing {
                let note = text!(
                    "note: {path}:{line} does not list {who}: add it, or the next new file is not encrypted to it",
                    "注: {path}:{line} に {who} がありません。追加しないと、次に作るファイルはその人に読めません"
                );
                console.note(note.get(console.lang));
            }
            told.push(place);
        }
        Ok(())
    }
}

/// Everything that stands in the way, a line each.
fn refused(wrong: &[(PathBuf, Error)]) -> Failure {
    let lines = |lang| {
        let line = |(path, error): &(PathBuf, Error)| match error.position() {
            Some(at) => format!("{}:{}:{}: {}", path.display(), at.line, at.column, error.text().get(lang)),
            None => format!("{}: {}", path.display(), error.text().get(lang)),
        };
        wrong.iter().map(line).collect::<Vec<_>>().join("\n       ")
    };
    let (en, ja) = (lines(lang::Lang::En), lines(lang::Lang::Ja));
    Failure::CouldNot(text!("nothing was changed:\n       {en}", "何も変更していません:\n       {ja}"))
}
