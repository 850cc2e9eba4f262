//! What git's plumbing prints with `--raw -z`, as records. Any bytes are read without a panic; what is no record ends the reading.

use std::io::{self, BufRead, Read as _};

/// Bytes of one field: a path, or a line of ids of a merge of many.
const MAX_FIELD: u64 = 1 << 20;

/// An entry of a difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The content before, of the first parent; zeros where there was none.
    pub old: String,
    /// The content after; zeros where it is gone.
    pub new: String,
    /// What stands there after.
    pub kind: Kind,
    /// The path after, from the top.
    pub path: String,
}

/// What an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A file.
    File,
    /// A commit of another repository.
    Submodule,
    /// A link, or nothing any more.
    Other,
}

/// A record of a stream of commits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Record {
    /// The commit that the changes behind it belong to.
    Commit(String),
    /// A change.
    Change(Change),
}

/// The next record, or `None` at the end.
///
/// # Errors
/// The stream's; `InvalidData` for what is no record.
pub fn next(stream: &mut dyn BufRead) -> io::Result<Option<Record>> {
    let Some(head) = field(stream)? else { return Ok(None) };
    let parents = head.bytes().take_while(|it| *it == b':').count();
    if parents == 0 {
        // git writes a line break behind the id in some forms.
        let id = head.trim();
        return if is_id(id) {
            Ok(Some(Record::Commit(id.to_owned())))
        } else {
            Err(io::ErrorKind::InvalidData.into())
        };
    }
    let words: Vec<&str> = head[parents..].split(' ').collect();
    // Modes of each parent and after, ids likewise, and one status.
    if words.len() != 2 * (parents + 1) + 1 {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let (mode, old, new, status) = (words[parents], words[parents + 1], words[2 * parents + 1], words[2 * parents + 2]);
    if !is_id(old) || !is_id(new) {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let mut path = field(stream)?.ok_or(io::ErrorKind::UnexpectedEof)?;
    if parents == 1 && status.starts_with(['R', 'C']) {
        path = field(stream)?.ok_or(io::ErrorKind::UnexpectedEof)?;
    }
    let kind = match mode {
        "160000" => Kind::Submodule,
        _ if mode.starts_with("100") => Kind::File,
        _ => Kind::Other,
    };
    Ok(Some(Record::Change(Change { old: old.to_owned(), new: new.to_owned(), kind, path })))
}

/// An id, and what it is, of `for-each-ref`'s lines `ID KIND NAME`.
#[must_use]
pub fn reference(line: &str) -> Option<(&str, &str, &str)> {
    let mut words = line.splitn(3, ' ');
    let (id, kind, name) = (words.next()?, words.next()?, words.next()?);
    is_id(id).then_some((id, kind, name))
}

/// Kind and size in the head that `cat-file --batch` writes before an object; `None` where git does not have it.
#[must_use]
pub fn object_head(line: &str) -> Option<(&str, u64)> {
    let mut words = line.trim_end().split(' ');
    let (id, kind, size) = (words.next()?, words.next()?, words.next()?);
    (is_id(id) && words.next().is_none()).then_some((kind, size.parse().ok()?))
}

/// Whether a word is a whole object id.
#[must_use]
pub fn is_id(word: &str) -> bool {
    matches!(word.len(), 40 | 64) && word.bytes().all(|it| it.is_ascii_hexdigit())
}

/// Whether an id stands for no object.
#[must_use]
pub fn is_none(id: &str) -> bool {
    id.bytes().all(|it| it == b'0')
}

/// The text up to the next NUL.
fn field(stream: &mut dyn BufRead) -> io::Result<Option<String>> {
    let mut bytes = Vec::new();
    if stream.take(MAX_FIELD).read_until(0, &mut bytes)? == 0 {
        return Ok(None);
    }
    if bytes.pop() != Some(0) {
        return Err(io::ErrorKind::InvalidData.into());
    }
    Ok(Some(String::from_utf8(bytes).unwrap_or_else(|it| String::from_utf8_lossy(it.as_bytes()).into_owned())))
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: &str = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    const B: &str = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";

    fn all(bytes: &[u8]) -> Vec<String> {
        let mut stream = bytes;
        let mut found = Vec::new();
        loop {
            match next(&mut stream) {
                Ok(None) => return found,
                Ok(Some(Record::Commit(id))) => found.push(id[..1].to_owned()),
                Ok(Some(Record::Change(it))) => {
                    found.push(format!("{} {} {:?} {}", &it.old[..1], &it.new[..1], it.kind, it.path));
                }
                Err(error) => {
                    found.push(format!("{:?}", error.kind()));
                    return found;
                }
            }
        }
    }

    #[test]
    fn records_are_read_and_what_is_none_ends_it() {
        let change = format!("{A}\0:100644 100755 {A} {B} M\0a b\nc\0:100644 160000 {A} {B} R100\0from\0to\0");
        assert_eq!(all(change.as_bytes()), ["a", "a b File a b\nc", "a b Submodule to"]);
        let merge = format!("::100644 100644 000000 {A} {A} {B} MM\0x\0:100644 120000 {A} {B} T\0l\0");
        assert_eq!(all(merge.as_bytes()), ["a b Other x", "a b Other l"]);
        for broken in ["x\0", ":\0", ":1 2\0p\0", ":::::::\0", "no end"] {
            assert_eq!(all(broken.as_bytes()), ["InvalidData"], "{broken}");
        }
        assert_eq!(all(format!(":100644 100644 {A} {B} M\0").as_bytes()), ["UnexpectedEof"]);
    }

    #[test]
    fn heads_of_objects() {
        assert_eq!(object_head(&format!("{A} blob 12\n")), Some(("blob", 12)));
        assert_eq!(object_head(&format!("{A} missing\n")), None);
        assert_eq!(object_head("HEAD blob 12\n"), None);
        assert_eq!(reference(&format!("{A} tag refs/tags/a b")), Some((A, "tag", "refs/tags/a b")));
    }
}
