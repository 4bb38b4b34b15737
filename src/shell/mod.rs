//! What surrounds every page and screen: header, footer, the offline notice and the browser's tab. Colours are not set here, but in the
//! operator's `/brand.css`.

mod footer;
mod header;
mod offline;
mod tab;

pub(crate) use footer::Footer;
pub(crate) use header::Header;
pub(crate) use offline::Offline;
pub(crate) use tab::keep_tab;
