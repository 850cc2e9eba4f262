//! Edits of YAML text that leave every other byte as it is.
//!
//! Responsible for: setting, pushing and removing at a path of one document ([`Editor::apply`]), in the style that stands there; and
//! for refusing ([`Refusal`]) what would change more than it says: aliases, merge keys, templates, JSON.
//!
//! Left to others: what to change and why (`fix`), and files.
//!
//! Why not an editing library over a lossless tree: `yaml` already knows the exact bytes of every node, so an edit is one
//! splice, and what is outside the splice cannot change. The one question left is whether the splice means what was asked. It is answered
//! by force: the same change is made to the parsed value, the new text is parsed again, and both must be equal, or the edit
//! is refused. A second parser with its own idea of YAML would have to be verified in the same way and adds a tree of its own.

mod change;
mod each;
mod editor;
mod items;
mod layout;
mod locate;
mod measure;
mod patch;
mod piece;
mod refusal;
mod render;
mod seen;
mod splice;
mod trace;
mod value;

pub use change::Change;
pub use each::{Group, apply_each, propose_each};
pub use editor::Editor;
pub use patch::{Patch, Replacement};
pub use refusal::Refusal;
pub use trace::{Trace, Was};
pub use value::Value;
