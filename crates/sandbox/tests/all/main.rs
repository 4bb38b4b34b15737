//! The sandbox's servers, over HTTP.

#[cfg(test)]
mod app;
