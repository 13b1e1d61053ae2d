//! What a call that changes something is answered with.

/// An answer, and the cloud's own number of the call, for whoever asks its support.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer<T> {
    /// What was answered.
    pub what: T,
    /// AWS's request id. Where one call of ours is several of the cloud's: that of the one that did it.
    pub request_id: Option<String>,
}

impl<T> Answer<T> {
    /// The same, with the cloud's number of the call.
    #[must_use]
    pub fn of_request(mut self, id: impl Into<String>) -> Self {
        self.request_id = Some(id.into());
        self
    }
}

impl<T> From<T> for Answer<T> {
    fn from(what: T) -> Self {
        Self { what, request_id: None }
    }
}
