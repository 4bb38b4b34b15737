//! Connections, and the report where there is none.

use std::io::Write;

use portal_core::url::Origin;
use portal_upstream::{Upstream, UpstreamError};

use crate::{advice::unreachable, plan::Plan, report::Report};

/// A client for `origin`, once a connection to it could be opened.
pub(crate) async fn connect(
    origin: &Origin,
    step: &'static str,
    plan: &Plan,
    report: &mut Report<impl Write>,
) -> Option<Upstream> {
    let upstream = match Upstream::new(origin.clone(), plan.limits, plan.load_roots) {
        Ok(upstream) => upstream,
        Err(error) => {
            report.problem(step, &unreachable::no_root_certificates(&error));
            return None;
        }
    };
    match upstream.connect().await {
        Ok(()) => Some(upstream),
        Err(error) => {
            report_unreachable(step, &error, origin, report);
            None
        }
    }
}

pub(crate) fn report_unreachable(
    step: &'static str,
    error: &UpstreamError,
    origin: &Origin,
    report: &mut Report<impl Write>,
) {
    report.problem(step, &unreachable::advice(error, origin));
}
