//! The user that a container can run as instead of root.

use dify::entry::StartsAs;
use dify::known::Mark;
use dify::profile::Root;
use lang::Text;

use super::Needs;
use super::start::Start;

/// The user and the group that an image can run as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ids {
    /// The user.
    pub uid: i64,
    /// The group.
    pub gid: i64,
    /// How both are known.
    pub mark: Mark,
    /// The image runs as that user by itself.
    pub as_shipped: bool,
    /// As root the image hands its data to that user before it serves, so that they are that user's already.
    pub owns_data: bool,
}

impl Needs<'_> {
    /// The user that owns what this image writes.
    ///
    /// # Errors
    /// Why none is known, or why it needs root.
    pub fn user(&self) -> Result<Ids, Text> {
        if let Some(why) = self.unknown_image() {
            return Err(why);
        }
        match self.profile.root.map(|it| &it.value) {
            Some(Root::Required(why)) => return Err(why.clone()),
            None => return Err(self.missing()),
            Some(_) => {}
        }
        let (Some(ids), Some(starts_as)) = (self.profile.ids, self.profile.starts_as.or(self.run_start())) else {
            return Err(self.missing());
        };
        if ids.value.uid == 0 {
            return Err(self.missing());
        }
        let starts_as = starts_as.value;
        Ok(Ids {
            uid: i64::from(ids.value.uid),
            gid: i64::from(ids.value.gid),
            mark: ids.known.mark,
            as_shipped: matches!(starts_as, StartsAs::Name | StartsAs::Number),
            owns_data: match starts_as {
                StartsAs::Name | StartsAs::Number => true,
                StartsAs::RootThenAnother => self.start() == Start::Image,
                StartsAs::Root => false,
            },
        })
    }

    /// How the image starts, where nobody noted it: as root, which is the careful answer.
    fn run_start(&self) -> Option<&'static dify::known::Fact<StartsAs>> {
        static ROOT: dify::known::Fact<StartsAs> =
            dify::known::Fact { value: StartsAs::Root, known: dify::known::general() };
        let noted = dify::run(self.component, self.profile.family).is_some_and(|run| !run.starts_as.is_empty());
        (!noted).then_some(&ROOT)
    }
}
