//! `portal-gateway check`: goes the way of a user's session, step by step, and says of each step what is wrong and what
//! to do.
//!
//! It speaks to the API as serving does, through [`Upstream`], and reads answers as the portal does, through
//! `portal_api::read`. Only here does the gateway ever hold a root key: given by hand, and gone with the process.

mod advice;
mod ask;
mod clock;
mod report;
mod session;
mod through;
mod unreachable;

use std::io::Write;

use portal_api::{ApiVersion, Permission, Route, Secret};
use portal_core::{config::Config, url::Origin};

use crate::{
    settings::{Limits, SettingsProblem},
    upstream::Upstream,
};
use advice::Advice;
use report::Report;

pub(crate) use report::SHORTEST_SECRET;

/// What is to be checked.
pub(crate) struct Plan {
    /// The API's origin.
    pub(crate) upstream: Origin,
    /// The portal's origin as browsers see it, where it was told.
    pub(crate) public_origin: Option<Origin>,
    /// The operator's config, or what is wrong with it.
    pub(crate) config: Result<Config, Vec<SettingsProblem>>,
    /// What an app's backend would use; without it no session can be made.
    pub(crate) backend: Option<Backend>,
    /// Whether to go through the portal's origin too, as browsers do.
    pub(crate) through: bool,
    /// How long to wait.
    pub(crate) limits: Limits,
}

/// What an app's backend has.
pub(crate) struct Backend {
    /// Never printed, stored or sent anywhere but to createSession.
    pub(crate) root_key: Secret,
    /// The portal's name at the API.
    pub(crate) portal: String,
    /// Whose session to make.
    pub(crate) external_id: String,
    /// What it may do.
    pub(crate) permissions: Vec<Permission>,
}

/// The steps, in order, as the report calls them.
const STEPS: [&str; 7] = [CONFIG, UPSTREAM, API, CLOCK, CREATE, EXCHANGE, LIST];
const CONFIG: &str = "config";
const UPSTREAM: &str = "upstream";
const API: &str = "API";
const CLOCK: &str = "clock";
const CREATE: &str = "createSession";
const EXCHANGE: &str = "exchange";
const LIST: &str = "list";
/// What `--through` adds.
const THROUGH: [&str; 2] = [PORTAL, COOKIES];
const PORTAL: &str = "portal";
const COOKIES: &str = "cookies";

/// Looks like a session ID and was never one.
const NO_SESSION_ID: &str = "pst_this_is_portal_gateway_check";

/// Takes every step that can be taken and writes how each went. Gives the number of those that went wrong.
pub(crate) async fn run(plan: &Plan, out: impl Write) -> usize {
    let mut report = Report::new(out);
    if let Some(backend) = &plan.backend {
        report.hide(&backend.root_key);
    }
    look_at_config(plan, &mut report);
    go(plan, &mut report).await;
    let through: &[&str] = if plan.through { &THROUGH } else { &[] };
    let reason = if plan.backend.is_some() || report.wrong_so_far() > 0 {
        "not tried, because of what is wrong above"
    } else {
        "not tried: it takes a root key (--root-key-file)"
    };
    report.finish(STEPS.iter().chain(through), reason)
}

/// The steps one after another, as far as they lead.
async fn go(plan: &Plan, report: &mut Report<impl Write>) -> Option<()> {
    let api = connect(&plan.upstream, UPSTREAM, plan.limits, report).await?;
    let certificate = if plan.upstream.is_https() { ", and its certificate is good" } else { "" };
    report.fine(UPSTREAM, &format!("{} takes connections{certificate}", plan.upstream));
    let form = recognise(plan, &api, report).await?;
    let session = session::open(plan, &api, form, report).await;
    let origin = plan.public_origin.as_ref().filter(|_| plan.through)?;
    let portal = through::reach(origin, plan.limits, form, report).await?;
    // A session ID is for one exchange: the way through the portal needs one of its own.
    session?;
    let id = session::create(plan, &api, form, report).await?.id;
    portal.open(form, &id, report).await
}

