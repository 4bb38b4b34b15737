//! The link of a session ID that was not exchanged yet: for loading the page anew, which forgets the ID.

use portal_api::ApiVersion;

use super::landing::Ticket;

/// `address` (path, query and fragment of this origin) with the session ID as the app's link has it.
///
/// ```
/// use portal_core::session::{landing::Landing, link::with_ticket};
///
/// let ticket = Landing::read("/", "?code=pst_1", "").ticket.unwrap();
/// assert_eq!(with_ticket("/keys?sort=name#top", &ticket), "/keys?sort=name&code=pst_1#top");
/// ```
pub fn with_ticket(address: &str, ticket: &Ticket) -> String {
    let (address, fragment) = address.find('#').map_or((address, ""), |at| address.split_at(at));
    let separator = if address.contains('?') { "&" } else { "?" };
    let parameter = if ticket.version == ApiVersion::Session { "session=" } else { "code=" };
    [address, separator, parameter, ticket.id.expose(), fragment].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::landing::Landing;

    #[test]
    fn the_page_finds_the_session_id_again_and_the_rest_of_the_address() {
        for (path, query, fragment) in [("/", "", ""), ("/keys", "?sort=name&q=a%20b", ""), ("/keys/key_1", "", "#top")]
        {
            for link in ["session=pst_a-B", "code=pst_a-B"] {
                let separator = if query.is_empty() { "?" } else { "&" };
                let landing = Landing::read(path, &format!("{query}{separator}{link}"), fragment);
                let (ticket, clean) = (landing.ticket.unwrap(), landing.clean_address.unwrap());
                assert_eq!(clean, format!("{path}{query}{fragment}"));
                assert_eq!(with_ticket(&clean, &ticket), format!("{path}{query}{separator}{link}{fragment}"));
            }
        }
    }
}
