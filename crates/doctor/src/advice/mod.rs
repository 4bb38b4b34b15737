//! What is wrong and what to do, for every way in which a step can fail. The API's errors are distinguished by their
//! meaning and name.

pub(crate) mod create_session;
pub(crate) mod root_key_permissions;
pub(crate) mod unreachable;

use portal_api::{Cause, Failure};
use portal_core::url::{Origin, WebUrl};

/// What is wrong, and what to do about it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Advice {
    pub(crate) what: String,
    pub(crate) what_to_do: String,
}

impl Advice {
    pub(crate) fn new(what: impl Into<String>, what_to_do: impl Into<String>) -> Self {
        Self { what: what.into(), what_to_do: what_to_do.into() }
    }
}

pub(crate) const FIX_CONFIG: &str =
    "correct it: with a mistake in its config the gateway doesn't start (config.schema.json has all settings)";

pub(crate) const SET_CLOCK: &str = "set the clock of the machine that is wrong, mostly this one (where systemd runs: timedatectl \
     set-ntp true). Sessions last by the API's clock, but certificates are checked and log lines dated by this one";

pub(crate) fn url_on_this_machine(setting: &str, url: &WebUrl) -> Advice {
    Advice::new(
        format!("`{setting}` is {url}: for a user that is the user's own machine"),
        "name the app's address as users know it, with https",
    )
}

pub(crate) fn no_date() -> Advice {
    Advice::new(
        "the API's answer came without its Date header, by which sessions are timed",
        "look for a proxy between this machine and the API that takes it away",
    )
}

pub(crate) fn accepts_any_session_id(origin: &Origin) -> Advice {
    Advice::new(
        format!("{origin} opened a session for something that was never a session ID"),
        "name the API's own origin, such as https://api.unkey.com: this is something else, a stand-in for tests perhaps",
    )
}

pub(crate) fn no_token() -> Advice {
    Advice::new(
        "the API opened a session, but gave no token for the cookie",
        "if this API sets the cookie itself, leave --upstream out and name the API in the config's `apiBase`; if it is \
         another gateway, name the API behind that one",
    )
}

pub(crate) fn invalid_token() -> Advice {
    Advice::new(
        "the token that the API gave can't be a cookie's value (it is not 1 to 512 of letters, digits, _ and -)",
        "look whether something between this machine and the API changes answers; otherwise report it to the API's makers",
    )
}

pub(crate) fn already_expired() -> Advice {
    Advice::new(
        "the session that the API opened is over already by the API's own clock",
        "look whether something between this machine and the API stores answers, or changes their Date",
    )
}

pub(crate) fn no_code() -> Advice {
    Advice::new(
        "the API created a session, but the link that came with it has no ?code=, the only place of the one-time code",
        "look whether something between this machine and the API changes answers; otherwise report it to the API's makers",
    )
}

/// The exchange of a session ID that had only just been made failed.
pub(crate) fn exchange(failure: &Failure, origin: &Origin) -> Advice {
    if failure.cause == Cause::SessionEnded && failure.from_api {
        return Advice::new(
            format!("the API refused a session ID that it had only just made {}", details(failure)),
            "look whether something between this machine and the API sends requests twice, or to several APIs in turn; run \
             the check again",
        );
    }
    general(failure, origin)
}

/// The list failed, though the exchange before it succeeded.
pub(crate) fn list(failure: &Failure, origin: &Origin) -> Advice {
    let details = details(failure);
    match failure.cause {
        Cause::NoSession => Advice::new(
            format!("the exchange succeeded, but the session's cookie did not arrive with the next request {details}"),
            "look for a proxy or firewall between this machine and the API that takes the Cookie header away, and let it pass",
        ),
        Cause::SessionEnded if failure.from_api => Advice::new(
            format!("the API refused a session that it had only just opened {details}"),
            "look whether something between this machine and the API changes the Cookie header, or sends requests to several \
             APIs in turn",
        ),
        Cause::NotAllowed => Advice::new(
            format!("the session may not list keys {details}"),
            "let your backend ask for keys:read when it makes a session (here: --permissions). Without it, users see no keys",
        ),
        _ => general(failure, origin),
    }
}

/// Failures that any request can have.
pub(crate) fn general(failure: &Failure, origin: &Origin) -> Advice {
    let details = details(failure);
    let is_gateway = failure.code.as_ref().is_some_and(|code| code.is_of("gateway"));
    match failure.status {
        _ if is_gateway => Advice::new(
            format!("{origin} is a portal gateway, not the API {details}"),
            "name the API's own origin in --upstream, such as https://api.unkey.com",
        ),
        _ if failure.cause == Cause::PortalDisabled => {
            Advice::new(format!("the portal or its workspace is switched off {details}"), "switch it on at the API")
        }
        Some(400 | 401) if failure.cause == Cause::Misconfigured && failure.from_api => Advice::new(
            format!(
                "the API got an Authorization header where a session belongs, and refused it {details}: a root key is for \
                 createSession alone"
            ),
            "look for a proxy between this machine and the API that adds one (a root key to every request, mostly), and take \
             that out",
        ),
        Some(status @ 200..=299) => Advice::new(
            format!("{origin} answered with success ({status}), but not as the API does"),
            "look whether this is the API's origin: another service, a sign-in page of the network or a proxy's page \
             answers like this",
        ),
        Some(300..=399) => Advice::new(
            format!("{origin} answered with a redirect {details}, which the gateway never follows"),
            "name the API's own origin, without www. and with https",
        ),
        Some(429) if !failure.from_api => Advice::new(
            format!("something in front of the API limits how often it may be asked {details}"),
            "wait a minute, then check again; if it stays so, raise the limit of what stands between this machine and the API",
        ),
        Some(429) => Advice::new(
            format!("the API's rate limit is used up {details}"),
            match failure.wait_s {
                Some(seconds) => {
                    format!("wait {seconds} s, then check again. All users of the workspace share the limit")
                }
                None => "wait a minute, then check again. All users of the workspace share the limit".to_owned(),
            },
        ),
        Some(404 | 405) => Advice::new(
            format!("{origin} has no routes of the portal API {details}"),
            "name the API's own origin, such as https://api.unkey.com; the API must be one with a portal",
        ),
        Some(408 | 500..) if !failure.from_api => Advice::new(
            format!("something in front of the API failed, or its edge did {details}"),
            "try again in a minute; if it stays so, look at what stands between this machine and the API",
        ),
        Some(400..=499) if !failure.from_api => Advice::new(
            format!("something in front of the API refused {details}: a firewall, a proxy, an edge"),
            "let POST requests to /v2/portal.* pass there, without a sign-in of its own",
        ),
        Some(408 | 500..) => Advice::new(
            format!("the API failed {details}"),
            "try again in a minute; if it stays so, tell the API's support the request id",
        ),
        _ => Advice::new(
            format!("the API refused {details}"),
            "tell the API's support the request id, with the version of this gateway",
        ),
    }
}

/// What support asks for: status, error code, request id and the API's message, in parentheses.
pub(crate) fn details(failure: &Failure) -> String {
    let status = failure.status.map(|status| status.to_string());
    let request_id = failure.request_id.as_ref().map(ToString::to_string);
    let detail = Some(&failure.detail).filter(|detail| !detail.is_empty()).map(|detail| format!("\"{detail}\""));
    let parts: Vec<_> = [status, failure.code.as_ref().map(|code| code.as_str().to_owned()), request_id, detail]
        .into_iter()
        .flatten()
        .collect();
    format!("({})", parts.join(", "))
}
