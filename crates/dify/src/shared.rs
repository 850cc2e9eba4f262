//! Credentials with two ends: what must be changed together.

use std::sync::LazyLock;

use crate::component::Component;
use crate::credential::Purpose;
use crate::entry::Share;

/// The ends that must hold the same value: change one alone and the other is refused. Empty where only one end exists, or where
/// the other end is not part of the deployment.
///
/// ```
/// use dify::{shared_by, Component, Purpose};
/// assert!(shared_by(Purpose::SandboxKey).contains(&(Component::Sandbox, "API_KEY")));
/// ```
#[must_use]
pub fn shared_by(purpose: Purpose) -> &'static [(Component, &'static str)] {
    SHARED.iter().find(|(of, _)| *of == purpose).map_or(&[], |(_, ends)| ends)
}

/// One row for each purpose, with both ends of it: whoever compares first.
type Shared = (Purpose, Vec<(Component, &'static str)>);

/// What the components' entries tell (`shares`), by purpose.
pub(crate) static SHARED: LazyLock<Vec<Shared>> = LazyLock::new(|| {
    let all = || Component::ALL.iter().flat_map(|component| shares(*component));
    let mut found: Vec<Shared> = Vec::new();
    // Who compares comes before who asks.
    for (holder, share) in all().filter(|(_, it)| it.checks).chain(all().filter(|(_, it)| !it.checks)) {
        match found.iter_mut().find(|(of, _)| *of == share.purpose) {
            Some((_, ends)) => ends.push((holder, share.setting)),
            None => found.push((share.purpose, vec![(holder, share.setting)])),
        }
    }
    found
});

/// What a component holds, and what the api and the worker hold for it.
fn shares(component: Component) -> impl Iterator<Item = (Component, Share)> {
    let entry = component.entry();
    let of_clients = entry.asked_with.into_iter().flat_map(|setting| {
        let share = Share { purpose: Purpose::VectorStoreKey(entry.id), setting, checks: false };
        [Component::Api, Component::Worker].map(|client| (client, share))
    });
    entry.shares.iter().map(move |share| (component, *share)).chain(of_clients)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::credential::credential;

    #[test]
    fn shared_settings_are_credentials_of_their_purpose() {
        let mut seen = HashSet::new();
        for (purpose, ends) in SHARED.iter() {
            assert!(seen.insert(*purpose), "{purpose:?} twice");
            assert!(ends.len() > 1, "{purpose:?}");
            for (component, setting) in ends {
                let found = credential(setting).expect(setting).purpose;
                // A store's own setting has one name for several roles: `POSTGRES_PASSWORD` is also pgvector's.
                assert!(found == *purpose || component.is_store(), "{setting} of {component}: {found:?}");
            }
        }
    }
}
