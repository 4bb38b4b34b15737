//! The client before a server that answers with given bytes.

#[cfg(test)]
mod client;
