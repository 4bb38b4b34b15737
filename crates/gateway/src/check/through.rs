//! The way of a browser: through whatever stands in front of the running gateway, which may take away what the portal's
//! safety rests on.

use std::io::Write;

use axum::http::{HeaderMap, header};
use portal_api::{ApiVersion, Failure, Secret};
use portal_core::{
    session::cookies::{MARKER_COOKIE, SESSION_COOKIE},
    url::Origin,
};

use super::{
    COOKIES, NO_SESSION_ID, PORTAL,
    advice::{self, Advice},
    ask::{self, Like, names},
    connect,
    report::Report,
    session::count,
    unreachable,
};
use crate::{cookies::Token, refusal::API_DOWN, settings::Limits, upstream::Upstream};

/// The portal's origin, where a gateway answered.
pub(super) struct Portal {
    at: Upstream,
    origin: Origin,
}

/// What a proxy should be told, in nearly every case.
const HAND_ON: &str = "let the proxy hand everything to the gateway, and headers on as they are, both ways";

/// Whether requests of the portal's pages come through to the gateway, and its answers back.
pub(super) async fn reach(
    origin: &Origin,
    limits: Limits,
    form: ApiVersion,
    report: &mut Report<impl Write>,
) -> Option<Portal> {
    let at = connect(origin, PORTAL, limits, report).await?;
    let id = Secret::new(NO_SESSION_ID.to_owned());
    let heard = match ask::exchange(&at, form, &id, &Like::Browser(origin.clone())).await {
        Ok((_, heard)) => heard,
        Err(trouble) => {
            report.wrong(PORTAL, &unreachable::advice(&trouble, origin));
            return None;
        }
    };
    match &heard.meaning {
        Err(failure) if names(failure, "portal_session_not_found") => {}
        Ok(_) => {
            report.wrong(PORTAL, &advice::opened_for_anybody(origin));
            return None;
        }
        Err(failure) => {
            report.wrong(PORTAL, &refused(failure, origin));
            return None;
        }
    }
    if !heard.headers.contains_key(header::CONTENT_SECURITY_POLICY) {
        report.wrong(
            PORTAL,
            &Advice::new(
                "an answer came through the portal's origin without the gateway's headers: either the proxy sends /v2/ to \
                 the API itself, past the gateway, or it takes headers away",
                HAND_ON,
            ),
        );
        return None;
    }
    report.fine(PORTAL, &format!("{origin} hands requests on to the gateway, and its answers back"));
    Some(Portal { at, origin: origin.clone() })
}

fn refused(failure: &Failure, origin: &Origin) -> Advice {
    if names(failure, "cross_site") {
        return Advice::new(
            format!(
                "the gateway took a request of the portal's own page for another site's: neither Sec-Fetch-Site nor an \
                 Origin of {origin} arrived"
            ),
            format!("{HAND_ON}; and look whether the gateway was started with this --public-origin"),
        );
    }
    if names(failure, "unsupported_media_type") {
        return Advice::new("the request's Content-Type did not arrive", HAND_ON);
    }
    if names(failure, "length_required") {
        return Advice::new(
            "the request's length did not arrive: the proxy sends bodies on in chunks (Transfer-Encoding)",
            "let the proxy send requests on with their Content-Length (nginx: proxy_request_buffering on)",
        );
    }
    if failure.status == Some(404) && !failure.from_api {
        return Advice::new(
            format!("no gateway that forwards answers at {origin}"),
            "look where the proxy sends /v2/, and whether the gateway there was started with --upstream",
        );
    }
    let is_gateways = failure.code.as_ref().is_some_and(|code| code.is_of("gateway"));
    if is_gateways || *failure.detail == *API_DOWN {
        return Advice::new(
            format!("the gateway at {origin} can't speak to the API as this check could {}", advice::told(failure)),
            "look at that gateway's --upstream, and at its log",
        );
    }
    advice::exchange(failure, origin)
}

impl Portal {
    /// Opens a session as a browser does, and lists keys with its cookie.
    pub(super) async fn open(&self, form: ApiVersion, id: &Secret, report: &mut Report<impl Write>) -> Option<()> {
        let like = Like::Browser(self.origin.clone());
        let heard = match ask::exchange(&self.at, form, id, &like).await {
            Ok((_, heard)) => heard,
            Err(trouble) => {
                report.wrong(COOKIES, &unreachable::advice(&trouble, &self.origin));
                return None;
            }
        };
        let exchanged = match heard.meaning {
            Ok(answer) => answer.data,
            Err(failure) => {
                report.wrong(COOKIES, &refused(&failure, &self.origin));
                return None;
            }
        };
        if let Some(token) = &exchanged.token {
            report.hide(token);
            report.wrong(
                COOKIES,
                &Advice::new(
                    "the session's token came down to the browser: the proxy sends /v2/ to the API itself, past the gateway",
                    HAND_ON,
                ),
            );
            return None;
        }
        let token = match session(&heard.headers) {
            Ok(token) => token,
            Err(wrong) => {
                report.wrong(COOKIES, &Advice::new(wrong, HAND_ON));
                return None;
            }
        };
        report.hide(&token);
        let token = Token::new(token)?;
        match ask::list(&self.at, &like, &token).await {
            Ok(Ok(answer)) => report.fine(COOKIES, &format!("come and go as they should: {}", count(&answer))),
            Ok(Err(failure)) if names(&failure, "portal_token_missing") => report.wrong(
                COOKIES,
                &Advice::new("the session's cookie did not arrive at the gateway with the next request", HAND_ON),
            ),
            Ok(Err(failure)) => report.wrong(COOKIES, &advice::list(&failure, &self.origin)),
            Err(trouble) => report.wrong(COOKIES, &unreachable::advice(&trouble, &self.origin)),
        }
        Some(())
    }
}

/// The session's token out of `Set-Cookie`, where both cookies came as the gateway sets them.
fn session(headers: &HeaderMap) -> Result<Secret, &'static str> {
    let lines: Vec<_> = headers.get_all(header::SET_COOKIE).iter().filter_map(|line| line.to_str().ok()).collect();
    let cookie = |name: &str| lines.iter().find_map(|line| line.strip_prefix(name)?.strip_prefix('='));
    let (Some(session), Some(open)) = (cookie(SESSION_COOKIE), cookie(MARKER_COOKIE)) else {
        return Err("the exchange came through without its two cookies: something takes Set-Cookie away");
    };
    if !is_as_set(session, &["path=/", "secure", "httponly", "samesite=strict"])
        || !is_as_set(open, &["path=/", "secure", "samesite=strict"])
    {
        return Err(
            "the cookies came through changed, so that browsers won't keep them or scripts could read the session",
        );
    }
    Ok(Secret::new(session.split(';').next().unwrap_or_default().to_owned()))
}

/// Whether a cookie has these attributes and no other but its age.
fn is_as_set(cookie: &str, attributes: &[&str]) -> bool {
    let mut found: Vec<_> = cookie.split(';').skip(1).map(|attribute| attribute.trim().to_ascii_lowercase()).collect();
    found.retain(|attribute| !attribute.starts_with("max-age="));
    found.sort_unstable();
    let mut wanted = attributes.to_vec();
    wanted.sort_unstable();
    found == wanted
}
