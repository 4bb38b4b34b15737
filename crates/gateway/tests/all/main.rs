//! The gateway as browsers, the API and its deployer meet it: over real connections, with a stub in the API's place.

#[cfg(test)]
mod check;
#[cfg(test)]
mod check_through;
#[cfg(test)]
mod check_upstreams;
#[cfg(test)]
mod checking;
#[cfg(test)]
mod client;
#[cfg(test)]
mod command;
#[cfg(test)]
mod connections;
#[cfg(test)]
mod exported;
#[cfg(test)]
mod files;
#[cfg(test)]
mod forwarding;
#[cfg(test)]
mod headers;
#[cfg(test)]
mod hostile;
#[cfg(test)]
mod logging;
#[cfg(test)]
mod refusals;
#[cfg(test)]
mod sessions;
#[cfg(test)]
mod setup;
#[cfg(test)]
mod smuggling;
#[cfg(test)]
mod upstreams;
