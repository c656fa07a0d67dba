//! Paths of a vendor's API, relative to the account's base address.

use std::borrow::Cow;

/// A path, and the lane (the vendor's own unit of concurrency, e.g. an entity) that its calls share.
#[derive(Clone, Debug)]
pub struct Path {
    pub(super) lane: &'static str,
    pub(super) text: Cow<'static, str>,
    pub(super) header: Option<(&'static str, Cow<'static, str>)>,
}

impl Path {
    /// A path such as `V1.0/Tickets/17` of the lane `Tickets`.
    pub fn new(lane: &'static str, text: impl Into<Cow<'static, str>>) -> Self {
        Self {
            lane,
            text: text.into(),
            header: None,
        }
    }

    /// The same path, asked for with this header, which is no secret: how the vendor wants to be asked for some answers.
    #[must_use]
    pub fn asked_with(self, name: &'static str, value: impl Into<Cow<'static, str>>) -> Self {
        Self {
            header: Some((name, value.into())),
            ..self
        }
    }
}

/// A path whose DELETE takes a record out of a group of others, and deletes neither.
///
/// The last part of the path, which says that the link is meant (`$ref`), is added here, so that no caller can
/// leave it out: without it the same DELETE would aim at the record itself.
#[derive(Clone, Debug)]
pub struct LinkPath(pub(super) Path);

impl LinkPath {
    /// The link at this path, e.g. `groups/1/members/2`.
    pub fn new(lane: &'static str, text: &str) -> Self {
        Self(Path::new(lane, format!("{}/$ref", text.trim_end_matches('/'))))
    }
}

/// A path of something that Ops AI itself made at the vendor's, such as a subscription, and may take away again: it is made
/// anew by asking for it, so that taking it away is no more than a write.
#[derive(Clone, Debug)]
pub struct OwnPath(pub(super) Path);

impl OwnPath {
    /// What we made at this path.
    pub fn new(lane: &'static str, text: impl Into<Cow<'static, str>>) -> Self {
        Self(Path::new(lane, text))
    }
}

/// A path that *reads by POST* (queries, batches of reads).
///
/// `Client<Read>` may post to these and to nothing else. They are constants, made only in files named `paths.rs` (a test
/// reads the sources for it), so that one short file per vendor is what a reviewer reads to believe that reading is
/// reading.
#[derive(Clone, Copy, Debug)]
pub struct SearchPath {
    pub(super) lane: &'static str,
    pub(super) text: &'static str,
}

impl SearchPath {
    /// A constant search path of this lane.
    pub const fn new(lane: &'static str, text: &'static str) -> Self {
        Self { lane, text }
    }
}

impl From<SearchPath> for Path {
    fn from(path: SearchPath) -> Self {
        Self {
            lane: path.lane,
            text: Cow::Borrowed(path.text),
            header: None,
        }
    }
}
