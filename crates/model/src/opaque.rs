//! Values that may be secrets.

use zeroize::Zeroize;

/// Text that may be a secret: the value of an environment variable, of a ConfigMap or Secret key, a command-line argument.
///
/// There is no `Debug`, no `Display` and no `Clone`, so that it cannot slip into a message; whoever needs the text says so
/// with [`Opaque::expose`]. The memory is overwritten when the value goes.
///
/// ```compile_fail
/// println!("{:?}", model::Opaque::new("hunter2"));
/// ```
#[derive(PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Opaque(String);

impl Opaque {
    /// Wraps a value.
    #[must_use]
    pub fn new(value: impl Into<String>) -> Opaque {
        Opaque(value.into())
    }

    /// The value itself. What is made of it must not reach a finding, a log or an error.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether nothing is there; safe to say.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Drop for Opaque {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}
