//! Extractor for a request's body. axum's `Bytes` has no timeout, and its size error isn't in the API's form.

use std::sync::Arc;

use axum::extract::{FromRequest, Request};
use bytes::Bytes;
use http_body_util::{BodyExt, LengthLimitError, Limited};

use super::api_proxy::ApiProxy;
use crate::http::GatewayError;

/// A request's whole body, at most [`Limits::max_body_bytes`](crate::Limits::max_body_bytes).
pub(crate) struct RequestBody(pub(super) Bytes);

impl FromRequest<Arc<ApiProxy>> for RequestBody {
    type Rejection = GatewayError;

    async fn from_request(request: Request, proxy: &Arc<ApiProxy>) -> Result<Self, GatewayError> {
        let whole = Limited::new(request.into_body(), proxy.limits.max_body_bytes).collect();
        match tokio::time::timeout(proxy.limits.body_timeout, whole).await {
            Ok(Ok(body)) => Ok(Self(body.to_bytes())),
            Ok(Err(error)) if error.is::<LengthLimitError>() => Err(GatewayError::BodyTooLarge),
            Ok(Err(_)) | Err(_) => Err(GatewayError::BodyTimeout),
        }
    }
}
