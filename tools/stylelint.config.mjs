// Lints of style/ and of the sandbox's own stylesheet.
import { fileURLToPath } from 'node:url';

const file = (path) => fileURLToPath(new URL(path, import.meta.url));

// Where custom properties come from. brand.css is the gateway's: a native test keeps this sample of it up to date.
const PORTAL = ['../style/tokens.css', '../crates/gateway/fixtures/brand.css'].map(file);

const unknownCustomProperties = (importFrom) => ({ 'csstools/value-no-unknown-custom-properties': [true, { importFrom }] });

export default {
  extends: ['stylelint-config-standard'],
  plugins: ['stylelint-value-no-unknown-custom-properties'],
  reportDescriptionlessDisables: true,
  reportInvalidScopeDisables: true,
  reportNeedlessDisables: true,
  rules: {
    // `@import "…"`: what esbuild bundles.
    'import-notation': 'string',
    // Names of fonts keep their capitals.
    'value-keyword-case': ['lower', { ignoreProperties: ['/^--font/'] }],
    'color-hex-length': 'long',
    // Empty lines group the tokens, and part a file's comment from its first rule's.
    'comment-empty-line-before': null,
    'custom-property-empty-line-before': null,
    // Compares selectors by their last part: in this order by topic, most of what it reports can't match the same element.
    'no-descending-specificity': null,
    // Safari knows it only with the prefix.
    'property-no-vendor-prefix': [true, { ignoreProperties: ['-webkit-text-size-adjust'] }],
  },
  overrides: [
    { files: [file('../style/*.css')], rules: unknownCustomProperties(PORTAL) },
    { files: [file('../crates/sandbox/**/*.css')], rules: unknownCustomProperties([]) },
  ],
};
