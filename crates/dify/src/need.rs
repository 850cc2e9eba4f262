//! Which component needs which credential: what it holds beyond that only helps whoever breaks into it.

use crate::component::Component;
use crate::credential::Purpose;
use crate::entry::Needs;

/// Whether a component needs a credential of this purpose for what it does.
///
/// The roles of the api image are one here: they share their settings, and each can need nearly all of them. What is not
/// known to be needless counts as needed.
///
/// ```
/// use dify::{needs, Component, Purpose};
/// assert!(needs(Component::Sandbox, Purpose::SandboxKey));
/// assert!(!needs(Component::Sandbox, Purpose::DatabasePassword));
/// assert!(!needs(Component::PluginDaemon, Purpose::AppSecret));
/// ```
#[must_use]
pub fn needs(component: Component, purpose: Purpose) -> bool {
    if matches!(purpose, Purpose::Other | Purpose::GlobalInternalKey) {
        return true;
    }
    match component.entry().needs {
        Needs::Only(these) => these.contains(&purpose),
        Needs::AllBut(these) => !these.contains(&purpose),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::credential::credential;
    use crate::shared::shared_by;

    #[test]
    fn both_ends_of_a_shared_credential_need_it() {
        for entry in crate::credential::CREDENTIALS {
            for (component, setting) in shared_by(entry.purpose) {
                let purpose = credential(setting).expect(setting).purpose;
                assert!(needs(*component, purpose), "{component} and {setting}");
            }
        }
    }
}
