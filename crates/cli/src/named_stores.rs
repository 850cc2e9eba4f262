//! The encrypted files that paths on the command line name.

use std::collections::BTreeSet;
use std::path::PathBuf;

use clap::ArgMatches;
use lang::{Text, text};
use source::every;
use vault::{Format, sops};

use crate::exit::Failure;
use crate::input;
use crate::store::Store;

/// The stores under the paths that are named, in order: their paths, texts and notations.
pub(crate) fn stores(matches: &ArgMatches) -> Result<Vec<(PathBuf, String, Format)>, Failure> {
    let mut paths = BTreeSet::new();
    let mut unreadable = 0;
    for path in input::paths(matches) {
        let named = path.is_file();
        let mut take = |name: &str, text: &str| {
            if Format::of(name).is_some_and(|format| named || sops::is_store(text, format)) {
                paths.insert(PathBuf::from(name));
            }
        };
        unreadable += every::texts(&path, &mut take)?.unreadable;
    }
    if unreadable > 0 {
        return Err(Failure::CouldNot(text!(
            "{unreadable} files or folders cannot be read, and may be stores: nothing was done. Look at their rights",
            "読めないファイルやフォルダーが {unreadable} 件あり、ストアの可能性があるため何もしていません。権限を確認してください"
        )));
    }
    if paths.is_empty() {
        return Err(Failure::CouldNot(Text::new(
            "there is no encrypted file: encrypt one with `sekisho secrets encrypt`",
            "暗号化ファイルがありません。`sekisho secrets encrypt` で暗号化してください",
        )));
    }
    // Read as they are: what a scan reads, it reads with a blind eye to characters that are none.
    let read = |path: PathBuf| Store::open(&path).map(|file| (path, file.text().to_owned(), file.format));
    paths.into_iter().map(read).collect()
}
