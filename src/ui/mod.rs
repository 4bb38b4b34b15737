//! The widgets that the pages share.

mod alert;
mod button;
mod heading;
mod request_id;
mod skeleton;
mod time;

pub(crate) use alert::Alert;
pub(crate) use button::Button;
pub(crate) use heading::Heading;
pub(crate) use request_id::RequestIdLine;
pub(crate) use skeleton::{Skeleton, SkeletonCard};
pub(crate) use time::Moment;
