//! What surrounds every page and screen: header, footer and the offline notice. Colours are not set here, but in the
//! operator's `/brand.css`.

mod footer;
mod header;
mod offline;

pub(crate) use footer::Footer;
pub(crate) use header::Header;
pub(crate) use offline::Offline;
