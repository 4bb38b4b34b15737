//! Requests of the app's backend to the API, with the root key. The root key never reaches the browser.

use std::time::Duration;

use axum::{
    body::Bytes,
    http::{Request, StatusCode, header},
};
use http_body_util::{BodyExt, Full, Limited};
use hyper_util::{client::legacy::Client, rt::TokioExecutor};
use portal_api::{ErrorBody, Route};
use serde::{Serialize, de::DeserializeOwned};

use crate::data::ROOT_KEY;

/// How long a request may take, reading the response included.
const TIME_LIMIT: Duration = Duration::from_secs(10);

/// The largest response body, in bytes.
const MAX_RESPONSE: usize = 65_536;

/// A client of the API on this machine.
pub(super) struct ApiClient {
    port: u16,
    time_limit: Duration,
}

/// A response of the API.
pub(super) struct Answer {
    /// The status.
    pub(super) status: StatusCode,
    body: Bytes,
}

impl ApiClient {
    /// Of the API on that port.
    pub(super) const fn new(port: u16) -> Self {
        Self { port, time_limit: TIME_LIMIT }
    }

    /// Sends a request. `None` without a complete response within the time limit.
    pub(super) async fn post(&self, route: Route, body: &impl Serialize) -> Option<Answer> {
        tokio::time::timeout(self.time_limit, self.send(route, body)).await.ok()?
    }

    async fn send(&self, route: Route, body: &impl Serialize) -> Option<Answer> {
        let request = Request::post(format!("http://127.0.0.1:{}{}", self.port, route.path()))
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::AUTHORIZATION, format!("Bearer {ROOT_KEY}"))
            .body(Full::new(Bytes::from(serde_json::to_vec(body).ok()?)))
            .ok()?;
        let response = Client::builder(TokioExecutor::new()).build_http().request(request).await.ok()?;
        let status = response.status();
        let body = Limited::new(response.into_body(), MAX_RESPONSE).collect().await.ok()?.to_bytes();
        Some(Answer { status, body })
    }
}

impl Answer {
    /// The body of a success. `None` if it can't be read.
    pub(super) fn read<T: DeserializeOwned>(&self) -> Option<T> {
        (self.status == StatusCode::OK).then(|| serde_json::from_slice(&self.body).ok())?
    }

    /// The API's own words about an error.
    pub(super) fn detail(&self) -> Option<String> {
        let body: ErrorBody = serde_json::from_slice(&self.body).ok()?;
        Some(body.error.detail).filter(|detail| !detail.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use tokio::net::TcpListener;

    use super::*;

    /// A client of an API that answers each connection with `text`, and then neither sends more nor closes it.
    async fn client_of(text: &'static str) -> ApiClient {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        tokio::spawn(async move {
            let mut open = Vec::new();
            while let Ok((stream, _)) = listener.accept().await {
                stream.readable().await.unwrap();
                stream.try_write(text.as_bytes()).unwrap();
                open.push(stream);
            }
        });
        ApiClient { port, time_limit: Duration::from_millis(50) }
    }

    #[tokio::test]
    async fn an_api_that_hangs_is_given_up() {
        for text in ["", "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{\"data\""] {
            let client = client_of(text).await;
            assert!(client.post(Route::CreateSession, &json!({})).await.is_none());
        }
    }

    #[tokio::test]
    async fn an_api_that_is_down_has_no_answer() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        drop(listener);
        assert!(ApiClient::new(port).post(Route::CreateSession, &json!({})).await.is_none());
    }
}
