//! Integration Status: what the page asks in one question. Every badge is computed once, narrow; what is heavy is read for
//! one page of rows only.

use super::{Machine, board_rows::Rows, health, incidents};
use crate::{
    clock::rfc3339,
    policy::{Right, may},
    probes::history,
    store::{HALF_MS, IntegrationRow},
};
use contract::{
    actor::Actor,
    field::FieldError,
    health::{
        BadgeCounts, Board, BoardQuery, CELLS, HealthDetail, Hold, Incident, IncidentPage, NewHold,
        VendorCount,
    },
    ids::{IncidentId, IntegrationId, VendorId, WindowId},
    integration::{Integration, Status},
    ports::{Answer, HealthBoard},
    probe::{Badge, Health, ProbeRecord},
    problem::Problem,
};
use jiff::Timestamp;
use std::{collections::BTreeMap, sync::Arc};

/// Rows of a page when nothing is asked, and at most.
const ROWS: u32 = 100;
const MOST_ROWS: u32 = 200;

/// Integrations of a page of the whole status when nothing is asked, and at most.
const WHOLE: u32 = 200;
const MOST_WHOLE: u32 = 500;

/// The most open incidents that the board shows.
const INCIDENTS: u64 = 20;

/// The most probes that one drawer shows.
const PROBES: u64 = 1_000;

/// The vendor's words that a row shows, in characters.
const WORDS: u32 = 400;

/// More characters than are kept of a vendor's words.
const ALL_WORDS: u32 = 1_000_000;

/// Every integration with its badge, and which of them were asked for.
struct Overview {
    rows: Arc<Vec<IntegrationRow>>,
    /// In the order of the rows.
    healths: Vec<Health>,
    matched: Vec<usize>,
    counts: BadgeCounts,
}

impl Machine {
    async fn overview(&self, query: &BoardQuery) -> Result<Overview, Problem> {
        let badges = badges(query.badge.as_deref())?;
        let text = query
            .q
            .as_deref()
            .map(|q| q.trim().to_lowercase())
            .unwrap_or_default();
        let sort = query.sort.as_deref().unwrap_or("worst");
        if !["worst", "name", "vendor", "latency"].contains(&sort) {
            return Err(refused("sort", "sort is `worst`, `name`, `vendor` or `latency`."));
        }
        let holds = self.lookout.holds();
        let mut locks: BTreeMap<VendorId, bool> = BTreeMap::new();
        let mut counts = BadgeCounts::default();
        let rows = self.store.integrations_narrow().await?;
        let mut healths: Vec<Health> = Vec::with_capacity(rows.len());
        for row in rows.iter() {
            let seen = health::Seen {
                now: self.now(),
                interval: self.probe_interval,
                stays_refused: *locks.entry(row.vendor.clone()).or_insert_with(|| {
                    let connector = self.act.registry.connector(row.vendor.as_str());
                    connector.is_some_and(|connector| connector.refusals_lock())
                }),
                holds: &holds,
            };
            let health = health::health(row, seen);
            *count_of(&mut counts, health.badge) += 1;
            healths.push(health);
        }
        let fits = |n: &usize| {
            let (row, health) = (&rows[*n], &healths[*n]);
            badges
                .as_ref()
                .is_none_or(|badges| badges.contains(&health.badge))
                && query
                    .vendor
                    .as_deref()
                    .is_none_or(|vendor| row.vendor.as_str() == vendor)
                && (text.is_empty() || row.name.to_lowercase().contains(&text) || row.id.as_str() == text)
        };
        let mut matched: Vec<usize> = (0..rows.len()).filter(fits).collect();
        let names = |n: &usize| (rows[*n].name.to_lowercase(), rows[*n].id.clone());
        match sort {
            "name" => matched.sort_by_cached_key(names),
            "vendor" => matched.sort_by_cached_key(|n| (rows[*n].vendor.clone(), names(n))),
            "latency" => {
                matched.sort_by_cached_key(|n| (std::cmp::Reverse(healths[*n].latency_ms), names(n)));
            }
            _ => matched
                .sort_by_cached_key(|n| (health::rank(healths[*n].badge), rows[*n].vendor.clone(), names(n))),
        }
        Ok(Overview {
            rows,
            healths,
            matched,
            counts,
        })
    }

