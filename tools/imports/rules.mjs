// The import rules of the architecture, as data for tools/check-imports. Change them together with docs/ARCHITECTURE.md.

/** Which crates of the workspace a crate may depend on. Each crate has a line. */
export const crates = {
  'portal-api': [],
  'portal-core': ['portal-api'],
  portal: ['portal-core', 'portal-api'],
  'portal-upstream': ['portal-core', 'portal-api'],
  'portal-gateway': ['portal-core', 'portal-api', 'portal-upstream', 'portal-doctor'],
  'portal-doctor': ['portal-core', 'portal-api', 'portal-upstream'],
  'portal-sandbox': ['portal-api'],
};

/** Crates that the tests of a crate may depend on as well. */
export const testCrates = { 'portal-doctor': ['portal-gateway'] };

/** What decides without a browser and without a network depends on neither. */
const PURE = ['web-sys', 'js-sys', 'wasm-bindgen', 'wasm-bindgen-futures', 'tokio', 'hyper'];
export const forbiddenDependencies = { 'portal-api': PURE, 'portal-core': PURE };

/**
 * Crates that only some folders of a crate may name. The doctor handles a root key: of the gateway, its command line alone may
 * call it, not the code that serves requests.
 */
export const onlyIn = [{ crate: 'portal-gateway', dependency: 'portal_doctor', folders: ['cli', 'main.rs'] }];

/**
 * Which folders below `src/` a folder may import; a file directly in `src/` counts as a folder of its name. Crates that are
 * not listed have no such rules. `node tools/check-imports.mjs --print` prints this table as the code is.
 */
export const folders = {
  portal: {
    'app.rs': ['browser', 'keys', 'keys/rotation', 'keys/store', 'lazy', 'lazy/rotations', 'lazy/screens', 'lazy/tools', 'routes.rs', 'session', 'shell', 'text', 'ui'],
    'client.rs': ['browser'],
    keys: ['browser', 'keys/store', 'session', 'text', 'ui'],
    'keys/list': ['browser', 'keys', 'keys/list_state', 'keys/rotation', 'keys/store', 'lazy/tools', 'session', 'text', 'ui'],
    'keys/list_state': ['browser', 'keys/rotation', 'keys/store', 'text', 'ui'],
    'keys/rotation': ['browser', 'keys/store', 'session', 'text', 'text/rotation', 'ui'],
    'keys/store': ['browser', 'session', 'ui'],
    lazy: ['browser', 'text', 'ui'],
    'lazy/details': ['browser', 'keys', 'keys/rotation', 'keys/store', 'lazy', 'session', 'text', 'text/rotation', 'ui'],
    'lazy/rotate': ['browser', 'lazy', 'lazy/rotate/choice', 'lazy/rotate/dialog', 'lazy/rotate/secret', 'lazy/rotations/state', 'session', 'text/rotation', 'ui'],
    'lazy/rotate/choice': ['browser', 'keys', 'lazy/rotate/dialog', 'session', 'text', 'text/rotation', 'ui'],
    'lazy/rotate/dialog': ['browser', 'keys/store', 'lazy/rotate/secret', 'lazy/rotations/state', 'session', 'text', 'text/rotation', 'ui'],
    'lazy/rotate/secret': ['browser', 'session', 'text', 'text/rotation', 'ui'],
    'lazy/rotations': ['browser', 'keys/rotation', 'keys/store', 'lazy', 'lazy/rotate', 'lazy/rotations/notices', 'lazy/rotations/state', 'text/rotation', 'ui'],
    'lazy/rotations/notices': ['browser', 'keys', 'keys/store', 'lazy/rotations/state', 'session', 'text', 'text/rotation', 'ui'],
    'lazy/rotations/state': ['browser', 'keys/rotation', 'keys/store', 'session', 'ui'],
    'lazy/screens': ['browser', 'lazy', 'session', 'text', 'ui'],
    'lazy/tools': ['browser', 'keys', 'keys/list_state', 'keys/rotation', 'keys/store', 'lazy', 'lazy/details', 'session', 'text', 'ui'],
    'main.rs': ['app.rs', 'browser'],
    'routes.rs': ['keys/list', 'lazy/details', 'lazy/tools', 'session', 'text', 'ui'],
    session: ['browser', 'client.rs', 'text', 'ui'],
    shell: ['browser', 'keys/store', 'session', 'text', 'ui'],
    text: ['browser'],
    'text/rotation': ['browser', 'text'],
    ui: ['browser', 'text'],
  },
};
