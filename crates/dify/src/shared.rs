//! Credentials with two ends: what must be changed together.

use std::sync::LazyLock;

use crate::component::Component;
use crate::credential::Purpose;

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

/// One row for each purpose, with both ends of it: a store first.
type Shared = (Purpose, Vec<(Component, &'static str)>);

/// What the components' entries tell (`shares`), by purpose.
pub(crate) static SHARED: LazyLock<Vec<Shared>> = LazyLock::new(|| {
    let mut found: Vec<Shared> = Vec::new();
    for &component in Component::ALL {
        let entry = component.entry();
        let of_clients = entry.asked_with.into_iter().flat_map(|setting| {
            [Component::Api, Component::Worker].map(|client| (client, (Purpose::VectorStoreKey(entry.id), setting)))
        });
        let own = entry.shares.iter().map(|share| (component, *share));
        for (holder, (purpose, setting)) in own.chain(of_clients) {
            match found.iter_mut().find(|(of, _)| *of == purpose) {
                Some((_, ends)) => ends.push((holder, setting)),
                None => found.push((purpose, vec![(holder, setting)])),
            }
        }
    }
    for (_, ends) in &mut found {
        ends.sort_by_key(|(component, _)| (!component.is_store(), *component));
    }
    found
});

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
