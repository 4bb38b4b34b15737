//! The widgets that the pages share.

mod alert;
mod button;
mod dialog;
#[cfg(test)]
mod dialog_tests;
mod docs_link;
mod failure_details;
mod fresh;
mod heading;
mod reactive;
mod show;
mod skeleton;
mod text_content;
mod time;
mod view;

pub(crate) use alert::Alert;
pub(crate) use button::Button;
pub(crate) use dialog::{BackdropClick, CloseButton, Dialog};
pub(crate) use docs_link::DocsLink;
pub(crate) use failure_details::FailureDetails;
pub(crate) use fresh::fresh;
pub(crate) use heading::{Heading, PageTitle};
pub(crate) use reactive::{effect, memo, on_change};
pub(crate) use show::Show;
pub(crate) use skeleton::{ListSkeleton, Skeleton, SkeletonCard};
pub(crate) use text_content::TextContent;
pub(crate) use time::Moment;
pub(crate) use view::view;
