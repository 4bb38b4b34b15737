//! The app's one page.

use portal_api::Permission;

/// Users with a radio button and its description; any other can be typed.
const USERS: [(&str, &str); 3] =
    [("user_123", "a dozen keys of every kind"), ("user_none", "no keys"), ("user_many", "10,000 keys")];

/// What the page shows.
pub(super) struct Page<'a> {
    /// The user who is signed in.
    pub(super) user: &'a str,
    /// The permissions that can be ticked.
    pub(super) offered: &'a [Permission],
    /// The permissions that are ticked.
    pub(super) permissions: &'a [Permission],
    /// A message above the form.
    pub(super) notice: Option<String>,
}

impl Page<'_> {
    /// The page as HTML.
    pub(super) fn html(&self) -> String {
        let user = self.user;
        let users: String = USERS
            .iter()
            .map(|(name, description)| {
                let checked = if *name == user { " checked" } else { "" };
                format!(r#"<label><input type="radio" name="user" value="{name}"{checked}> <b>{name}</b> <span>{description}</span></label>"#)
            })
            .collect();
        let permissions: String = self
            .offered
            .iter()
            .map(|permission| {
                let checked = if self.permissions.contains(permission) { " checked" } else { "" };
                let name = permission.name();
                format!(r#"<label><input type="checkbox" name="permission" value="{name}"{checked}> <code>{name}</code></label>"#)
            })
            .collect();
        let is_listed = USERS.iter().any(|(name, _)| *name == user);
        let other = if is_listed { String::new() } else { escape(user) };
        let notice =
            self.notice.as_ref().map(|notice| format!(r#"<p class="notice" role="status">{}</p>"#, escape(notice)));
        format!(
            r#"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Acme</title>
<link rel="stylesheet" href="/app.css">
</head>
<body>
<main>
<h1>Acme</h1>
<p>You are signed in as <b>{}</b>. This page stands in for an app whose users have API keys.</p>
{}
<form method="post" action="/open">
<fieldset><legend>User</legend>{users}
<label class="other"><span>Another user (has three keys)</span> <input type="text" name="other" value="{other}" maxlength="256" autocomplete="off" spellcheck="false"></label>
</fieldset>
<fieldset><legend>Permissions of the session</legend>{permissions}</fieldset>
<button type="submit">Open my API keys</button>
</form>
</main>
</body>
</html>
"#,
            escape(user),
            notice.unwrap_or_default(),
        )
    }
}

/// Escapes text for HTML, attribute values in double quotes included.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_in_a_user_name_and_in_a_notice_is_escaped() {
        let page = Page { user: "\"><script>", offered: &[], permissions: &[], notice: Some("<b>".to_owned()) };
        let html = page.html();
        assert!(!html.contains("<script>") && html.contains("&quot;&gt;&lt;script&gt;") && html.contains("&lt;b&gt;"));
    }
}
