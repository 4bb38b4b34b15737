//! The gateway's headers and rules as configurations of other servers. Each of these is tested: nginx and Caddy by the real
//! servers (`tests/all/files/static_hosts.rs`), `_headers` by the browser tests. Other hosts: `docs/static-hosting.md`.

use super::caching::{IMMUTABLE, LIKE_A_LINK, NO_STORE, NO_STORE_PAGE, REVALIDATE, REVALIDATE_PAGE};

/// Hashed file names, as a regular expression. Matches the same names as `cache_control_of_file` among those that Trunk
/// writes.
const HASHED_NAME: &str = r"-[0-9a-f]{13,16}(_[^/]*)?\.[^/]*$";

/// File names and texts: `security` headers on every response, `hashed` files immutable.
pub(crate) fn configurations(security: &[(&'static str, String)], hashed: &[&str]) -> Vec<(&'static str, String)> {
    vec![
        ("_headers", headers_file(security, hashed)),
        ("_redirects", "/* /index.html 200\n".to_owned()),
        ("nginx.conf", nginx(security)),
        ("Caddyfile", caddy(security)),
        ("README.txt", README.to_owned()),
    ]
}

const README: &str = "\
The portal as static files. Serve this folder at the root of an origin of its own, over https, on the same site as the
API that `apiBase` in config.json names. That API must set the session cookie and allow this origin with credentials.

  Netlify, Cloudflare Pages   _headers and _redirects are read from here
  nginx                       nginx.conf: include it in the http block and set server_name, certificates and root
  Caddy                       Caddyfile: set the name and root

Any other host must
- send the headers under /* in _headers with every response;
- answer paths that are no files and have no dot in their last segment with index.html, and missing files with 404;
- cache hashed files (-<16 hex digits>) as immutable, and config.json not at all;
- send no-transform in Cache-Control with every page: nothing may add or change scripts;
- not store pages whose URL may hold a session ID (`session`, `code` or pst in any case, or an escape), and not write that
  query to its log.
docs/static-hosting.md in the project's repository has untested settings for Vercel and Firebase.

Change config.json only through `portal-gateway export`: the config in index.html, brand.css, favicon.svg and the
Content-Security-Policy follow from it.
";

/// Netlify and Cloudflare Pages. Both join the values of a header that several rules set, so the rules for caching don't
/// overlap. Neither can match the query, so the page is never stored.
fn headers_file(security: &[(&'static str, String)], hashed: &[&str]) -> String {
    let mut text = "/*\n".to_owned();
    for (name, value) in security {
        text += &format!("  {name}: {value}\n");
    }
    let pages = ["/", "/index.html", "/keys", "/keys/*"].map(|path| (path, NO_STORE_PAGE));
    let hashed = hashed.iter().map(|path| (*path, IMMUTABLE));
    for (path, cache_control) in pages.into_iter().chain([("/config.json", NO_STORE)]).chain(hashed) {
        text += &format!("{path}\n  Cache-Control: {cache_control}\n");
    }
    text
}

/// nginx 1.19 and later. Both maps are evaluated when the headers are written, after `try_files`, which drops the query: hence
/// `$request_uri`, the URL of the request.
fn nginx(security: &[(&'static str, String)]) -> String {
    let headers: String =
        security.iter().map(|(name, value)| format!("    add_header {name} \"{value}\" always;\n")).collect();
    format!(
        r#"# For the http block, such as a file in /etc/nginx/conf.d/.
map $request_uri $portal_page {{
    "~*{LIKE_A_LINK}" "{NO_STORE_PAGE}";
    default "{REVALIDATE_PAGE}";
}}
map $uri $portal_caching {{
    "~{HASHED_NAME}" "{IMMUTABLE}";
    /config.json "{NO_STORE}";
    ~\.html$     $portal_page;
    default      "{REVALIDATE}";
}}
# Without the query, and without a path that is a damaged link: both may hold a session ID.
map $uri $portal_path {{
    "~*{LIKE_A_LINK}" "-";
    default $uri;
}}
log_format portal '$remote_addr [$time_local] "$request_method $portal_path" $status $body_bytes_sent';

server {{
    listen 443 ssl;
    server_name keys.example.com;
    ssl_certificate     /etc/ssl/keys.example.com.pem;
    ssl_certificate_key /etc/ssl/keys.example.com.key;
    root /srv/portal;
    access_log /var/log/nginx/portal.log portal;
    charset utf-8;

    # mime.types knows .wasm since nginx 1.21.
    gzip_static on;
    gzip_vary on;
    # With the module ngx_brotli:
    # brotli_static on;

{headers}    # Without "always": a hashed file that is missing in the middle of a deploy must not be remembered as missing.
    add_header Cache-Control $portal_caching;

    location ~ /\. {{ return 404; }}
    location ~ \.[^/]*$ {{ try_files $uri =404; }}
    location / {{ try_files $uri /index.html; }}
}}
"#
    )
}

/// Caddy 2.
fn caddy(security: &[(&'static str, String)]) -> String {
    let headers: String = security.iter().map(|(name, value)| format!("\t\t{name} \"{value}\"\n")).collect();
    format!(
        r#"keys.example.com {{
	root * /srv/portal

	map {{http.request.orig_uri}} {{portal_page}} {{
		"~(?i){LIKE_A_LINK}" "{NO_STORE_PAGE}"
		default "{REVALIDATE_PAGE}"
	}}
	# Only where it is there: one that is missing in the middle of a deploy must not be remembered as missing.
	@hashed {{
		path_regexp {HASHED_NAME}
		file
	}}
	@config path /config.json
	@file {{
		path_regexp \.[^/]*$
		not path_regexp {HASHED_NAME}
		not path /config.json /index.html
	}}
	@page not path_regexp \.[^/]*$
	@index path /index.html
	header @hashed Cache-Control "{IMMUTABLE}"
	header @config Cache-Control "{NO_STORE}"
	header @file Cache-Control "{REVALIDATE}"
	header @page Cache-Control {{portal_page}}
	header @index Cache-Control {{portal_page}}
	header {{
{headers}	}}

	@hidden path_regexp /\.
	handle @hidden {{
		respond 404
	}}
	handle @page {{
		try_files {{path}} /index.html
		file_server {{
			precompressed br gzip
		}}
	}}
	handle {{
		file_server {{
			precompressed br gzip
		}}
	}}
}}
"#
    )
}

#[cfg(test)]
mod tests {
    use portal_core::config::Config;

    use super::*;
    use crate::http::security_headers;

    #[test]
    fn every_configuration_has_every_header() {
        let security = security_headers(&Config::default(), true);
        for (file, text) in configurations(&security, &["/portal-0123456789abcdef.js"]) {
            if matches!(file, "README.txt" | "_redirects") {
                continue;
            }
            for (name, value) in &security {
                assert!(text.contains(name) && text.contains(value), "{file} lacks {name}");
            }
            assert!(text.contains("max-age=31536000, immutable") && text.contains("no-store"), "{file}");
        }
    }
}
