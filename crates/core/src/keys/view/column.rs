//! The columns of the key table. A column is one entry of the table below; its heading and, for a new kind of value,
//! its cell are in the portal's `src/`.

use portal_api::{DAY, Key, RateLimit, ServerTime};

use super::Direction;
use crate::config::ShowSettings;

/// What the portal knows of a column.
#[derive(Debug, Clone, Copy)]
pub struct ColumnSpec {
    /// Its name in the URL (`sort=name`) and in CSS classes. Links contain it: don't change it.
    pub url_name: &'static str,
    /// The direction in which a click on the heading sorts first.
    pub default_direction: Direction,
    /// Whether the config shows it.
    pub is_shown: fn(ShowSettings) -> bool,
    /// The value to show, to sort by and to export.
    pub value: ColumnValue,
}

/// How to get a column's value from a key. Its kind decides how it is sorted, shown and written to CSV.
#[derive(Debug, Clone, Copy)]
pub enum ColumnValue {
    /// The name, sorted without case and accents.
    Name,
    /// The key's first characters, sorted likewise.
    Start,
    /// [`Key::status`], which depends on the time.
    Status,
    /// A point in time.
    Time(fn(&Key) -> Option<ServerTime>),
    /// A number.
    Number(fn(&Key) -> Option<i64>),
    /// The rate limits, sorted by the strictest.
    RateLimits,
}

impl ColumnValue {
    /// Whether the order by this value changes as time passes.
    pub(super) const fn depends_on_time(self) -> bool {
        match self {
            Self::Status => true,
            Self::Name | Self::Start | Self::Time(_) | Self::Number(_) | Self::RateLimits => false,
        }
    }
}

/// Declares [`Column`], its order in the table and its specs, so that a column can't be missing in one of them.
macro_rules! columns {
    ($($(#[$doc:meta])* $column:ident: $spec:expr,)*) => {
        /// A column of the key table.
        ///
        /// ```
        /// use portal_core::{config::ShowSettings, keys::view::Column};
        ///
        /// let show = ShowSettings::default();
        /// let shown = Column::ALL.into_iter().filter(|column| column.is_shown(show));
        /// let names: Vec<_> = shown.map(Column::url_name).collect();
        /// assert_eq!(names, ["name", "key", "status", "created", "expires", "used"]);
        /// ```
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Column {
            $($(#[$doc])* $column,)*
        }

        impl Column {
            /// All columns, in the order of the table.
            pub const ALL: [Self; [$(stringify!($column)),*].len()] = [$(Self::$column),*];

            /// The column's entry.
            pub const fn spec(self) -> ColumnSpec {
                match self {
                    $(Self::$column => $spec,)*
                }
            }
        }
    };
}

columns! {
    /// The key's name.
    Name: ColumnSpec {
        url_name: "name",
        default_direction: Direction::Ascending,
        is_shown: |_| true,
        value: ColumnValue::Name,
    },
    /// The key's first characters.
    Start: ColumnSpec {
        url_name: "key",
        default_direction: Direction::Ascending,
        is_shown: |_| true,
        value: ColumnValue::Start,
    },
    /// Active, expired or disabled.
    Status: ColumnSpec {
        url_name: "status",
        default_direction: Direction::Ascending,
        is_shown: |_| true,
        value: ColumnValue::Status,
    },
    /// When the key was created.
    Created: ColumnSpec {
        url_name: "created",
        // The newest first.
        default_direction: Direction::Descending,
        is_shown: |_| true,
        value: ColumnValue::Time(|key| Some(key.created_at)),
    },
    /// When the key expires.
    Expires: ColumnSpec {
        url_name: "expires",
        // The next to expire first.
        default_direction: Direction::Ascending,
        is_shown: |_| true,
        value: ColumnValue::Time(|key| key.expires),
    },
    /// When the key was last used.
    LastUsed: ColumnSpec {
        url_name: "used",
        // The last used first.
        default_direction: Direction::Descending,
        is_shown: |_| true,
        value: ColumnValue::Time(|key| key.last_used_at),
    },
    /// Remaining credits.
    Credits: ColumnSpec {
        url_name: "credits",
        // The next to run out first.
        default_direction: Direction::Ascending,
        is_shown: |show| show.credits,
        value: ColumnValue::Number(|key| key.credits.as_ref()?.remaining),
    },
    /// How often the key may be used.
    RateLimits: ColumnSpec {
        url_name: "limits",
        default_direction: Direction::Ascending,
        is_shown: |show| show.rate_limits,
        value: ColumnValue::RateLimits,
    },
}

impl Column {
    /// See [`ColumnSpec::is_shown`].
    pub fn is_shown(self, show: ShowSettings) -> bool {
        (self.spec().is_shown)(show)
    }

    /// See [`ColumnSpec::default_direction`].
    pub const fn default_direction(self) -> Direction {
        self.spec().default_direction
    }

    /// See [`ColumnSpec::url_name`].
    pub const fn url_name(self) -> &'static str {
        self.spec().url_name
    }

    /// The column with this name in the URL.
    pub(super) fn from_url_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|column| column.url_name() == name)
    }
}

/// The strictest rate limit of a key, in uses per day.
pub(super) fn strictest_rate_limit(key: &Key) -> Option<i64> {
    let per_day = |limit: &RateLimit| limit.limit.saturating_mul(DAY) / limit.duration.max(1);
    key.ratelimits.iter().map(per_day).min()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_has_its_own_name_in_the_url() {
        for column in Column::ALL {
            assert_eq!(Column::from_url_name(column.url_name()), Some(column));
        }
        assert_eq!(Column::from_url_name("Name"), None);
    }
}
