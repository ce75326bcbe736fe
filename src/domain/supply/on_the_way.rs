//! What is known of how warm a pack had it before it lay where it lies.

use crate::domain::event::Readings;

/// What is known of how warm a pack had it on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnTheWay {
    /// It came in no parcel: it was taken in here, or kept for somebody where it lay.
    NoParcel,
    /// It came in a parcel without a logger.
    NoLogger,
    /// What the logger showed.
    Logged(Readings),
}

impl From<Option<Readings>> for OnTheWay {
    /// Of a parcel, with what its logger showed, where it had one.
    fn from(readings: Option<Readings>) -> Self {
        readings.map_or(Self::NoLogger, Self::Logged)
    }
}
