//! From a component to everything that is known of it.

use lang::Text;

use crate::component::{Component, components};
use crate::entry::{Class, Entry, Tier};

macro_rules! entries {
    ($($variant:ident $file:ident,)*) => {
        impl Component {
            /// Everything that is known of it.
            #[must_use]
            pub const fn entry(self) -> &'static Entry {
                match self { $(Component::$variant => &crate::components::$file::ENTRY,)* }
            }
        }
    };
}
components!(entries);

impl Component {
    /// The component with this [`id`](Component::id).
    ///
    /// ```
    /// use dify::Component;
    /// assert_eq!(Component::from_id("ssrf-proxy"), Some(Component::SsrfProxy));
    /// assert_eq!(Component::from_id("ssrf_proxy"), None);
    /// ```
    #[must_use]
    pub fn from_id(id: &str) -> Option<Component> {
        Component::ALL.iter().copied().find(|component| component.id() == id)
    }

    /// The one spelling, in kebab-case: it stands in findings, in JSON and in settings.
    #[must_use]
    pub const fn id(self) -> &'static str {
        self.entry().id
    }

    /// One line on what the component does, without a full stop.
    #[must_use]
    pub fn describe(self) -> Text {
        self.entry().about.clone()
    }

    /// What a sentence calls it.
    #[must_use]
    pub const fn called(self) -> &'static Text {
        &self.entry().called
    }

    /// Whether langgenius publishes the image, so that its tag follows a version of Dify, of the plugin daemon or of the sandbox.
    #[must_use]
    pub const fn is_dify_own(self) -> bool {
        matches!(self.entry().class, Class::ApiRole | Class::Own)
    }

    /// Whether it runs the image `dify-api`; which role it plays is decided by `MODE` (D:api/docker/entrypoint.sh).
    #[must_use]
    pub const fn runs_api_image(self) -> bool {
        matches!(self.entry().class, Class::ApiRole)
    }

    /// Whether it keeps data: databases, Redis, object storage, vector stores and Milvus' etcd.
    #[must_use]
    pub const fn is_store(self) -> bool {
        matches!(self.entry().class, Class::Store | Class::VectorStore)
    }

    /// Whether Dify can use it as `VECTOR_STORE` (D:api/providers/vdb/).
    #[must_use]
    pub const fn is_vector_store(self) -> bool {
        matches!(self.entry().class, Class::VectorStore)
    }

    /// Whether it is general software with a configuration of Dify's: nginx and Squid.
    #[must_use]
    pub const fn is_proxy(self) -> bool {
        matches!(self.entry().class, Class::Proxy)
    }

    /// Whether the others go out through it: the Squids.
    #[must_use]
    pub const fn is_outlet(self) -> bool {
        matches!(self.entry().tier, Tier::Outlet)
    }

    /// Whether it exists to run code that users or agents wrote: the sandbox and the agents' shell.
    #[must_use]
    pub const fn is_sandbox(self) -> bool {
        self.entry().runs_foreign_code
    }

    /// Whether nobody sends requests to it: it fetches its work.
    #[must_use]
    pub const fn only_fetches(self) -> bool {
        self.entry().ports.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use lang::Lang;

    use super::*;

    #[test]
    fn ids_are_unique_kebab_case_and_lead_back() {
        let mut seen = HashSet::new();
        for &component in Component::ALL {
            let id = component.id();
            assert!(seen.insert(id), "{id} twice");
            assert!(id.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{id}");
            assert_eq!(Component::from_id(id), Some(component));
        }
    }

    #[test]
    fn every_component_is_described_in_both_languages() {
        for component in Component::ALL {
            for lang in Lang::ALL {
                assert!(!component.describe().get(lang).is_empty(), "{component}");
            }
        }
    }

    #[test]
    fn a_component_is_either_dify_own_or_a_store_or_a_proxy() {
        for &component in Component::ALL {
            let classes = [component.is_dify_own(), component.is_store(), component.is_proxy()];
            assert_eq!(classes.iter().filter(|&&class| class).count(), 1, "{component}");
        }
    }
}
