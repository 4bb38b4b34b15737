//! How a request that changes something ended.

use axum::http::StatusCode;
use portal_upstream::UpstreamResponse;

use crate::{http::GatewayError, proxy::client_response::ClientResponse};

/// What a client gets.
pub(in crate::proxy) type Answer = Result<ClientResponse, GatewayError>;

/// What a request did at the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::proxy) enum Effect {
    /// It was not sent: a repeat may be.
    NotSent,
    /// The API refused it: nothing happened.
    Refused,
    /// Something happened, or may have.
    Possible,
}

/// How a request ended.
pub(in crate::proxy) struct Outcome {
    pub(in crate::proxy) answer: Answer,
    pub(in crate::proxy) effect: Effect,
}

impl Outcome {
    /// Nothing was sent.
    pub(in crate::proxy) fn not_sent(answer: Answer) -> Self {
        Self { answer, effect: Effect::NotSent }
    }

    /// Of what [`ApiProxy::send`](crate::proxy::ApiProxy::send) returned.
    pub(in crate::proxy) fn of(
        sent: Result<UpstreamResponse, GatewayError>,
        answer: impl FnOnce(&UpstreamResponse) -> ClientResponse,
    ) -> Self {
        let effect = match &sent {
            Err(GatewayError::Overloaded | GatewayError::RateLimited { .. } | GatewayError::NoSessionCookie) => {
                Effect::NotSent
            }
            // After a 408 the server may still be at work.
            Ok(response) if response.status.is_client_error() && response.status != StatusCode::REQUEST_TIMEOUT => {
                Effect::Refused
            }
            Ok(_) | Err(_) => Effect::Possible,
        };
        Self { answer: sent.map(|response| answer(&response)), effect }
    }
}
