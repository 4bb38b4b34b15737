//! The gateway over real connections, with a stub in the API's place, and its binary.

#[cfg(test)]
mod api;
#[cfg(test)]
mod cli;
#[cfg(test)]
mod connections;
#[cfg(test)]
mod files;
#[cfg(test)]
mod repeats;
#[cfg(test)]
mod root_key_isolation;
#[cfg(test)]
mod support;
#[cfg(test)]
mod web_server;
