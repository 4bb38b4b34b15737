//! The API: in what order a server checks, and what each route does.

use std::sync::Arc;

use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, Method, Request, Response, StatusCode, header},
};
use http_body_util::{BodyExt, Limited};
use portal_api::{
    DAY, Form, GetVerifications, KeyVerifications, ListKeys, MINUTE, OperatorKey, Permission, RerollKey, Route,
    ServerTime,
};
use serde_json::{Value, json};

use crate::{
    command, cors,
    errors::{Answer, error, example, fit_to_accept, random, request_id},
    people::StoredKey,
    request_check::{self, Checked},
    reroll,
    server::{Ending, Outcome},
    sessions::Grant,
    switchboard::{self, LoggedRequest, Plan},
    usage::{self, Traffic},
    world::{Sandbox, World},
};

/// The root key that createSession takes.
pub(crate) const ROOT_KEY: &str = "unkey_sandbox_root";

/// The portal that there is.
pub(crate) const PORTAL: &str = "acme";

/// The largest body, in bytes.
const LARGEST_BODY: usize = 10_485_760;

/// How many neighbours the server's defect mixes up: a page that is asked for from a cursor begins at the start of the
/// cursor's group. So pages repeat up to six keys, none is skipped, and with a limit below seven the cursor stands still.
const MIXED_UP: usize = 7;

impl From<command::Form> for Form {
    fn from(form: command::Form) -> Self {
        match form {
            command::Form::First => Self::First,
            command::Form::Second => Self::Second,
            command::Form::Third => Self::Third,
        }
    }
}

/// A request as it came.
struct Received<'a> {
    route: Route,
    form: Form,
    headers: &'a HeaderMap,
    body: &'a [u8],
    options: &'a command::Options,
}

/// Answers a request on the API's port.
pub(crate) async fn handle(sandbox: Arc<Sandbox>, request: Request<Body>) -> Outcome {
    let (parts, body) = request.into_parts();
    if sandbox.options.switchboard && parts.uri.path().starts_with("/switchboard/") {
        let body = read(body).await.unwrap_or_default();
        return Outcome::whole(switchboard::handle(&sandbox, &parts.method, parts.uri.path(), &body));
    }
    let began = std::time::Instant::now();
    let path = parts.uri.path();
    let form = Form::from(sandbox.options.form);
    let mut outcome = match route(path, form) {
        // Before any routing, as such layers do: a page that asks for what isn't there can read that.
        _ if parts.method == Method::OPTIONS && sandbox.options.cors_origin.is_some() => {
            let mut response = Response::new(Body::empty());
            *response.status_mut() = StatusCode::NO_CONTENT;
            cors::allow_preflight(&sandbox.options, response.headers_mut());
            Outcome::whole(response)
        }
        None => {
            let answer = Answer::plain(404, "404 page not found\n");
            let bytes = read(body).await.unwrap_or_default();
            // The other form's exchange: whoever looks at what was received wants to see it too.
            if let Some(route) = Route::OF_THE_BROWSER.into_iter().find(|route| route.path() == path) {
                let mut entry = LoggedRequest::new(route.name(), &parts.headers, &bytes, None);
                entry.status = Some(answer.status);
                sandbox.world().log.push(entry);
            }
            Outcome::whole(answer.into_response())
        }
        Some(_) if parts.method != Method::POST => {
            Outcome::whole(Answer::plain(405, "Method Not Allowed\n").with("allow", "POST").into_response())
        }
        Some(route) => answer(&sandbox, route, form, &parts.headers, body).await,
    };
    cors::allow(&sandbox.options, &parts.headers, outcome.response.headers_mut());
    if let Ok(date) = sandbox.world().clock.http_date().parse() {
        outcome.response.headers_mut().insert(header::DATE, date);
    }
    if sandbox.options.log {
        let name = route(path, form).map_or("unknown", Route::name);
        eprintln!("{} {name} {} {} ms", parts.method, outcome.response.status().as_u16(), began.elapsed().as_millis());
    }
    outcome
}

/// The route of a path on a server of that form.
fn route(path: &str, form: Form) -> Option<Route> {
    let exchange = if form == Form::First { Route::ExchangeSession } else { Route::ExchangeCode };
    [Route::CreateSession, exchange, Route::ListKeys, Route::RerollKey, Route::GetVerifications]
        .into_iter()
        .find(|route| route.path() == path)
}

async fn read(body: Body) -> Option<Bytes> {
    Some(Limited::new(body, LARGEST_BODY).collect().await.ok()?.to_bytes())
}

