//! What a store file says of itself: who can read it, when it was written, the MAC, which values are encrypted.

use std::fmt::Write as _;

use crate::document::{PREFIX, Seat, SeatStyle};
use crate::format::KEY;
use crate::selection::{COMMENT_FIELDS, FIELDS, Manner};
use crate::{Error, Recipient, Selection, age};

/// The version of the format that is written, and that the tests stand beside.
const VERSION: &str = "3.13.3";

/// Kinds of keys other than age, by their names in the metadata.
const OTHER_KINDS: [&str; 6] = ["pgp", "kms", "gcp_kms", "azure_kv", "hc_vault", "hckms"];

/// The metadata of a file.
#[derive(Clone, Debug)]
pub(crate) struct Metadata {
    /// Recipients as they are written, each with the data key encrypted to it.
    pub(crate) readers: Vec<(String, String)>,
    pub(crate) modified: String,
    pub(crate) mac: String,
    pub(crate) selection: Selection,
    /// Whether the MAC is over the encrypted values alone.
    pub(crate) mac_only_encrypted: bool,
    pub(crate) version: String,
    pub(crate) other_kinds: Vec<&'static str>,
}

impl Metadata {
    /// Of a new file, still without a MAC.
    pub(crate) fn new(readers: Vec<(String, String)>, manner: Manner) -> Metadata {
        Metadata {
            readers,
            modified: String::new(),
            mac: String::new(),
            selection: manner.selection,
            mac_only_encrypted: manner.mac_only_encrypted,
            version: VERSION.to_owned(),
            other_kinds: Vec::new(),
        }
    }

    /// Of the fields that stand in a file.
    ///
    /// # Errors
    /// [`Error::NotEncrypted`], [`Error::KeyGroups`], [`Error::CommentRule`], [`Error::Metadata`].
    pub(crate) fn read(seat: &Seat) -> Result<Metadata, Error> {
        let fields = seat.fields.as_ref().ok_or(Error::NotEncrypted)?;
        let field = |name: &str| fields.iter().find(|(it, _)| it == name).map(|(_, value)| value.as_str());
        let needed = |name: &'static str| field(name).ok_or(Error::Metadata(name));
        if fields.iter().any(|(name, _)| name.starts_with("key_groups")) {
            return Err(Error::KeyGroups);
        }
        if let Some(name) = COMMENT_FIELDS.into_iter().find(|it| field(it).is_some_and(|it| !it.is_empty())) {
            return Err(Error::CommentRule(name));
        }
        let chosen = FIELDS.into_iter().filter_map(|name| field(name).filter(|it| !it.is_empty()).map(|it| (name, it)));
        let selection = match &chosen.collect::<Vec<_>>()[..] {
            [] => Selection::default(),
            [(name, value)] => Selection::of(name, value)?,
            [_, (name, _), ..] => return Err(Error::Metadata(name)),
        };
        let of_kind = |kind: &&str| fields.iter().any(|(name, _)| name.starts_with(&format!("{kind}__list_")));
        let metadata = Metadata {
            readers: readers(fields)?,
            modified: needed("lastmodified")?.to_owned(),
            mac: needed("mac")?.to_owned(),
            selection,
            mac_only_encrypted: field("mac_only_encrypted").is_some_and(|it| it == "true"),
            version: field("version").unwrap_or(VERSION).to_owned(),
            other_kinds: OTHER_KINDS.into_iter().filter(of_kind).collect(),
        };
        if metadata.readers.is_empty() && metadata.other_kinds.is_empty() {
            return Err(Error::Metadata("age"));
        }
        Ok(metadata)
    }

    /// As it is written at its seat, with the line break or comma that belongs to it.
    pub(crate) fn write(&self, style: &SeatStyle, first: bool) -> String {
        match style {
            SeatStyle::Block => self.block(),
            SeatStyle::Lines => self.lines(),
            SeatStyle::Braces(blanks) => {
                let comma = if first { "" } else { "," };
                match blanks {
                    Some(blanks) => format!("{comma}\n{blanks}\"{KEY}\": {}", self.json(Some(blanks))),
                    None => format!("{comma} \"{KEY}\": {}", self.json(None)),
                }
            }
        }
    }