    async fn whole_board(&self, who: &Actor, query: BoardQuery) -> Result<Board, Problem> {
        may(who, Right::Look)?;
        let (begin, limit) = page(&query, ROWS, MOST_ROWS)?;
        let now = self.now();
        let overview = self.overview(&query).await?;
        let shown: Vec<_> = overview.matched.iter().skip(begin).take(limit).collect();
        let rows: Vec<_> = shown
            .iter()
            .map(|n| (overview.rows[**n].clone(), overview.healths[**n].clone()))
            .collect();
        let cells_from = cells_from(now);
        let rows = Rows {
            machine: self,
            cells_from,
            words: WORDS,
        }
        .of(rows)
        .await?;
        let open = self.store.incidents(true, None, INCIDENTS).await?;
        Ok(Board {
            as_of: rfc3339(now),
            interval_s: u32::try_from(self.probe_interval.as_secs()).unwrap_or(u32::MAX),
            cells_from: rfc3339(cells_from),
            vendors: vendors(&overview),
            counts: overview.counts,
            matched: count(overview.matched.len()),
            next_cursor: next(begin, rows.len(), overview.matched.len()),
            rows,
            incidents: self.shown_incidents(open, incidents::FEW).await?,
            banners: self.own_banners().await?,
        })
    }

    async fn whole_status(&self, who: &Actor, query: BoardQuery) -> Result<Status, Problem> {
        may(who, Right::Look)?;
        let (begin, limit) = page(&query, WHOLE, MOST_WHOLE)?;
        let overview = self.overview(&query).await?;
        let ids: Vec<IntegrationId> = overview
            .matched
            .iter()
            .skip(begin)
            .take(limit)
            .map(|n| overview.rows[*n].id.clone())
            .collect();
        let mut rows: BTreeMap<IntegrationId, IntegrationRow> = self
            .store
            .integrations_of(&ids)
            .await?
            .into_iter()
            .map(|row| (row.id.clone(), row))
            .collect();
        let integrations: Vec<Integration> = ids
            .iter()
            .filter_map(|id| rows.remove(id))
            .map(|row| self.shown(row))
            .collect();
        let counts = overview.counts;
        let size = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
        Ok(Status {
            connected: size(counts.connected),
            disconnected: size(counts.disconnected),
            needs_attention: size(counts.needs_attention),
            unknown: size(counts.unknown),
            checking: size(counts.checking),
            paused: size(counts.paused),
            matched: overview.matched.len(),
            next_cursor: next(begin, ids.len(), overview.matched.len()),
            integrations,
            banners: self.own_banners().await?,
        })
    }

    async fn one_in_depth(&self, who: &Actor, id: &IntegrationId) -> Result<HealthDetail, Problem> {
        may(who, Right::Look)?;
        let row = self.kept(id).await?;
        let (now, median) = (self.now(), row.state.median_ms);
        let health = self.shown(row.clone()).health;
        let cells_from = cells_from(now);
        let rows = Rows {
            machine: self,
            cells_from,
            words: ALL_WORDS,
        };
        let days = rows.days(id, now).await?;
        let row_shown = rows.of(vec![(row.clone(), health)]).await?;
        let incidents = self.store.incidents_of(id, INCIDENTS).await?;
        let holds = self.store.holds(now).await?;
        let theirs = |hold: &&crate::store::HoldRow| match (&hold.integration, &hold.vendor) {
            (Some(own), _) => own == id,
            (None, Some(vendor)) => *vendor == row.vendor,
            (None, None) => true,
        };
        Ok(HealthDetail {
            row: row_shown
                .into_iter()
                .next()
                .ok_or_else(|| Problem::not_found("integration"))?,
            cells_from: rfc3339(cells_from),
            uptime_7d: days.uptime(7),
            uptime_30d: days.uptime(30),
            uptime_90d: days.uptime(90),
            days: days.shown(),
            median_7d_ms: median.and_then(|median| u32::try_from(median).ok()),
            holds: holds.iter().filter(theirs).map(health::shown_hold).collect(),
            incidents: self.shown_incidents(incidents, incidents::FEW).await?,
        })
    }

    async fn drawer(
        &self,
        who: &Actor,
        id: &IntegrationId,
        from: &str,
        to: &str,
    ) -> Result<Vec<ProbeRecord>, Problem> {
        may(who, Right::Look)?;
        self.kept(id).await?;
        let (from, to) = (moment("from", from)?, moment("to", to)?);
        Ok(self.store.probes_between(id, from, to, PROBES).await?)
    }

    /// From when on single probes must be read.
    pub(super) async fn added_up_to(&self) -> Result<i64, Problem> {
        Ok(history::added_up_to(&self.store).await?)
    }
}

impl HealthBoard for Machine {
    fn status<'a>(&'a self, who: &'a Actor, query: BoardQuery) -> Answer<'a, Status> {
        Box::pin(self.whole_status(who, query))
    }

    fn board<'a>(&'a self, who: &'a Actor, query: BoardQuery) -> Answer<'a, Board> {
        Box::pin(self.whole_board(who, query))
    }

