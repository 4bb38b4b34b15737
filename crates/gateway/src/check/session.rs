//! A session, from its making to the user's keys: as an app's backend and the gateway would have it.

use std::io::Write;

use portal_api::{ApiResponse, ApiVersion, Key, Secret};
use portal_core::url::WebUrl;

use super::{
    CREATE, EXCHANGE, LIST, Plan, advice,
    ask::{self, Created, Like},
    clock,
    report::Report,
    unreachable,
};
use crate::{cookies::Token, upstream::Upstream};

/// Makes a session, exchanges its ID and lists the user's keys. Nothing where no session could be made.
pub(super) async fn open(plan: &Plan, api: &Upstream, form: ApiVersion, report: &mut Report<impl Write>) -> Option<()> {
    let backend = plan.backend.as_ref()?;
    let Created { id, url } = create(plan, api, form, report).await?;
    let whose = format!("a session ID for \"{}\" in the portal \"{}\"", backend.external_id, backend.portal);
    let leads = WebUrl::parse(url.expose()).ok().map(|url| url.origin().clone());
    match (leads, &plan.public_origin) {
        (Some(leads), Some(portal)) if leads != *portal => report.fine(
            CREATE,
            &format!(
                "{whose}. Its link leads to {leads}, not to {portal}: let your backend put the link together itself, or \
                 change the portal's address at the API"
            ),
        ),
        _ => report.fine(CREATE, &whose),
    }
    if let Some(token) = exchange(plan, api, form, &id, report).await {
        list(plan, api, &token, report).await;
    }
    Some(())
}

/// Makes a session ID as an app's backend does. Says only what goes wrong.
pub(super) async fn create(
    plan: &Plan,
    api: &Upstream,
    form: ApiVersion,
    report: &mut Report<impl Write>,
) -> Option<Created> {
    let backend = plan.backend.as_ref()?;
    let return_url = plan.config.as_ref().ok().and_then(|config| config.return_url.as_ref());
    match ask::create(api, form, backend, return_url).await {
        Ok(ask::Creation { meaning: Ok(created), .. }) => {
            report.hide(&created.id);
            Some(created)
        }
        Ok(ask::Creation { meaning: Err(failure), refused }) => {
            report.wrong(CREATE, &advice::create(&failure, refused.as_deref(), backend, &plan.upstream));
            None
        }
        Err(trouble) => {
            report.wrong(CREATE, &unreachable::advice(&trouble, &plan.upstream));
            None
        }
    }
}

/// Turns the session ID into a token, as the gateway does for a browser.
async fn exchange(
    plan: &Plan,
    api: &Upstream,
    form: ApiVersion,
    id: &Secret,
    report: &mut Report<impl Write>,
) -> Option<Token> {
    let heard = match ask::exchange(api, form, id, &Like::Gateway).await {
        Ok((_, heard)) => heard,
        Err(trouble) => {
            report.wrong(EXCHANGE, &unreachable::advice(&trouble, &plan.upstream));
            return None;
        }
    };
    match heard.meaning {
        Ok(answer) => {
            let Some(token) = answer.data.token else {
                report.wrong(EXCHANGE, &advice::no_token());
                return None;
            };
            report.hide(&token);
            let Some(token) = Token::new(token) else {
                report.wrong(EXCHANGE, &advice::unfit_token());
                return None;
            };
            let left = answer.data.expires_at.since(heard.server_time);
            if left <= 0 {
                report.wrong(EXCHANGE, &advice::over_already());
                return None;
            }
            report.fine(EXCHANGE, &format!("a session of {}", clock::span(left)));
            Some(token)
        }
        Err(failure) => {
            report.wrong(EXCHANGE, &advice::exchange(&failure, &plan.upstream));
            None
        }
    }
}

/// Lists the user's keys with the token.
async fn list(plan: &Plan, api: &Upstream, token: &Token, report: &mut Report<impl Write>) {
    match ask::list(api, &Like::Gateway, token).await {
        Ok(Ok(answer)) => report.fine(LIST, &count(&answer)),
        Ok(Err(failure)) => report.wrong(LIST, &advice::list(&failure, &plan.upstream)),
        Err(trouble) => report.wrong(LIST, &unreachable::advice(&trouble, &plan.upstream)),
    }
}

/// How many keys there are, in words.
pub(super) fn count(answer: &ApiResponse<Vec<Key>>) -> String {
    let more = if answer.pagination.as_ref().is_some_and(|pages| pages.has_more) { " and more" } else { "" };
    match answer.data.len() {
        0 => "the user has no keys, which is an answer too".to_owned(),
        1 => format!("1 key{more}"),
        number => format!("{number} keys{more}"),
    }
}
