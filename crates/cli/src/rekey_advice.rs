//! What a person has to do after readers were changed.

use forms::printable;
use lang::{Text, list, text};
use vault::Recipient;
use vault::sops::State;

use crate::console::Console;
use crate::exit::Failure;
use crate::rekey::{Change, Plan, Planned};
use crate::store;
use crate::told::Told;

impl Plan {
    /// What a person has to do beside: rules that say otherwise, and values that somebody knows. `begun` are the files of a change
    /// that was interrupted: some may be done already.
    pub(crate) fn advise(
        &self,
        change: &Change,
        begun: &[String],
        console: &Console,
        told: &mut Told,
    ) -> Result<(), Failure> {
        self.compare_rules(change, console, told)?;
        if self.files.iter().any(|it| !it.stays_open) {
            let locked_out = Text::new(
                "note: none of your keys opens these files any more afterwards",
                "注: 変更後は、手元のどの鍵でもこれらのファイルを開けなくなります",
            );
            told.note(locked_out.get(console.lang));
        }
        let knew = |it: &&Planned| it.new_key || (!change.remove.is_empty() && begun.contains(&it.name));
        let mut files = self.files.iter().filter(knew).peekable();
        if files.peek().is_none() {
            return Ok(());
        }
        let gone = list(change.remove.iter().map(Recipient::as_str));
        let (en, ja) = gone.both();
        let heading = text!(
            "note: {en} could read these values, and may have kept them, as does git's history. Rotate them:",
            "注: {ja} は次の値を読めたため、控えを持っている可能性があります(git の履歴にも残ります)。更新してください:"
        );
        told.note(heading.get(console.lang));
        for file in files {
            let names =
                file.outline.entries.iter().filter(|it| it.state == State::Encrypted).map(|it| printable(&it.name));
            told.note(&format!("  {}: {}", file.path.display(), list(names).get(console.lang)));
        }
        Ok(())
    }

    /// Says where `.sops.yaml` disagrees: the next file that is made would be encrypted as it says.
    fn compare_rules(&self, change: &Change, console: &Console, told: &mut Told) -> Result<(), Failure> {
        let mut compared = Vec::new();
        for file in &self.files {
            let Some((rules_file, rules, inside)) = store::rules_around(&file.path)? else { continue };
            let Some(rule) = rules.rule_for(&inside) else { continue };
            let lists = |it: &Recipient| rule.readers().is_ok_and(|readers| readers.contains(it));
            let place = (rules_file.clone(), rule.line);
            let stale = change.remove.iter().find(|it| lists(it));
            let missing = change.add.iter().find(|it| !lists(it));
            if compared.contains(&place) {
                continue;
            }
            let (path, line) = (rules_file.display(), rule.line);
            if let Some(who) = stale {
                let note = text!(
                    "note: {path}:{line} still lists {who}: take it out, or the next new file is encrypted to it again",
                    "注: {path}:{line} に {who} が残っています。削除しないと、次に作るファイルがまた暗号化の対象になります"
                );
                told.note(note.get(console.lang));
            } else if let Some(who) = missing {
                let note = text!(
                    "note: {path}:{line} does not list {who}: add it, or the next new file is not encrypted to it",
                    "注: {path}:{line} に {who} がありません。追加しないと、次に作るファイルはその人に読めません"
                );
                told.note(note.get(console.lang));
            }
            compared.push(place);
        }
        Ok(())
    }
}
