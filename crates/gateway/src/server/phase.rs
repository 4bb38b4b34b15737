//! What a connection is doing.

/// What a connection is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Phase {
    /// The head of a request is awaited: the first one, or one of which a part has arrived.
    Head,
    /// A request is being handled.
    Busy,
    /// hyper has the whole response, but perhaps not the client.
    Responded,
    /// Between two requests.
    Idle,
}

impl Phase {
    pub(super) const fn from_u8(value: u8) -> Self {
        match value {
            0 => Self::Head,
            1 => Self::Busy,
            2 => Self::Responded,
            _ => Self::Idle,
        }
    }

    /// Whether no request is under way.
    pub(super) const fn is_waiting(self) -> bool {
        matches!(self, Self::Head | Self::Idle)
    }
}