fn look_at_config(plan: &Plan, report: &mut Report<impl Write>) {
    let config = match &plan.config {
        Ok(config) => config,
        Err(problems) => {
            for problem in problems {
                report.wrong(CONFIG, &Advice::new(problem.to_string(), advice::FIX_CONFIG));
            }
            return;
        }
    };
    match (&config.return_url, &plan.public_origin) {
        (Some(url), Some(portal)) if portal.is_https() && !url.origin().is_https() => {
            report.wrong(CONFIG, &advice::return_url_on_this_machine(url));
        }
        (Some(url), _) => report.fine(CONFIG, &format!("no mistakes; users go back to {url}")),
        (None, _) => report.fine(
            CONFIG,
            "no mistakes, but no `returnUrl` either: a user without a session is shown no way back to the app",
        ),
    }
}

/// Makes a connection.
async fn connect(
    origin: &Origin,
    step: &'static str,
    limits: Limits,
    report: &mut Report<impl Write>,
) -> Option<Upstream> {
    let upstream = match Upstream::new(origin.clone(), limits) {
        Ok(upstream) => upstream,
        Err(error) => {
            report.wrong(step, &unreachable::no_certificates(&error));
            return None;
        }
    };
    if let Err(trouble) = upstream.connect().await {
        report.wrong(step, &unreachable::advice(&trouble, origin));
        return None;
    }
    Some(upstream)
}

/// Whether the API's own answers come, and which form it speaks: an exchange of what never was a session ID tells both.
async fn recognise(plan: &Plan, api: &Upstream, report: &mut Report<impl Write>) -> Option<ApiVersion> {
    let id = Secret::new(NO_SESSION_ID.to_owned());
    let (form, heard) = match ask::exchange(api, ApiVersion::Session, &id, &ask::Like::Gateway).await {
        Ok(heard) => heard,
        Err(trouble) => {
            report.wrong(API, &unreachable::advice(&trouble, &plan.upstream));
            return None;
        }
    };
    let recognised = match &heard.meaning {
        Err(failure) if ask::names(failure, "portal_session_not_found") => {
            report.fine(API, &format!("is the portal API, {}", name(form)));
            Some(form)
        }
        Ok(_) => {
            report.wrong(API, &advice::opened_for_anybody(&plan.upstream));
            None
        }
        Err(failure) => {
            report.wrong(API, &advice::general(failure, &plan.upstream));
            None
        }
    };
    match heard.clock() {
        Some(clock) if !clock.is_off() => report.fine(CLOCK, &clock.to_string()),
        Some(clock) => report.wrong(CLOCK, &Advice::new(clock.to_string(), advice::SET_CLOCK)),
        None if recognised.is_none() => {}
        None => report.wrong(CLOCK, &advice::no_date()),
    }
    recognised
}

const fn name(form: ApiVersion) -> &'static str {
    match form {
        ApiVersion::Session => "which takes `session` in links (first form)",
        ApiVersion::Code | ApiVersion::CodeV2 => "which takes `code` in links (second or third form)",
    }
}

/// The route of an exchange of that form.
const fn exchange_route(form: ApiVersion) -> Route {
    match form {
        ApiVersion::Session => Route::ExchangeSession,
        ApiVersion::Code | ApiVersion::CodeV2 => Route::ExchangeCode,
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::net::TcpListener;

    use super::*;

    #[tokio::test]
    async fn an_api_that_never_answers_is_not_waited_for_for_ever() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let plan = Plan {
            upstream: Origin::parse(&origin).unwrap(),
            public_origin: None,
            config: Ok(Config::default()),
            backend: None,
            through: false,
            limits: Limits { upstream: Duration::from_millis(50), ..Limits::default() },
        };
        let mut out = Vec::new();
        assert_eq!(run(&plan, &mut out).await, 1);
        let text = String::from_utf8(out).unwrap();
        assert!(text.contains("did not answer in time") && text.contains("HTTPS_PROXY"), "{text}");
    }
}
