//! Integration Status: what the page shows of each integration, incidents, and the times when nobody wants to be told.

mod attention;
mod board;
mod cell;
mod depth;
mod hold;
mod incident;

pub use attention::{Attention, Expiry, Flap, STABLE_PROBES};
pub use board::{BadgeCounts, Board, BoardQuery, BoardRow, DayBar, LastError, VendorCount};
pub use cell::{CELL_SECONDS, CELLS, Cell, letter, of_letter};
pub use depth::{DayUptime, HealthDetail};
pub use hold::{Hold, HoldKind, NewHold};
pub use incident::{Acknowledged, Affected, Incident, IncidentPage};