async fn answer(sandbox: &Sandbox, route: Route, form: Form, headers: &HeaderMap, body: Body) -> Outcome {
    let body = read(body).await;
    let plan = sandbox.world().take_plan(route.name());
    if let Some(delay) = plan.delay() {
        tokio::time::sleep(delay).await;
    }
    let bytes = body.as_deref().unwrap_or_default();
    let received = Received { route, form, headers, body: bytes, options: &sandbox.options };
    let mut world = sandbox.world();
    let entry = LoggedRequest::new(route.name(), headers, bytes, world.external_id(&received));
    // In the log before it is answered: whoever reads it may have got a dropped connection.
    world.log.push(entry);
    let place = world.log.len();
    let answer = match plan.instead() {
        Some(answer) => answer,
        None if plan.is_real() && body.is_none() => example("body too large"),
        None if plan.is_real() => checked(&mut world, &received),
        None => Answer::plain(500, "nothing planned\n"),
    };
    if let Some(entry) = world.log.get_mut(place.saturating_sub(1)) {
        entry.status = (!plan.drops()).then_some(answer.status);
    }
    drop(world);
    Outcome { response: fit_to_accept(answer, headers).into_response(), ending: Ending::from(&plan) }
}

impl From<&Plan> for Ending {
    fn from(plan: &Plan) -> Self {
        if plan.drops() {
            Self::Dropped
        } else if plan.cuts() {
            Self::Cut
        } else {
            Self::Whole
        }
    }
}

/// The token of a request: from the cookie, or where that is allowed from the header. Empty when the cookie is.
fn token(received: &Received<'_>) -> Option<String> {
    if let Some(bearer) = bearer(received.headers).filter(|_| received.options.accepts_bearer) {
        return Some(bearer.to_owned());
    }
    let cookies = received.headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    cookies.flat_map(|line| line.split(';')).find_map(|pair| {
        let (name, value) = pair.trim().split_once('=')?;
        (name == "portal_session").then(|| value.to_owned())
    })
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ")
}

/// All checks, in the server's order, then the route.
fn checked(world: &mut World, received: &Received<'_>) -> Answer {
    let Received { route, headers, options, .. } = *received;
    let token = token(received);
    let authorization = headers.get(header::AUTHORIZATION);
    if let Some(answer) = request_check::credentials(route, token.is_some(), authorization.is_some()) {
        return answer;
    }
    let body = match request_check::body(route, received.form, headers, received.body) {
        Ok(body) => body,
        Err(answer) => return answer,
    };
    match body {
        Checked::Create(body) => create(world, received, body),
        Checked::Exchange(id) => exchange(world, received, &id),
        body => {
            if authorization.is_some() && !options.accepts_bearer {
                let malformed = bearer(headers).is_none();
                return example(if malformed {
                    "malformed Authorization header"
                } else {
                    "Authorization header beside the cookie"
                });
            }
            let Some(token) = token.filter(|token| !token.is_empty()) else { return example("token empty, as served") };
            with_session(world, received, &token, body)
        }
    }
}

fn create(world: &mut World, received: &Received<'_>, body: portal_api::CreateSessionById) -> Answer {
    match bearer(received.headers) {
        None => return example("malformed Authorization header"),
        Some(ROOT_KEY) => {}
        Some(_) => {
            return error(
                401,
                "Unauthorized",
                "The provided root key is invalid.",
                "unkey/authentication/key_not_found",
            );
        }
    }
    let first = received.form == Form::First;
    if body.slug != PORTAL {
        return example(if first { "portal not set up, first form" } else { "portal not set up, second form" });
    }
    if !world.portal_enabled {
        return example("portal disabled");
    }
    let now = world.clock.now();
    let grant = Grant { external_id: body.external_id, permissions: body.permissions };
    let id = world.sessions.create(grant, now);
    let portal = received.options.portal_url.trim_end_matches('/');
    let data = if first {
        json!({ "sessionId": id, "url": format!("{portal}/?session={id}") })
    } else {
        json!({ "id": id, "url": format!("{portal}/?code={id}") })
    };
    success(data).with("cache-control", "no-store").with("pragma", "no-cache")
}

fn exchange(world: &mut World, received: &Received<'_>, id: &str) -> Answer {
    let now = world.clock.now();
    let (prefix, name) = if received.form == Form::First { ("ps_", "token") } else { ("pat_", "accessToken") };
    let Some((token, expires_at)) = world.sessions.exchange(id, prefix, now) else {
        return example("session ID refused at the exchange");
    };
    let answer = success(json!({ name: token, "expiresAt": expires_at }))
        .with("cache-control", "no-store")
        .with("pragma", "no-cache");
    if !received.options.sets_cookie {
        return answer;
    }
    // Strict is enough: the portal's origin is another one of the same site. Browsers take Secure on localhost too.
    let age = expires_at.since(now) / 1_000;
    answer
        .with("set-cookie", format!("portal_session={token}; Path=/; HttpOnly; Secure; SameSite=Strict; Max-Age={age}"))
}

