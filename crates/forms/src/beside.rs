//! What stands beside every answer about an input: what of the input was not looked at.

use std::io::{self, Write};

use model::{Inventory, LeftOut};
use serde::{Deserialize, Serialize};

use crate::form::{Form, line, write_line};

/// Something that was met and not looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NotReadForm {
    /// Its path.
    pub path: String,
    /// Why, as a name.
    pub reason: String,
    /// Whether what was asked for may stand in it.
    pub hides: bool,
}

/// A part of the input that could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UnreadForm {
    /// The place, `file:line:column`.
    pub place: String,
    /// Why, in English.
    pub reason: String,
}

/// A form, and what was not looked at for it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Beside<'a, F> {
    #[serde(flatten)]
    form: &'a F,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    left_out: Vec<NotReadForm>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    unread: Vec<UnreadForm>,
}

/// What was left out, as data.
#[must_use]
pub fn left_out(left_out: &[LeftOut]) -> Vec<NotReadForm> {
    let form =
        |it: &LeftOut| NotReadForm { path: it.path.clone(), reason: it.why.name().to_owned(), hides: it.why.hides() };
    left_out.iter().map(form).collect()
}

/// A form as one line of JSON, with what of the inventories it speaks of was left out or could not be read.
pub fn to_json_of<'a>(inventories: impl IntoIterator<Item = &'a Inventory> + Clone, form: &impl Form) -> String {
    line(&beside(inventories, form))
}

/// As [`to_json_of`], piece by piece.
pub(crate) fn write_json_of<'a>(
    out: &mut impl Write,
    inventories: impl IntoIterator<Item = &'a Inventory> + Clone,
    form: &impl Form,
) -> io::Result<()> {
    write_line(out, &beside(inventories, form))
}

fn beside<'a, F: Form>(inventories: impl IntoIterator<Item = &'a Inventory> + Clone, form: &F) -> Beside<'_, F> {
    let all = |it: &'a Inventory| {
        it.unread().map(|problem| UnreadForm {
            place: it.address(problem),
            reason: problem.reason.get(lang::Lang::En).to_owned(),
        })
    };
    Beside {
        form,
        left_out: inventories.clone().into_iter().flat_map(|it| left_out(&it.left_out)).collect(),
        unread: inventories.into_iter().flat_map(all).collect(),
    }
}
