//! Where a page stands: its number and its size. As text it is the cursor that callers hand back.

use super::model::Next;
use std::{fmt, str::FromStr};

/// The largest page that IT Glue gives.
pub const LARGEST: u64 = 1_000;

/// A page of this size or less is not made lighter: IT Glue's own default is 50, so what chokes on less is an outage.
const LIGHT: u64 = 50;

/// A page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Its number, from 1.
    pub number: u64,
    /// How many rows it has at most.
    pub size: u64,
}

impl Place {
    /// Where to begin: `limit` rows, or what the cursor says; `Err` names the member at fault and why.
    ///
    /// A cursor keeps the size it was made with, for page 3 begins elsewhere with another size; when the limit is
    /// smaller, the size becomes the largest that begins at the same row.
    pub fn begin(limit: Option<u64>, cursor: Option<&str>) -> Result<Self, (&'static str, String)> {
        if limit.is_some_and(|limit| !(1..=LARGEST).contains(&limit)) {
            return Err(("limit", format!("give a number from 1 to {LARGEST}")));
        }
        let Some(cursor) = cursor else {
            return Ok(Self {
                number: 1,
                size: limit.unwrap_or(LARGEST),
            });
        };
        let place: Self = cursor
            .parse()
            .map_err(|()| ("cursor", "give `next_cursor` as it was answered".to_owned()))?;
        Ok(match limit {
            Some(limit) if limit < place.size => place.resized(divisor(place.before(), limit)),
            _ => place,
        })
    }

    /// How many rows stand before it.
    fn before(self) -> u64 {
        (self.number - 1) * self.size
    }

    /// The page of another size that begins at the same row; `size` must divide what stands before.
    fn resized(self, size: u64) -> Self {
        Self {
            number: self.before() / size + 1,
            size,
        }
    }

    /// A lighter page that begins at the same row: half as large, or a smaller part where it cannot be halved evenly.
    pub fn lighter(self) -> Option<Self> {
        let part = (2..=self.size).find(|part| self.size.is_multiple_of(*part))?;
        (self.size > LIGHT).then(|| self.resized(self.size / part))
    }

    /// The page after it, by what its answer says, or by its rows when that says nothing; `Err` when it leads nowhere.
    pub fn next(self, said: Next, rows: usize) -> Result<Option<Self>, String> {
        let number = match said {
            Next::None => return Ok(None),
            Next::Unsaid if (rows as u64) < self.size => return Ok(None),
            Next::Unsaid => self.number + 1,
            Next::Page(number) => number,
        };
        if number <= self.number {
            return Err(format!(
                "`meta.next-page` (page {} is followed by page {number})",
                self.number
            ));
        }
        if rows == 0 {
            return Err(format!(
                "`data` (page {} is empty and page {number} is to follow)",
                self.number
            ));
        }
        Ok(Some(Self { number, ..self }))
    }
}

/// The largest number that divides both.
fn divisor(mut a: u64, mut b: u64) -> u64 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
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
        // Rationale: the bounds keep the arithmetic above from overflowing, whatever was sent.
        let known = (1..=u64::from(u32::MAX)).contains(&number) && (1..=LARGEST).contains(&size);
        known.then_some(Self { number, size }).ok_or(())
    }
}
