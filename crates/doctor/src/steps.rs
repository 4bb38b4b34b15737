//! The steps of the check, in order.

use std::io::Write;

use portal_api::{ApiVersion, Secret};
use portal_core::url::Origin;
use portal_upstream::Upstream;

use crate::{
    advice::{self, Advice},
    api_calls::{self, Client, UNKNOWN_SESSION_ID},
    connection::{connect, report_unreachable},
    plan::Plan,
    report::Report,
    session, sign_out,
    step_names::{API, CLOCK, CONFIG, SIGN_OUT, STEPS, UPSTREAM, VIA_PORTAL},
    via_portal,
};

/// Runs every step that can be run and writes a line for each to `out`. Returns the number of problems found.
pub async fn run(plan: &Plan, out: impl Write) -> usize {
    let mut report = Report::new(out);
    if let Some(backend) = &plan.backend {
        report.hide(&backend.root_key);
    }
    check_config(plan, &mut report);
    run_steps(plan, &mut report).await;
    let sign_out: &[&str] = if plan.signs_out() { &[SIGN_OUT] } else { &[] };
    let via_portal: &[&str] = if plan.via_portal { &VIA_PORTAL } else { &[] };
    let reason = if plan.backend.is_some() || report.problems() > 0 {
        "not tried, because of what is wrong above"
    } else {
        "not tried: it takes a root key (--root-key-file)"
    };
    report.finish(STEPS.iter().chain(sign_out).chain(via_portal), reason)
}

/// The steps after the config, up to the first one that the next ones need and that failed.
async fn run_steps(plan: &Plan, report: &mut Report<impl Write>) -> Option<()> {
    let api = connect(&plan.upstream, UPSTREAM, plan, report).await?;
    let certificate = if plan.upstream.is_https() { ", and its certificate is good" } else { "" };
    report.ok(UPSTREAM, &format!("{} takes connections{certificate}", plan.upstream));
    let version = detect_version(plan, &api, report).await?;
    let session = session::open(plan, &api, version, report).await;
    if session.is_some() && plan.signs_out() {
        sign_out::check(plan, &api, report).await;
    }
    let origin = plan.public_origin.as_ref().filter(|_| plan.via_portal)?;
    let portal = via_portal::reach(origin, plan, version, report).await?;
    // A session ID is good for one exchange: the one through the portal needs its own.
    session?;
    let id = session::create(plan, &api, version, report).await?.id;
    portal.open(version, &id, report).await
}

fn check_config(plan: &Plan, report: &mut Report<impl Write>) {
    let config = match &plan.config {
        Ok(config) => config,
        Err(problems) => {
            for problem in problems {
                report.problem(CONFIG, &Advice::new(problem.as_str(), advice::FIX_CONFIG));
            }
            return;
        }
    };
    let is_public = plan.public_origin.as_ref().is_some_and(Origin::is_https);
    let mut is_fine = true;
    for (setting, url) in [("returnUrl", &config.return_url), ("signOutUrl", &config.sign_out_url)] {
        if let Some(url) = url.as_ref().filter(|url| is_public && !url.origin().is_https()) {
            report.problem(CONFIG, &advice::url_on_this_machine(setting, url));
            is_fine = false;
        }
    }
    match &config.return_url {
        _ if !is_fine => {}
        Some(url) => report.ok(CONFIG, &format!("no mistakes; users go back to {url}")),
        None => report.ok(
            CONFIG,
            "no mistakes, but no `returnUrl` either: a user without a session is shown no way back to the app",
        ),
    }
}

/// Which version of the API the upstream speaks, if it is the API at all. The exchange of a session ID that was never issued
/// tells both, and the clock.
async fn detect_version(plan: &Plan, api: &Upstream, report: &mut Report<impl Write>) -> Option<ApiVersion> {
    let id = Secret::new(UNKNOWN_SESSION_ID.to_owned());
    let (version, reply) = match api_calls::exchange(api, ApiVersion::Session, &id, &Client::Gateway).await {
        Ok(reply) => reply,
        Err(error) => {
            report_unreachable(API, &error, &plan.upstream, report);
            return None;
        }
    };
    let detected = match &reply.meaning {
        Err(failure) if api_calls::is_api_error(failure, "portal_session_not_found") => {
            report.ok(API, &format!("is the portal API, {}", name(version)));
            Some(version)
        }
        Ok(_) => {
            report.problem(API, &advice::accepts_any_session_id(&plan.upstream));
            None
        }
        Err(failure) => {
            report.problem(API, &advice::general(failure, &plan.upstream));
            None
        }
    };
    match reply.clock_difference() {
        Some(difference) if !difference.is_too_large() => report.ok(CLOCK, &difference.to_string()),
        Some(difference) => report.problem(CLOCK, &Advice::new(difference.to_string(), advice::SET_CLOCK)),
        None if detected.is_none() => {}
        None => report.problem(CLOCK, &advice::no_date()),
    }
    detected
}

const fn name(version: ApiVersion) -> &'static str {
    match version {
        ApiVersion::Session => "version `session` (links have ?session=)",
        ApiVersion::Code | ApiVersion::CodeV2 | ApiVersion::CodeV3 => {
            "version `code`, `code-v2` or `code-v3` (links have ?code=)"
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use portal_core::{config::Config, url::Origin};
    use portal_upstream::{UpstreamLimits, system_roots};
    use tokio::net::TcpListener;

    use super::*;

    #[tokio::test]
    async fn an_api_that_never_answers_is_given_up_in_time() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let timeout = Duration::from_millis(50);
        let plan = Plan {
            upstream: Origin::parse(&origin).unwrap(),
            public_origin: None,
            config: Ok(Config::default()),
            backend: None,
            via_portal: false,
            limits: UpstreamLimits { timeout, connect_timeout: Duration::from_secs(5), max_body_bytes: 1_000 },
            load_roots: system_roots,
        };
        let mut out = Vec::new();
        assert_eq!(run(&plan, &mut out).await, 1);
        let text = String::from_utf8(out).unwrap();
        assert!(text.contains("did not answer in time") && text.contains("HTTPS_PROXY"), "{text}");
    }
}