fn with_session(world: &mut World, received: &Received<'_>, token: &str, body: Checked) -> Answer {
    let now = world.clock.now();
    let Some(grant) = world.sessions.find(token, now).map(|session| session.grant.clone()) else {
        return example("token refused");
    };
    let quota = received.options.rate_limit.map(|limit| world.spend(limit, now));
    let answer = match quota {
        Some(Quota { left: None, limit, .. }) => too_many(limit),
        _ => permitted(world, received, &grant, body, now),
    };
    match quota {
        Some(quota) => quota.tell(answer),
        None => answer,
    }
}

fn permitted(world: &mut World, received: &Received<'_>, grant: &Grant, body: Checked, now: ServerTime) -> Answer {
    let needs = |permission: Permission| {
        (!grant.permissions.contains(&permission)).then(|| {
            error(
                403,
                "Insufficient Permissions",
                &format!("Missing permission: '{}'", permission.name()),
                "unkey/authorization/insufficient_permissions",
            )
        })
    };
    let keys = world.keys(&grant.external_id);
    match body {
        Checked::List(body) => needs(Permission::KeysRead).unwrap_or_else(|| list(keys, &body)),
        Checked::Reroll(body) => needs(Permission::KeysReroll).unwrap_or_else(|| reroll_key(keys, &body, now)),
        Checked::Verifications(body) => needs(Permission::AnalyticsRead)
            .unwrap_or_else(|| verifications(keys, &body, received.form, received.options.retention_days, now)),
        Checked::Create(_) | Checked::Exchange(_) => Answer::plain(500, "not a route of a session\n"),
    }
}

fn list(keys: &[StoredKey], body: &ListKeys) -> Answer {
    let limit = usize::from(body.limit.unwrap_or(ListKeys::LIMIT));
    let start = match &body.cursor {
        None => 0,
        Some(cursor) => match keys.iter().position(|stored| stored.key.key.key_id == *cursor) {
            Some(position) => position / MIXED_UP * MIXED_UP,
            None => keys.len(),
        },
    };
    let page: Vec<&OperatorKey> = keys.iter().skip(start).take(limit).map(|stored| &stored.key).collect();
    let next = keys.get(start + page.len()).map(|stored| stored.key.key.key_id.clone());
    let pagination = match next {
        Some(cursor) => json!({ "cursor": cursor, "hasMore": true }),
        None => json!({ "hasMore": false }),
    };
    Answer::json(&json!({ "meta": { "requestId": request_id() }, "data": page, "pagination": pagination }))
}

fn reroll_key(keys: &mut Vec<StoredKey>, body: &RerollKey, now: ServerTime) -> Answer {
    let Some(old) = keys.iter_mut().find(|stored| stored.key.key.key_id == body.key_id) else {
        return example("key gone");
    };
    let plaintext = format!("acme_{}", random(22));
    let start: String = plaintext.chars().take(9).collect();
    let key_id = portal_api::KeyId::new(format!("key_{}", random(22)));
    let new = OperatorKey { key: reroll::new_key(&old.key.key, key_id.clone(), start, now), ..old.key.clone() };
    let ends = reroll::old_key_expires(now, body.expiration);
    old.key.key.expires = Some(ends);
    old.key.key.updated_at = None;
    // The client changes its key little by little while the old one still works, and within two minutes when it doesn't.
    let settled = ends.max(now.plus(2 * MINUTE)).min(now.plus(DAY));
    let traffic = old.traffic.map(|traffic| Traffic { begins: now, settled, leaves: None, ..traffic });
    if let Some(traffic) = &mut old.traffic {
        traffic.leaves = Some((now, settled));
    }
    keys.push(StoredKey { key: new, traffic });
    success(json!({ "keyId": key_id, "key": plaintext }))
}

fn verifications(
    keys: &[StoredKey],
    body: &GetVerifications,
    form: Form,
    retention_days: u32,
    now: ServerTime,
) -> Answer {
    let (start, end) = (body.start_time, body.end_time);
    if end <= start {
        let detail = "The end time must be after the start time.";
        return error(400, "Bad Request", detail, "unkey/application/invalid_input");
    }
    if end.since(start) > i64::from(retention_days) * DAY {
        let detail = format!("The requested time window is too large. The maximum window is {retention_days} days.");
        let third = form == Form::Third;
        let name =
            if third { "user/bad_request/query_range_exceeds_retention" } else { "unkey/application/invalid_input" };
        return error(400, "Bad Request", &detail, name);
    }
    let wanted = keys.iter().filter(|stored| body.key_id.as_ref().is_none_or(|id| *id == stored.key.key.key_id));
    if form != Form::Third {
        let traffic: Vec<Traffic> = wanted.filter_map(|stored| stored.traffic).collect();
        return success(json!(usage::points(&traffic, start, end, now)));
    }
    let used: Vec<(&StoredKey, Traffic)> = wanted.filter_map(|stored| Some((stored, stored.traffic?))).collect();
    if used.len() > 150 {
        return example("too many keys in one answer");
    }
    let keys: Vec<KeyVerifications> = used
        .into_iter()
        .map(|(stored, traffic)| KeyVerifications {
            key_id: stored.key.key.key_id.clone(),
            data: usage::points(&[traffic], start, end, now),
        })
        .collect();
    let bucket = usage::bucket_ms(end.since(start));
    Answer::json(&json!({ "meta": { "requestId": request_id() }, "bucketMillis": bucket, "keys": keys }))
}

