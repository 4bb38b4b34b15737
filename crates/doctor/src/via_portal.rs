//! The steps through the portal's origin, as a browser goes: finds proxies in front of the running gateway that remove
//! headers or cookies.

use std::io::Write;

use http::{HeaderMap, header};
use portal_api::{ApiVersion, Failure, Secret};
use portal_core::{
    session::cookies::{MARKER_COOKIE, SESSION_COOKIE},
    url::Origin,
};
use portal_upstream::{API_UNREACHABLE, SessionToken, Upstream};

use crate::{
    advice::{self, Advice},
    api_calls::{self, Client, UNKNOWN_SESSION_ID, is_api_error},
    connection::{connect, report_unreachable},
    plan::Plan,
    report::Report,
    session::count,
    step_names::{COOKIES, PORTAL},
};

/// The portal's origin, once a gateway answered there.
pub(crate) struct Portal {
    client: Upstream,
    origin: Origin,
}

/// What to do in nearly every case.
const FORWARD_UNCHANGED: &str = "let the proxy hand everything to the gateway, and headers on as they are, both ways";

/// Whether requests of the portal's pages reach the gateway, and its responses come back.
pub(crate) async fn reach(
    origin: &Origin,
    plan: &Plan,
    version: ApiVersion,
    report: &mut Report<impl Write>,
) -> Option<Portal> {
    let client = connect(origin, PORTAL, plan, report).await?;
    let id = Secret::new(UNKNOWN_SESSION_ID.to_owned());
    let reply = match api_calls::exchange(&client, version, &id, &Client::Browser(origin.clone())).await {
        Ok((_, reply)) => reply,
        Err(error) => {
            report_unreachable(PORTAL, &error, origin, report);
            return None;
        }
    };
    match &reply.meaning {
        Err(failure) if is_api_error(failure, "portal_session_not_found") => {}
        Ok(_) => {
            report.problem(PORTAL, &advice::accepts_any_session_id(origin));
            return None;
        }
        Err(failure) => {
            report.problem(PORTAL, &refusal_advice(failure, origin));
            return None;
        }
    }
    if !reply.headers.contains_key(header::CONTENT_SECURITY_POLICY) {
        report.problem(
            PORTAL,
            &Advice::new(
                "an answer came through the portal's origin without the gateway's headers: either the proxy sends /v2/ to \
                 the API itself, past the gateway, or it takes headers away",
                FORWARD_UNCHANGED,
            ),
        );
        return None;
    }
    report.ok(PORTAL, &format!("{origin} hands requests on to the gateway, and its answers back"));
    Some(Portal { client, origin: origin.clone() })
}

fn refusal_advice(failure: &Failure, origin: &Origin) -> Advice {
    if is_api_error(failure, "cross_site") {
        return Advice::new(
            format!(
                "the gateway took a request of the portal's own page for another site's: neither Sec-Fetch-Site nor an \
                 Origin of {origin} arrived"
            ),
            format!("{FORWARD_UNCHANGED}; and look whether the gateway was started with this --public-origin"),
        );
    }
    if is_api_error(failure, "unsupported_media_type") {
        return Advice::new("the request's Content-Type did not arrive", FORWARD_UNCHANGED);
    }
    if is_api_error(failure, "length_required") {
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
    if is_gateways || *failure.detail == *API_UNREACHABLE {
        return Advice::new(
            format!("the gateway at {origin} can't speak to the API as this check could {}", advice::details(failure)),
            "look at that gateway's --upstream, and at its log",
        );
    }
    advice::exchange(failure, origin)
}

impl Portal {
    /// Exchanges a session ID as a browser does, and lists keys with the cookie.
    pub(crate) async fn open(&self, version: ApiVersion, id: &Secret, report: &mut Report<impl Write>) -> Option<()> {
        let browser = Client::Browser(self.origin.clone());
        let reply = match api_calls::exchange(&self.client, version, id, &browser).await {
            Ok((_, reply)) => reply,
            Err(error) => {
                report_unreachable(COOKIES, &error, &self.origin, report);
                return None;
            }
        };
        let exchanged = match reply.meaning {
            Ok(answer) => answer.data,
            Err(failure) => {
                report.problem(COOKIES, &refusal_advice(&failure, &self.origin));
                return None;
            }
        };
        if let Some(token) = &exchanged.token {
            report.hide(token);
            report.problem(
                COOKIES,
                &Advice::new(
                    "the session's token came down to the browser: the proxy sends /v2/ to the API itself, past the gateway",
                    FORWARD_UNCHANGED,
                ),
            );
            return None;
        }
        let token = match session_cookie(&reply.headers) {
            Ok(token) => token,
            Err(wrong) => {
                report.problem(COOKIES, &Advice::new(wrong, FORWARD_UNCHANGED));
                return None;
            }
        };
        report.hide(&token);
        let token = SessionToken::new(token)?;
        match api_calls::list(&self.client, &browser, &token).await {
            Ok(Ok(answer)) => report.ok(COOKIES, &format!("come and go as they should: {}", count(&answer))),
            Ok(Err(failure)) if is_api_error(&failure, "portal_token_missing") => report.problem(
                COOKIES,
                &Advice::new(
                    "the session's cookie did not arrive at the gateway with the next request",
                    FORWARD_UNCHANGED,
                ),
            ),
            Ok(Err(failure)) => report.problem(COOKIES, &advice::list(&failure, &self.origin)),
            Err(error) => report_unreachable(COOKIES, &error, &self.origin, report),
        }
        Some(())
    }
}

/// The session token from `Set-Cookie`, if both cookies have the attributes that the gateway sets.
fn session_cookie(headers: &HeaderMap) -> Result<Secret, &'static str> {
    let lines: Vec<_> = headers.get_all(header::SET_COOKIE).iter().filter_map(|line| line.to_str().ok()).collect();
    let cookie = |name: &str| lines.iter().find_map(|line| line.strip_prefix(name)?.strip_prefix('='));
    let (Some(session), Some(open)) = (cookie(SESSION_COOKIE), cookie(MARKER_COOKIE)) else {
        return Err("the exchange came through without its two cookies: something takes Set-Cookie away");
    };
    if !has_attributes(session, &["path=/", "secure", "httponly", "samesite=strict"])
        || !has_attributes(open, &["path=/", "secure", "samesite=strict"])
    {
        return Err(
            "the cookies came through changed, so that browsers won't keep them or scripts could read the session",
        );
    }
    Ok(Secret::new(session.split(';').next().unwrap_or_default().to_owned()))
}

/// Whether a cookie has exactly these attributes, apart from `Max-Age`.
fn has_attributes(cookie: &str, attributes: &[&str]) -> bool {
    let mut found: Vec<_> = cookie.split(';').skip(1).map(|attribute| attribute.trim().to_ascii_lowercase()).collect();
    found.retain(|attribute| !attribute.starts_with("max-age="));
    found.sort_unstable();
    let mut wanted = attributes.to_vec();
    wanted.sort_unstable();
    found == wanted
}
