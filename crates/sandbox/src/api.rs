//! The API: in what order a server checks, and who may do what. What the routes of a session do is in [`crate::routes`].

use std::sync::Arc;

use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, Method, Request, Response, StatusCode, header},
};
use http_body_util::{BodyExt, Limited};
use portal_api::{Form, Permission, Route, ServerTime};
use serde_json::json;

use crate::{
    answers::{Answer, error, example, fit_to_accept, success},
    command, cors,
    quota::{Quota, too_many},
    request_check::{self, Checked},
    routes,
    server::{Ending, Outcome},
    sessions::Grant,
    switchboard::{self, LoggedRequest, Plan},
    world::{Sandbox, World},
};

/// The root key that createSession takes.
pub(crate) const ROOT_KEY: &str = "unkey_sandbox_root";

/// The portal that there is.
pub(crate) const PORTAL: &str = "acme";

/// The largest body, in bytes.
const LARGEST_BODY: usize = 10_485_760;

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
    let (plan, release) = {
        let mut world = sandbox.world();
        let plan = world.take_plan(route.name());
        let release = plan.is_held().then(|| world.hold(route.name()));
        (plan, release)
    };
    if let Some(mut release) = release
        && release.changed().await.is_err()
    {
        // Reset meanwhile: the test that held this request is over.
        return Outcome { response: Answer::plain(503, "reset\n").into_response(), ending: Ending::Dropped };
    }
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
        Checked::List(body) => needs(Permission::KeysRead).unwrap_or_else(|| routes::list(keys, &body)),
        Checked::Reroll(body) => needs(Permission::KeysReroll).unwrap_or_else(|| routes::reroll_key(keys, &body, now)),
        Checked::Verifications(body) => needs(Permission::AnalyticsRead)
            .unwrap_or_else(|| routes::verifications(keys, &body, received.form, received.options.retention_days, now)),
        Checked::Create(_) | Checked::Exchange(_) => Answer::plain(500, "not a route of a session\n"),
    }
}

impl World {
    /// Whose request it is, for the log.
    fn external_id(&self, received: &Received<'_>) -> Option<String> {
        let token = token(received)?;
        Some(self.sessions.find(&token, self.clock.now())?.grant.external_id.clone())
    }
}
