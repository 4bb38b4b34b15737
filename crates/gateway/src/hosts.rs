//! The gateway's headers and rules in the words of common static hosts.

use serde_json::{Value, json};

use crate::caching::{ASK, IMMUTABLE, LANDING, NEVER};

/// A hashed file's name as a regular expression; says the same as `caching::of_file` for names that Trunk writes.
const HASHED: &str = r"-[0-9a-f]{16}(_[^/]*)?\.[^/]*$";

/// File names and texts: `security` on every answer, `hashed` files kept for ever.
pub(crate) fn files(security: &[(&'static str, String)], hashed: &[&str]) -> Vec<(&'static str, String)> {
    vec![
        ("_headers", headers_file(security, hashed)),
        ("_redirects", "/* /index.html 200\n".to_owned()),
        ("nginx.conf", nginx(security)),
        ("Caddyfile", caddy(security)),
        ("vercel.json", pretty(&vercel(security, hashed))),
        ("firebase.json", pretty(&firebase(security, hashed))),
        ("README.txt", README.to_owned()),
    ]
}

const README: &str = "\
The portal as static files. Serve this folder at the root of an origin of its own, over https, on the same site as the
API that `apiBase` in config.json names; that API has to set the session cookie and to allow this origin with credentials.

  Netlify, Cloudflare Pages   _headers and _redirects are read from here
  nginx                       nginx.conf: include it in the http block and set server_name, certificates and root
  Caddy                       Caddyfile: set the name and root
  Vercel, Firebase            vercel.json, firebase.json

Another host must: send the headers that stand in _headers with every answer; answer addresses that are no files and have
no dot in their last part with index.html, and missing files with 404; keep hashed files for ever and config.json not at all;
and not store pages whose query has `session` or `code`, nor write that query to its log.

Change config.json only through `portal-gateway export`: brand.css and the Content-Security-Policy follow from it.
";

/// Netlify and Cloudflare Pages. Both join the values of a header that several rules give, so the rules for caching don't
/// overlap; neither can look at the query, so the landing address is never stored.
fn headers_file(security: &[(&'static str, String)], hashed: &[&str]) -> String {
    let mut text = "/*\n".to_owned();
    for (name, value) in security {
        text += &format!("  {name}: {value}\n");
    }
    let never = ["/", "/index.html", "/config.json"].map(|path| (path, NEVER));
    for (path, caching) in never.into_iter().chain(hashed.iter().map(|path| (*path, IMMUTABLE))) {
        text += &format!("{path}\n  Cache-Control: {caching}\n");
    }
    text
}

/// nginx 1.19 and later. Both maps are looked at when the headers are written: after
/// `try_files` has chosen, which also drops the query: hence `$request_uri`, the address as it was asked for.
fn nginx(security: &[(&'static str, String)]) -> String {
    let headers: String =
        security.iter().map(|(name, value)| format!("    add_header {name} \"{value}\" always;\n")).collect();
    let landing = LANDING.join("|");
    format!(
        r#"# For the http block, such as a file in /etc/nginx/conf.d/.
map $request_uri $portal_page {{
    "~[?&]({landing})(=|&|$)" "{NEVER}";
    default "{ASK}";
}}
map $uri $portal_caching {{
    "~{HASHED}" "{IMMUTABLE}";
    /config.json "{NEVER}";
    ~\.html$     $portal_page;
    default      "{ASK}";
}}
# Without the query: it may hold a session ID.
log_format portal '$remote_addr [$time_local] "$request_method $uri" $status $body_bytes_sent';

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
    let arguments: String = LANDING.iter().map(|name| format!("{{query.{name}}}")).collect();
    format!(
        r#"keys.example.com {{
	root * /srv/portal

	map "{arguments}" {{portal_page}} {{
		~.+ "{NEVER}"
		default "{ASK}"
	}}
	# Only where it is there: one that is missing in the middle of a deploy must not be remembered as missing.
	@hashed {{
		path_regexp {HASHED}
		file
	}}
	@config path /config.json
	@file {{
		path_regexp \.[^/]*$
		not path_regexp {HASHED}
		not path /config.json /index.html
	}}
	@page not path_regexp \.[^/]*$
	@index path /index.html
	header @hashed Cache-Control "{IMMUTABLE}"
	header @config Cache-Control "{NEVER}"
	header @file Cache-Control "{ASK}"
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

fn vercel(security: &[(&'static str, String)], hashed: &[&str]) -> Value {
    let mut headers = vec![json!({"source": "/(.*)", "headers": pairs(security)})];
    for name in LANDING {
        headers.push(json!({"source": "/(.*)", "has": [{"type": "query", "key": name}], "headers": caching(NEVER)}));
    }
    headers.push(json!({"source": "/config.json", "headers": caching(NEVER)}));
    headers.extend(hashed.iter().map(|path| json!({"source": path, "headers": caching(IMMUTABLE)})));
    json!({"headers": headers, "rewrites": [{"source": "/((?!.*\\.).*)", "destination": "/index.html"}]})
}

/// Firebase can't look at the query, so pages are never stored.
fn firebase(security: &[(&'static str, String)], hashed: &[&str]) -> Value {
    let mut headers = vec![json!({"source": "**", "headers": pairs(security)})];
    headers.push(json!({"regex": r"^/([^.]*|index\.html|config\.json)$", "headers": caching(NEVER)}));
    headers.extend(hashed.iter().map(|path| json!({"source": path, "headers": caching(IMMUTABLE)})));
    json!({"hosting": {
        "public": ".",
        "ignore": ["firebase.json", "vercel.json", "nginx.conf", "Caddyfile", "README.txt", "**/.*"],
        "headers": headers,
        "rewrites": [{"regex": "^/[^.]*$", "destination": "/index.html"}],
    }})
}

fn pairs(headers: &[(&'static str, String)]) -> Vec<Value> {
    headers.iter().map(|(name, value)| json!({"key": name, "value": value})).collect()
}

fn caching(value: &str) -> Value {
    json!([{"key": "Cache-Control", "value": value}])
}

fn pretty(value: &Value) -> String {
    // A Value can always be written.
    serde_json::to_string_pretty(value).unwrap_or_default() + "\n"
}

#[cfg(test)]
mod tests {
    use portal_core::config::Config;

    use super::*;
    use crate::headers;

    #[test]
    fn every_host_sends_every_header() {
        let security = headers::security(&Config::default(), true);
        for (file, text) in files(&security, &["/portal-0123456789abcdef.js"]) {
            if matches!(file, "README.txt" | "_redirects") {
                continue;
            }
            for (name, value) in &security {
                assert!(text.contains(name) && text.contains(value), "{file} lacks {name}");
            }
            assert!(text.contains("max-age=31536000, immutable") && text.contains("no-store"), "{file}");
        }
    }

    #[test]
    fn the_hosts_of_json_can_read_their_files() {
        let files = files(&headers::security(&Config::default(), true), &["/portal-0123456789abcdef.js"]);
        let read = files.iter().filter(|(file, _)| file.ends_with(".json"));
        let read: Vec<Value> = read.map(|(_, text)| serde_json::from_str(text).unwrap()).collect();
        assert_eq!(read.len(), 2);
    }
}
