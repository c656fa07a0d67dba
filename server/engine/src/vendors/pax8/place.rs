//! Where a page stands: its number, from 0, and its size. As text it is the cursor that callers hand back.

use super::model::Standing;
use std::{fmt, str::FromStr};

/// The largest page that Pax8 gives.
pub const LARGEST: u32 = 200;

/// More pages than this are not read in one call: a list that long does not end.
const LAST: u32 = 5_000;

/// A page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Its number, from 0.
    pub number: u32,
    /// How many rows it has at most.
    pub size: u32,
}

impl Place {
    /// Where to begin: `limit` rows, or what the cursor says; `Err` names the member at fault and why.
    ///
    /// A cursor keeps the size that it was made with, for page 3 begins elsewhere with another size.
    pub fn begin(limit: Option<u32>, cursor: Option<&str>) -> Result<Self, (&'static str, String)> {
        if limit.is_some_and(|limit| !(1..=LARGEST).contains(&limit)) {
            return Err(("limit", format!("give a number from 1 to {LARGEST}")));
        }
        let Some(cursor) = cursor else {
            return Ok(Self {
                number: 0,
                size: limit.unwrap_or(LARGEST),
            });
        };
        let place: Self = cursor
            .parse()
            .map_err(|()| ("cursor", "give `next_cursor` as it was answered".to_owned()))?;
        match limit {
            Some(limit) if limit != place.size => {
                let size = place.size;
                Err((
                    "limit",
                    format!("this cursor was made with a limit of {size}: give the same"),
                ))
            }
            _ => Ok(place),
        }
    }

    /// The page after it, by what its answer says, or by its rows when that says nothing; `Err` when it leads nowhere.
    pub fn next(self, standing: Option<Standing>, rows: usize) -> Result<Option<Self>, String> {
        let standing = standing.unwrap_or_default();
        if let Some(number) = standing.number.filter(|number| *number != u64::from(self.number)) {
            return Err(format!(
                "`page.number` (page {} was asked for, {number} came)",
                self.number
            ));
        }
        let number = self.number + 1;
        let is_last = match standing.total_pages {
            Some(pages) => u64::from(number) >= pages,
            None => rows < self.size as usize,
        };
        if is_last {
            Ok(None)
        } else if rows == 0 {
            Err(format!(
                "`content` (page {} is empty and is not the last)",
                self.number
            ))
        } else if number >= LAST {
            Err(format!("`page.totalPages` (more than {LAST} pages)"))
        } else {
            Ok(Some(Self { number, ..self }))
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}x{}", self.number, self.size)
    }
}

impl FromStr for Place {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (number, size) = text.trim().split_once('x').ok_or(())?;
        let (number, size) = (number.parse().map_err(|_| ())?, size.parse().map_err(|_| ())?);
        let is_known = number < LAST && (1..=LARGEST).contains(&size);
        is_known.then_some(Self { number, size }).ok_or(())
    }
}