    fn detail<'a>(&'a self, who: &'a Actor, id: &'a IntegrationId) -> Answer<'a, HealthDetail> {
        Box::pin(self.one_in_depth(who, id))
    }

    fn probes<'a>(
        &'a self,
        who: &'a Actor,
        id: &'a IntegrationId,
        from: String,
        to: String,
    ) -> Answer<'a, Vec<ProbeRecord>> {
        Box::pin(async move { self.drawer(who, id, &from, &to).await })
    }

    fn set_expiry<'a>(
        &'a self,
        who: &'a Actor,
        id: &'a IntegrationId,
        day: Option<String>,
    ) -> Answer<'a, Integration> {
        Box::pin(self.enter_expiry(who, id, day))
    }

    fn incidents<'a>(
        &'a self,
        who: &'a Actor,
        open_only: bool,
        cursor: Option<String>,
        limit: u32,
    ) -> Answer<'a, IncidentPage> {
        Box::pin(self.incident_page(who, open_only, cursor, limit))
    }

    fn incident<'a>(&'a self, who: &'a Actor, id: &'a IncidentId) -> Answer<'a, Incident> {
        Box::pin(self.one_incident(who, id))
    }

    fn acknowledge<'a>(&'a self, who: &'a Actor, id: &'a IncidentId, note: String) -> Answer<'a, Incident> {
        Box::pin(self.has_seen(who, id, note))
    }

    fn holds<'a>(&'a self, who: &'a Actor) -> Answer<'a, Vec<Hold>> {
        Box::pin(async move {
            may(who, Right::Look)?;
            let holds = self.store.holds(self.now()).await?;
            Ok(holds.iter().map(health::shown_hold).collect())
        })
    }

    fn hold<'a>(&'a self, who: &'a Actor, new: NewHold) -> Answer<'a, Hold> {
        Box::pin(self.make_hold(who, new))
    }

    fn end_hold<'a>(&'a self, who: &'a Actor, id: &'a WindowId) -> Answer<'a, ()> {
        Box::pin(self.let_go(who, id))
    }
}

/// When the first cell of a bar begins whose last cell is under way.
fn cells_from(now: i64) -> i64 {
    let under_way = now - now.rem_euclid(HALF_MS);
    under_way - i64::try_from(CELLS - 1).unwrap_or(0) * HALF_MS
}

fn badges(words: Option<&str>) -> Result<Option<Vec<Badge>>, Problem> {
    let Some(words) = words.filter(|words| !words.trim().is_empty()) else {
        return Ok(None);
    };
    let one = |word: &str| {
        let found = Badge::ALL.into_iter().find(|badge| badge.as_str() == word.trim());
        found.ok_or_else(|| refused("badge", format!("There is no badge `{}`.", word.trim())))
    };
    words.split(',').map(one).collect::<Result<_, _>>().map(Some)
}

/// Where a page begins, and how long it is.
fn page(query: &BoardQuery, usual: u32, most: u32) -> Result<(usize, usize), Problem> {
    let limit = query.limit.unwrap_or(usual);
    if !(1..=most).contains(&limit) {
        return Err(refused("limit", format!("limit must be between 1 and {most}.")));
    }
    let begin = match query.cursor.as_deref() {
        None => 0,
        Some(cursor) => cursor
            .parse()
            .map_err(|_| refused("cursor", "cursor is the next_cursor of the page before."))?,
    };
    Ok((begin, usize::try_from(limit).unwrap_or(usize::MAX)))
}

fn next(begin: usize, shown: usize, all: usize) -> Option<String> {
    let next = begin + shown;
    (next < all && shown > 0).then(|| next.to_string())
}

fn vendors(overview: &Overview) -> Vec<VendorCount> {
    let mut found: BTreeMap<_, (u64, u64)> = BTreeMap::new();
    for (row, health) in overview.rows.iter().zip(&overview.healths) {
        let (total, ill) = found.entry(row.vendor.clone()).or_default();
        *total += 1;
        *ill += u64::from(health::rank(health.badge) <= health::rank(Badge::Unknown));
    }
    let one = |(vendor, (total, ill))| VendorCount { vendor, total, ill };
    found.into_iter().map(one).collect()
}

fn count_of(counts: &mut BadgeCounts, badge: Badge) -> &mut u64 {
    match badge {
        Badge::Connected => &mut counts.connected,
        Badge::NeedsAttention => &mut counts.needs_attention,
        Badge::Disconnected => &mut counts.disconnected,
        Badge::Checking => &mut counts.checking,
        Badge::Paused => &mut counts.paused,
        Badge::Unknown => &mut counts.unknown,
    }
}

fn count(n: usize) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX)
}

/// A moment as it was given.
pub(super) fn moment(field: &str, text: &str) -> Result<i64, Problem> {
    text.trim()
        .parse::<Timestamp>()
        .map(Timestamp::as_millisecond)
        .map_err(|_| refused(field, format!("{field} is a moment like 2026-11-24T06:00:00Z.")))
}

pub(super) fn refused(field: &str, text: impl Into<String>) -> Problem {
    Problem::invalid(vec![FieldError::new(field, "invalid", text.into())])
}
