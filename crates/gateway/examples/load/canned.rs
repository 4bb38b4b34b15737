//! The API that costs next to nothing: the same list of keys at once, whoever asks. Behind it, what is measured is the gateway.

use std::{convert::Infallible, time::Duration};

use axum::http::{HeaderValue, Request, Response, header};
use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::error::Failed;

/// Listens on a free port of this machine; gives the origin.
pub(crate) async fn start(keys: usize) -> Result<String, Failed> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let origin = format!("http://{}", listener.local_addr()?);
    let body = Bytes::from(listed(keys).to_string());
    tokio::spawn(async move {
        loop {
            let Ok((stream, _)) = listener.accept().await else {
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            };
            let _ = stream.set_nodelay(true);
            let body = body.clone();
            let service = service_fn(move |request| answer(request, body.clone()));
            tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
        }
    });
    Ok(origin)
}

async fn answer(request: Request<Incoming>, body: Bytes) -> Result<Response<Full<Bytes>>, Infallible> {
    let _ = request.into_body().collect().await;
    let mut answer = Response::new(Full::new(body));
    answer.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    Ok(answer)
}

/// Keys as the API sends them: about 400 bytes each, of which the browser gets 200.
fn listed(keys: usize) -> Value {
    let key = |number: usize| {
        let created = 1_764_300_000_000_u64 + 86_400_000 * u64::try_from(number).unwrap_or_default();
        let mut key = json!({
            "keyId": format!("key_2c9a0jf23l4k{number:06}"), "start": "acme_live_3Zb", "name": format!("Production {number}"),
            "enabled": true, "createdAt": created, "updatedAt": created + 1, "lastUsedAt": created + 2,
            "meta": { "plan": "pro", "note": "for the operator alone" }, "permissions": ["documents.read"],
            "identity": { "id": "id_4f7a0jf23l4k", "externalId": "user_1", "meta": { "segment": "internal-only" } },
        });
        if let (true, Some(fields)) = (number.is_multiple_of(4), key.as_object_mut()) {
            let refill = json!({ "interval": "monthly", "amount": 20_000, "refillDay": 1 });
            fields.insert("credits".to_owned(), json!({ "remaining": 12_000, "refill": refill }));
            let limit =
                json!({ "id": "rl_1", "name": "requests", "limit": 1_000, "duration": 60_000, "autoApply": true });
            fields.insert("ratelimits".to_owned(), json!([limit]));
        }
        key
    };
    let data: Vec<_> = (0..keys).map(key).collect();
    json!({ "meta": { "requestId": "req_2c9a0jf23" }, "data": data, "pagination": { "cursor": "key_next", "hasMore": true } })
}