    /// The fields behind the readers, in SOPS's order.
    fn rest(&self) -> Vec<(&'static str, &str)> {
        let (name, value) = self.selection.field();
        let mut rest = vec![("lastmodified", self.modified.as_str()), ("mac", self.mac.as_str()), (name, value)];
        if self.mac_only_encrypted {
            rest.push(("mac_only_encrypted", "true"));
        }
        rest.push(("version", &self.version));
        rest
    }

    fn block(&self) -> String {
        let mut out = format!("{KEY}:\n    age:\n");
        for (recipient, sealed) in &self.readers {
            let _ = writeln!(out, "        - recipient: {recipient}\n          enc: |");
            for line in sealed.lines() {
                let _ = writeln!(out, "            {line}");
            }
        }
        for (name, value) in self.rest() {
            // What a reader of YAML would take for a time, a number or more stands in quotes.
            let plain = |it: char| it.is_ascii_alphanumeric() || matches!(it, '.' | '-' | '+' | '_');
            let bare = name != "lastmodified" && (name.starts_with("mac") || value.chars().all(plain));
            let value = if bare { value.to_owned() } else { quoted(value) };
            let _ = writeln!(out, "    {name}: {value}");
        }
        out
    }

    fn lines(&self) -> String {
        let mut out = String::new();
        for (number, (recipient, sealed)) in self.readers.iter().enumerate() {
            let sealed = sealed.replace('\n', "\\n");
            let _ = writeln!(out, "{PREFIX}age__list_{number}__map_enc={sealed}");
            let _ = writeln!(out, "{PREFIX}age__list_{number}__map_recipient={recipient}");
        }
        for (name, value) in self.rest() {
            let _ = writeln!(out, "{PREFIX}{name}={}", value.replace('\n', "\\n"));
        }
        out
    }

    /// An object; on several lines where the blanks of an entry are known.
    fn json(&self, blanks: Option<&str>) -> String {
        let (end, unit) = match blanks {
            Some(blanks) => (format!("\n{blanks}"), blanks),
            None => (String::new(), ""),
        };
        let below = |depth: usize| if blanks.is_some() { end.clone() + &unit.repeat(depth) } else { " ".to_owned() };
        let mut out = String::from("{");
        let readers: Vec<String> = self
            .readers
            .iter()
            .map(|(recipient, sealed)| {
                let inner = below(3);
                let (recipient, sealed) = (quoted(recipient), quoted(sealed));
                format!("{}{{{inner}\"recipient\": {recipient},{inner}\"enc\": {sealed}{}}}", below(2), below(2))
            })
            .collect();
        let _ = write!(out, "{}\"age\": [{}{}]", below(1), readers.join(","), below(1));
        for (name, value) in self.rest() {
            let value = if name == "mac_only_encrypted" { value.to_owned() } else { quoted(value) };
            let _ = write!(out, ",{}\"{name}\": {value}", below(1));
        }
        out.push_str(&end);
        out.push('}');
        out
    }
}

fn readers(fields: &[(String, String)]) -> Result<Vec<(String, String)>, Error> {
    let mut readers = Vec::new();
    for number in 0.. {
        let part = |name: &str| {
            let name = format!("age__list_{number}__map_{name}");
            fields.iter().find(|(it, _)| *it == name).map(|(_, value)| value.clone())
        };
        match (part("recipient"), part("enc")) {
            (None, None) => break,
            (Some(recipient), Some(sealed)) => readers.push((recipient, sealed)),
            _ => return Err(Error::Metadata("age")),
        }
    }
    Ok(readers)
}

fn quoted(value: &str) -> String {
    credentials::notation::yaml(value).to_string()
}

/// The data key, encrypted to each of these.
pub(crate) fn wrap(key: &[u8], recipients: &[Recipient]) -> Result<Vec<(String, String)>, Error> {
    if recipients.is_empty() {
        return Err(Error::NoRecipients);
    }
    let one = |it: &Recipient| Ok((it.to_string(), age::seal(key, std::slice::from_ref(it))?));
    recipients.iter().map(one).collect()
}
