//! What the tests share, those of `portal-doctor` too: a client, a gateway and a server in the API's place.

pub(crate) mod client;
pub(crate) mod cutting_proxy;
pub(crate) mod gateway;
pub(crate) mod stub;
