//! Whose keys a list holds.

use portal_api::Key;

use crate::{invisible::is_blank, plain_text::is_plain};

/// The account that all rows of a list name, by `identity.externalId`.
///
/// ```
/// use portal_core::keys::list::Account;
///
/// let mut account = Account::default();
/// account.add(Some("user_1"));
/// account.add(Some("user_1"));
/// assert_eq!(account.name(), Some("user_1"));
/// account.add(None);
/// assert_eq!(account.name(), None);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Account {
    /// There were no rows.
    #[default]
    Unknown,
    /// All rows name this one.
    Is(String),
    /// Rows disagree, or one names none.
    Unclear,
}

impl Account {
    /// The account of these rows.
    pub fn of<'a>(keys: impl IntoIterator<Item = &'a Key>) -> Self {
        let mut account = Self::default();
        for key in keys {
            account.add(key.identity.as_ref().and_then(|owner| owner.external_id.as_deref()));
        }
        account
    }

    /// Adds a row that names this account. A name that can't be shown as it is counts as none.
    pub fn add(&mut self, external_id: Option<&str>) {
        match (&self, external_id.filter(|id| !is_blank(id) && is_plain(id))) {
            (Self::Unknown, Some(id)) => *self = Self::Is(id.to_owned()),
            (Self::Is(name), Some(id)) if name == id => {}
            _ => *self = Self::Unclear,
        }
    }

    /// The account, if it is certain.
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::Is(name) => Some(name),
            Self::Unknown | Self::Unclear => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(rows: &[Option<&str>]) -> Option<String> {
        let mut account = Account::default();
        rows.iter().for_each(|row| account.add(*row));
        account.name().map(str::to_owned)
    }

    #[test]
    fn only_an_account_that_all_rows_name_is_one() {
        assert_eq!(name(&[Some("a")]).as_deref(), Some("a"));
        assert_eq!(name(&[Some("a"), Some("a")]).as_deref(), Some("a"));
        for rows in [
            &[][..],
            &[None],
            &[Some("")],
            &[Some(" ")],
            &[Some("\u{301}")],
            &[Some("a\u{202e}b")],
            &[Some("a"), None],
            &[None, Some("a")],
            &[Some("a"), Some("b")],
        ] {
            assert_eq!(name(rows), None, "{rows:?}");
        }
    }

    #[test]
    fn a_doubt_is_never_taken_back() {
        assert_eq!(name(&[Some("a"), Some("b"), Some("a"), Some("a")]), None);
        assert_eq!(name(&[Some("a"), None, Some("a")]), None);
    }
}
