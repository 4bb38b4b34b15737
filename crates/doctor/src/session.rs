//! The steps of a session: created as an app's backend does, exchanged as the gateway does, then the user's keys.

use std::io::Write;

use portal_api::{ApiResponse, ApiVersion, Key, Secret};
use portal_core::url::WebUrl;
use portal_upstream::{SessionToken, Upstream};

use crate::{
    advice::{self, create_session},
    api_calls::{self, Client, CreateReply, Created},
    clock::format_duration,
    connection::report_unreachable,
    plan::Plan,
    report::Report,
    step_names::{CREATE, EXCHANGE, LIST},
};

/// Creates a session, exchanges its ID and lists the user's keys. `None` if no session could be created.
pub(crate) async fn open(
    plan: &Plan,
    api: &Upstream,
    version: ApiVersion,
    report: &mut Report<impl Write>,
) -> Option<()> {
    let backend = plan.backend.as_ref()?;
    let Session { id, url } = create(plan, api, version, report).await?;
    let created = format!("a session ID for \"{}\" in the portal \"{}\"", backend.external_id, backend.portal);
    let link_origin = WebUrl::parse(url.expose()).ok().map(|url| url.origin().clone());
    match (link_origin, &plan.public_origin) {
        (Some(link_origin), Some(portal)) if link_origin != *portal => report.ok(
            CREATE,
            &format!(
                "{created}. Its link leads to {link_origin}, not to {portal}: let your backend {}, or change the portal's \
                 address at the API",
                match version {
                    ApiVersion::Session => "put the link together itself",
                    ApiVersion::Code | ApiVersion::CodeV2 | ApiVersion::CodeV3 => "take the code out of the link and redirect to your portal with it",
                }
            ),
        ),
        _ => report.ok(CREATE, &created),
    }
    if let Some(token) = exchange(plan, api, version, &id, report).await {
        list(plan, api, &token, report).await;
    }
    Some(())
}

/// A session that has not been exchanged yet.
pub(crate) struct Session {
    /// The session ID or code.
    pub(crate) id: Secret,
    url: Secret,
}

/// Creates a session. Reports problems only.
pub(crate) async fn create(
    plan: &Plan,
    api: &Upstream,
    version: ApiVersion,
    report: &mut Report<impl Write>,
) -> Option<Session> {
    let backend = plan.backend.as_ref()?;
    let return_url = plan.config.as_ref().ok().and_then(|config| config.return_url.as_ref());
    let mut reply = api_calls::create(api, version, backend, return_url).await;
    // The portal was changed at the same moment. Once more, as an app's backend does.
    if matches!(&reply, Ok(CreateReply { meaning: Err(failure), .. }) if failure.status == Some(409)) {
        reply = api_calls::create(api, version, backend, return_url).await;
    }
    match reply {
        Ok(CreateReply { meaning: Ok(created), .. }) => {
            let Created { id: Some(id), url } = created else {
                report.problem(CREATE, &advice::no_code());
                return None;
            };
            report.hide(&id);
            Some(Session { id, url })
        }
        Ok(CreateReply { meaning: Err(failure), violation }) => {
            report.problem(CREATE, &create_session::advice(&failure, violation.as_deref(), backend, &plan.upstream));
            None
        }
        Err(error) => {
            report_unreachable(CREATE, &error, &plan.upstream, report);
            None
        }
    }
}

/// Turns the session ID into a token, as the gateway does for a browser.
async fn exchange(
    plan: &Plan,
    api: &Upstream,
    version: ApiVersion,
    id: &Secret,
    report: &mut Report<impl Write>,
) -> Option<SessionToken> {
    let reply = match api_calls::exchange(api, version, id, &Client::Gateway).await {
        Ok((_, reply)) => reply,
        Err(error) => {
            report_unreachable(EXCHANGE, &error, &plan.upstream, report);
            return None;
        }
    };
    match reply.meaning {
        Ok(answer) => {
            let Some(token) = answer.data.token else {
                report.problem(EXCHANGE, &advice::no_token());
                return None;
            };
            report.hide(&token);
            let Some(token) = SessionToken::new(token) else {
                report.problem(EXCHANGE, &advice::invalid_token());
                return None;
            };
            let left_ms = answer.data.expires_at.since(reply.server_time);
            if left_ms <= 0 {
                report.problem(EXCHANGE, &advice::already_expired());
                return None;
            }
            report.ok(EXCHANGE, &format!("a session of {}", format_duration(left_ms)));
            Some(token)
        }
        Err(failure) => {
            report.problem(EXCHANGE, &advice::exchange(&failure, &plan.upstream));
            None
        }
    }
}

/// Lists the user's keys with the token.
async fn list(plan: &Plan, api: &Upstream, token: &SessionToken, report: &mut Report<impl Write>) {
    match api_calls::list(api, &Client::Gateway, token).await {
        Ok(Ok(answer)) => report.ok(LIST, &count(&answer)),
        Ok(Err(failure)) => report.problem(LIST, &advice::list(&failure, &plan.upstream)),
        Err(error) => report_unreachable(LIST, &error, &plan.upstream, report),
    }
}

/// The number of keys, in words.
pub(crate) fn count(answer: &ApiResponse<Vec<Key>>) -> String {
    let more = if answer.pagination.as_ref().is_some_and(|pages| pages.has_more) { " and more" } else { "" };
    match answer.data.len() {
        0 => "the user has no keys, which is an answer too".to_owned(),
        1 => format!("1 key{more}"),
        number => format!("{number} keys{more}"),
    }
}
