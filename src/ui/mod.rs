//! The widgets that the pages share.

mod alert;
mod button;
mod dialog;
mod element;
mod failure_details;
mod heading;
mod list;
mod live;
mod rows;
mod skeleton;
mod time;

pub(crate) use alert::Alert;
pub(crate) use button::Button;
pub(crate) use dialog::{Beside, Dialog};
pub(crate) use element::{Child, El, Value, together};
pub(crate) use failure_details::FailureDetails;
pub(crate) use heading::Heading;
pub(crate) use list::{Item, list};
pub(crate) use live::{entered, live, when};
pub(crate) use portal_markup::view;
pub(crate) use rows::Rows;
pub(crate) use skeleton::{Skeleton, SkeletonCard};
pub(crate) use time::Moment;
