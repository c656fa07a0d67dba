//! Where a page stands: its number and its size. As text it is the cursor that callers hand back.

use std::{fmt, str::FromStr};
use url::Url;

/// The largest page that Datto RMM gives, but for alerts, whose largest page is not documented.
pub const LARGEST: u32 = 250;

/// A list of more pages than this is a mistake: at 250 rows each it would have a million rows.
const MOST_PAGES: u64 = 4_000;

/// A page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Its number, from 0.
    pub page: u64,
    /// How many rows it has at most; none where the vendor decides.
    pub size: Option<u32>,
}

impl Place {
    /// Where to begin: `limit` rows, or what the cursor says; `Err` names the member at fault and why.
    pub fn begin(
        limit: Option<u32>,
        cursor: Option<&str>,
        usual: Option<u32>,
    ) -> Result<Self, (&'static str, String)> {
        if limit.is_some_and(|limit| !(1..=LARGEST).contains(&limit)) {
            return Err(("limit", format!("give a number from 1 to {LARGEST}")));
        }
        let Some(cursor) = cursor else {
            let size = limit.or(usual);
            return Ok(Self { page: 0, size });
        };
        let place: Self = cursor
            .parse()
            .map_err(|()| ("cursor", "give `next_cursor` as it was answered".to_owned()))?;
        // Page 3 begins elsewhere with another size.
        if limit.is_some() && limit != place.size {
            let why =
                "the pages of one list have one size: give the limit of the page before, or leave it out";
            return Err(("limit", why.to_owned()));
        }
        Ok(place)
    }

    /// The page after it, by the link that came with its rows; `Err` when that leads nowhere.
    ///
    /// The link says *that* there is a next page, and is not followed: it forgets the filters, and it is an address that an
    /// answer gave.
    pub fn next(self, link: Option<&str>, rows: usize) -> Result<Option<Self>, String> {
        let Some(link) = link.filter(|link| !link.trim().is_empty()) else {
            return Ok(None);
        };
        let next = self.page + 1;
        let told = Url::parse(link).ok().and_then(|url| {
            let page = url.query_pairs().find(|(name, _)| name == "page");
            page.and_then(|(_, number)| number.parse::<u64>().ok())
        });
        if rows == 0 {
            return Err(format!(
                "`pageDetails` (page {} is empty and another is to follow)",
                self.page
            ));
        }
        if told.is_some_and(|told| told != next) {
            let page = self.page;
            return Err(format!(
                "`pageDetails.nextPageUrl` (page {page} is not followed by page {next})"
            ));
        }
        if next >= MOST_PAGES {
            return Err(format!("`pageDetails` (more than {MOST_PAGES} pages)"));
        }
        Ok(Some(Self { page: next, ..self }))
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}x{}", self.page, self.size.unwrap_or_default())
    }
}

impl FromStr for Place {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (page, size) = text.trim().split_once('x').ok_or(())?;
        let page = page.parse().ok().filter(|page| *page < MOST_PAGES).ok_or(())?;
        let size: u32 = size.parse().map_err(|_| ())?;
        if size > LARGEST {
            return Err(());
        }
        Ok(Self {
            page,
            size: (size > 0).then_some(size),
        })
    }
}