fn success(data: Value) -> Answer {
    Answer::json(&json!({ "meta": { "requestId": request_id() }, "data": data }))
}

/// What is left of the workspace's requests of this minute.
#[derive(Debug, Clone, Copy)]
struct Quota {
    limit: u32,
    /// None when this one is too many.
    left: Option<u32>,
    reset_s: i64,
}

impl Quota {
    fn tell(self, answer: Answer) -> Answer {
        let answer = answer
            .with("ratelimit-limit", self.limit.to_string())
            .with("ratelimit-remaining", self.left.unwrap_or(0).to_string())
            .with("ratelimit-reset", self.reset_s.to_string());
        if self.left.is_some() { answer } else { answer.with("retry-after", self.reset_s.to_string()) }
    }
}

fn too_many(limit: u32) -> Answer {
    let detail = format!("This workspace has exceeded its API rate limit of {limit}/1m0s. Please try again later.");
    error(429, "Too Many Requests", &detail, "user/too_many_requests/workspace_rate_limited")
}

impl World {
    /// Whose request it is, for the log.
    fn external_id(&self, received: &Received<'_>) -> Option<String> {
        let token = token(received)?;
        Some(self.sessions.find(&token, self.clock.now())?.grant.external_id.clone())
    }

    /// One request of this minute.
    fn spend(&mut self, limit: u32, now: ServerTime) -> Quota {
        let minute = now.millis().div_euclid(MINUTE);
        if self.spent.0 != minute {
            self.spent = (minute, 0);
        }
        self.spent.1 += 1;
        let reset_s = (MINUTE - now.millis().rem_euclid(MINUTE)) / 1_000;
        Quota { limit, left: limit.checked_sub(self.spent.1), reset_s }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::people::keys_of;

    const NOW: ServerTime = ServerTime::from_millis(1_790_000_000_000);

    /// Reads a list to its end with pages of `limit`: the ids in order, and whether the cursor stood still.
    fn read_all(keys: &[StoredKey], limit: u8) -> (Vec<String>, bool) {
        let (mut ids, mut cursor): (Vec<String>, Option<String>) = (vec![], None);
        loop {
            let body = ListKeys { limit: Some(limit), cursor: cursor.clone().map(portal_api::KeyId::new) };
            let answer: Value = serde_json::from_slice(&list(keys, &body).body).unwrap();
            ids.extend(answer["data"].as_array().unwrap().iter().map(|key| key["keyId"].as_str().unwrap().to_owned()));
            let next = answer["pagination"]["cursor"].as_str().map(str::to_owned);
            match next {
                None => return (ids, false),
                next if next == cursor => return (ids, true),
                next => cursor = next,
            }
        }
    }

    #[test]
    fn pages_repeat_keys_and_skip_none() {
        let keys = keys_of("user_many", NOW);
        let (ids, stuck) = read_all(&keys, 100);
        assert!(!stuck);
        assert!(ids.len() > 10_000, "some come twice");
        assert_eq!(ids.into_iter().collect::<BTreeSet<_>>().len(), 10_000);
    }

    #[test]
    fn below_a_hundred_keys_none_repeats() {
        let keys = keys_of("user_123", NOW);
        assert_eq!(read_all(&keys, 100).0.len(), keys.len());
    }

    #[test]
    fn with_a_small_limit_the_cursor_stands_still() {
        assert!(read_all(&keys_of("user_123", NOW), 3).1);
    }

    #[test]
    fn a_reroll_can_prolong_an_old_key() {
        let mut keys = keys_of("user_123", NOW);
        let expired = keys.iter().find(|stored| stored.key.key.expires.is_some_and(|at| at < NOW)).unwrap();
        let body = RerollKey { key_id: expired.key.key.key_id.clone(), expiration: MINUTE };
        assert_eq!(reroll_key(&mut keys, &body, NOW).status, 200);
        let old = keys.iter().find(|stored| stored.key.key.key_id == body.key_id).unwrap();
        assert!(old.key.key.expires.is_some_and(|at| at > NOW));
        let new = keys.last().unwrap();
        assert!(new.key.key.expires.is_some_and(|at| at < NOW), "the new key inherits the old end");
        assert_eq!(new.key.key.last_used_at, None);
    }
}
