//! What requests share, made once at the start.

use std::{io, sync::Arc};

use portal_core::url::Origin;
use portal_upstream::{Upstream, system_roots};
use tokio::sync::Semaphore;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{
    assets::{Files, Site},
    clients::{ClientRules, RequestLimits},
    http::{Readiness, SecurityHeaders},
    proxy::{ApiProxy, Repeats},
    settings::Settings,
    telemetry::Throttle,
};

/// What requests share.
pub(super) struct ServerState {
    pub(super) site: Arc<Site>,
    pub(super) readiness: Arc<Readiness>,
    /// `None` where only files are served.
    pub(super) api: Option<Arc<ApiProxy>>,
    pub(super) public_origin: Origin,
    pub(super) security_headers: SecurityHeaders,
    pub(super) clients: Arc<ClientRules>,
}

impl ServerState {
    /// `tasks` tracks the requests that shutdown waits for, `ending` tells those that are left that it waits no longer. Behind a
    /// proxy a client's requests at a time take the place of its connections.
    ///
    /// # Errors
    /// The system's root certificates can't be loaded.
    pub(super) fn new(
        settings: &Settings,
        files: Files,
        clients: Arc<ClientRules>,
        tasks: &TaskTracker,
        ending: &CancellationToken,
    ) -> io::Result<Self> {
        let Settings { config, limits, public_origin, max_connections, .. } = settings;
        let connect = |origin| Upstream::new(origin, limits.upstream(), system_roots);
        let upstream = settings.upstream.clone().map(connect).transpose()?;
        Ok(Self {
            site: Arc::new(Site::new(files, config, settings.config_json.clone())),
            readiness: Arc::new(Readiness::new(upstream.clone(), limits.probe_cache)),
            api: upstream.map(|upstream| {
                Arc::new(ApiProxy {
                    public_origin: public_origin.clone(),
                    upstream,
                    show: config.show,
                    limits: *limits,
                    in_flight: Semaphore::new(*max_connections),
                    request_limits: RequestLimits::new(
                        settings.max_requests_per_client,
                        settings.max_connections_per_client,
                    ),
                    refusal_reports: Throttle::default(),
                    tasks: tasks.clone(),
                    ending: ending.clone(),
                    repeats: Arc::new(Repeats::new(limits.repeat_window, limits.max_known_requests)),
                })
            }),
            public_origin: public_origin.clone(),
            security_headers: SecurityHeaders::new(config, public_origin.is_https()),
            clients,
        })
    }
}
