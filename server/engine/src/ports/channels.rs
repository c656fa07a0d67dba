//! Channels: how people are told. An address goes in, is sealed, and never comes out.

use super::{Machine, board::refused};
use crate::{
    clock::rfc3339,
    connector::is_mail_address,
    policy::{Right, may},
    probes::{Address, Courier, Tender, binding, message},
    store::{AuditRecord, ChannelPatch, ChannelRow, DeliveryRow, NewNotice, StoreError, fresh_ulid},
    vault::Secret,
};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use contract::{
    actor::Actor,
    ids::ChannelId,
    notification::{
        Channel, ChannelChange, ChannelKind, DeliveryPage, IssuedChannel, NewChannel, NoticeDelivery,
        NoticeLevel,
    },
    ports::{Answer, Notifications},
    problem::Problem,
};
use serde_json::json;
use url::Url;

/// The longest name, in characters.
const NAME: usize = 80;

/// The most addresses of a mail channel.
const MOST_RECIPIENTS: usize = 50;

/// The longest page of the log.
const MOST: u32 = 200;

impl Machine {
    /// Brings notices to people.
    pub fn courier(&self) -> Courier {
        Courier {
            store: self.store.clone(),
            vault: self.act.vault.clone(),
            wire: self.act.wire.clone(),
            mail: self.lookout.mail.clone(),
            page: self.health_page(),
        }
    }

    /// Tends health: incidents, notices, history.
    pub fn tender(&self) -> Tender {
        Tender {
            store: self.store.clone(),
            registry: self.act.registry.clone(),
            live: self.live.clone(),
            lookout: self.lookout.clone(),
            courier: self.courier(),
            clock: self.act.clock.clone(),
            page: self.health_page(),
        }
    }

    /// The address of Integration Status.
    pub fn health_page(&self) -> String {
        format!(
            "{}/app/integrations/status",
            self.public_url.trim_end_matches('/')
        )
    }

    async fn all_channels(&self, who: &Actor) -> Result<Vec<Channel>, Problem> {
        may(who, Right::Look)?;
        let mut last = self.store.last_deliveries().await?;
        let rows = self.store.channels().await?;
        let one = |row: ChannelRow| {
            let last = last.remove(row.id.as_str());
            shown(row, last)
        };
        Ok(rows.into_iter().map(one).collect())
    }

    async fn one_channel(&self, who: &Actor, id: &ChannelId) -> Result<Channel, Problem> {
        may(who, Right::Look)?;
        let row = self.store.channel(id).await.map_err(missing)?;
        let last = self.store.deliveries(Some(id), None, 1).await?.pop();
        Ok(shown(row, last))
    }

    async fn new_channel(&self, who: &Actor, new: NewChannel) -> Result<IssuedChannel, Problem> {
        may(who, Right::ManageChannels)?;
        let kind = ChannelKind::parse(&new.kind)
            .ok_or_else(|| refused("kind", "kind is `email`, `teams`, `slack` or `webhook`."))?;
        let now = self.now();
        let id = ChannelId::from_ulid(&fresh_ulid(now));
        let mut made = None;
        let (recipients, sealed, hint) = if kind == ChannelKind::Email {
            let to = recipients(&new.to)?;
            let hint = to.join(", ");
            (to, None, hint)
        } else {
            let url = address(&new.url)?;
            let secret = match (kind, new.secret.trim()) {
                (ChannelKind::Webhook, "") => {
                    let fresh = fresh_secret()?;
                    made = Some(fresh.clone());
                    fresh
                }
                (ChannelKind::Webhook, typed) => secret(typed)?,
                _ => String::new(),
            };
            let hint = hint(&url);
            let sealed = self
                .seal_address(
                    &id,
                    &Address {
                        url: url.into(),
                        secret,
                    },
                )
                .await?;
            (Vec::new(), Some(sealed), hint)
        };
        let row = ChannelRow {
            name: name(&new.name, kind.label())?,
            floor: new.floor.unwrap_or(NoticeLevel::Warning),
            enabled: true,
            created_at: now,
            updated_at: now,
            id,
            kind,
            recipients,
            hint,
            sealed,
        };
        let audit = AuditRecord {
            who,
            action: "channel.created",
            target: row.id.to_string(),
            detail: json!({ "kind": kind.as_str(), "name": row.name, "floor": row.floor.as_str() }),
        };
        self.store.insert_channel(row.clone(), audit).await?;
        Ok(IssuedChannel {
            channel: shown(row, None),
            secret: made,
        })
    }

    async fn change_channel(
        &self,
        who: &Actor,
        id: &ChannelId,
        change: ChannelChange,
    ) -> Result<Channel, Problem> {
        may(who, Right::ManageChannels)?;
        let row = self.store.channel(id).await.map_err(missing)?;
        let given = |text: &Option<String>| {
            text.as_deref()
                .map(str::trim)
                .filter(|text| !text.is_empty())
                .map(str::to_owned)
        };
        let mut patch = ChannelPatch {
            floor: change.floor,
            enabled: change.enabled,
            ..ChannelPatch::default()
        };
        if let Some(typed) = given(&change.name) {
            patch.name = Some(name(&typed, row.kind.label())?);
        }
        if let Some(to) = &change.to
            && row.kind == ChannelKind::Email
        {
            patch.recipients = Some(recipients(to)?);
        }
        let (url, typed_secret) = (given(&change.url), given(&change.secret));
        if row.kind != ChannelKind::Email && (url.is_some() || typed_secret.is_some()) {
            let mut kept = self.courier().opened(&row).await.map_err(|failed| {
                Problem::new(503, "key_unavailable", "The channel could not be opened.")
                    .with_detail(failed.why)
            })?;
            if let Some(url) = url {
                kept.url = address(&url)?.into();
            }
            if let Some(typed) = typed_secret.filter(|_| row.kind == ChannelKind::Webhook) {
                kept.secret = secret(&typed)?;
            }
            let hint = Url::parse(&kept.url).map(|url| hint(&url)).unwrap_or_default();
            patch.sealed = Some((self.seal_address(id, &kept).await?, hint));
        }
        let audit = AuditRecord {
            who,
            action: "channel.changed",
            target: id.to_string(),
            detail: json!({
                "name": patch.name,
                "floor": patch.floor.map(NoticeLevel::as_str),
                "enabled": patch.enabled,
                "recipients": patch.recipients.as_ref().map(Vec::len),
                "address": patch.sealed.as_ref().map(|_| "changed"),
            }),
        };
        self.store
            .patch_channel(self.now(), id, patch, audit)
            .await
            .map_err(missing)?;
        self.one_channel(who, id).await
    }

    async fn delete_one_channel(&self, who: &Actor, id: &ChannelId) -> Result<(), Problem> {
        may(who, Right::ManageChannels)?;
        let row = self.store.channel(id).await.map_err(missing)?;
        self.refuse_in_use(id).await?;
        let audit = AuditRecord {
            who,
            action: "channel.deleted",
            target: id.to_string(),
            detail: json!({ "kind": row.kind.as_str(), "name": row.name }),
        };
        self.store
            .delete_channel(self.now(), id, audit)
            .await
            .map_err(missing)
    }

    async fn try_channel(&self, who: &Actor, id: &ChannelId) -> Result<NoticeDelivery, Problem> {
        may(who, Right::ManageChannels)?;
        let row = self.store.channel(id).await.map_err(missing)?;
        let now = self.now();
        let notice = NewNotice {
            kind: "test".to_owned(),
            level: NoticeLevel::Info,
            title: "A test from Ops AI".to_owned(),
            body: format!(
                "{} asked for it. Whoever reads this is told when an integration fails.",
                who.name
            ),
            incident: None,
            integration: None,
            vendor: None,
        };
        let (notice_id, delivery) = self.store.tell_one(now, id, notice.clone()).await?;
        let done = self.courier().send(now, &row, &notice_id, &notice).await;
        let error = done.err().map(|failed| failed.why);
        self.store
            .finish_deliveries(
                self.now(),
                std::slice::from_ref(&delivery),
                None,
                error.as_deref(),
                None,
            )
            .await?;
        Ok(logged(self.store.delivery(&delivery).await?))
    }

    async fn log_page(
        &self,
        who: &Actor,
        channel: Option<&ChannelId>,
        cursor: Option<String>,
        limit: u32,
    ) -> Result<DeliveryPage, Problem> {
        may(who, Right::Look)?;
        let limit = usize::try_from(limit.clamp(1, MOST)).unwrap_or(1);
        let more = u64::try_from(limit + 1).unwrap_or(1);
        let mut rows = self.store.deliveries(channel, cursor.as_deref(), more).await?;
        let goes_on = rows.len() > limit;
        rows.truncate(limit);
        Ok(DeliveryPage {
            next_cursor: rows.last().filter(|_| goes_on).map(|row| row.id.clone()),
            items: rows.into_iter().map(logged).collect(),
        })
    }

    async fn seal_address(&self, id: &ChannelId, address: &Address) -> Result<String, Problem> {
        let text = serde_json::to_string(address).map(Secret::new).map_err(|error| {
            Problem::new(500, "internal", "The address could not be written.").with_detail(error.to_string())
        })?;
        let sealed = self.act.vault.seal(binding(id.as_str()), &text).await;
        sealed.map(|sealed| sealed.as_str().to_owned()).map_err(|error| {
            tracing::error!(error = %error, "the address of a channel could not be sealed");
            Problem::new(
                503,
                "key_unavailable",
                "The address could not be sealed: the key is out of reach.",
            )
            .with_detail(format!("Nothing was saved. {error}"))
        })
    }
}

impl Notifications for Machine {
    fn channels<'a>(&'a self, who: &'a Actor) -> Answer<'a, Vec<Channel>> {
        Box::pin(self.all_channels(who))
    }

    fn channel<'a>(&'a self, who: &'a Actor, id: &'a ChannelId) -> Answer<'a, Channel> {
        Box::pin(self.one_channel(who, id))
    }

    fn create<'a>(&'a self, who: &'a Actor, new: NewChannel) -> Answer<'a, IssuedChannel> {
        Box::pin(self.new_channel(who, new))
    }

    fn change<'a>(&'a self, who: &'a Actor, id: &'a ChannelId, change: ChannelChange) -> Answer<'a, Channel> {
        Box::pin(self.change_channel(who, id, change))
    }

    fn delete<'a>(&'a self, who: &'a Actor, id: &'a ChannelId) -> Answer<'a, ()> {
        Box::pin(self.delete_one_channel(who, id))
    }

    fn test<'a>(&'a self, who: &'a Actor, id: &'a ChannelId) -> Answer<'a, NoticeDelivery> {
        Box::pin(self.try_channel(who, id))
    }

    fn deliveries<'a>(
        &'a self,
        who: &'a Actor,
        channel: Option<&'a ChannelId>,
        cursor: Option<String>,
        limit: u32,
    ) -> Answer<'a, DeliveryPage> {
        Box::pin(self.log_page(who, channel, cursor, limit))
    }
}

fn name(typed: &str, usual: &str) -> Result<String, Problem> {
    let typed = typed.trim();
    if typed.chars().count() > NAME || typed.chars().any(char::is_control) {
        return Err(refused(
            "name",
            format!("The name is one line of at most {NAME} characters."),
        ));
    }
    Ok(if typed.is_empty() { usual } else { typed }.to_owned())
}

fn recipients(typed: &[String]) -> Result<Vec<String>, Problem> {
    let to: Vec<String> = typed
        .iter()
        .flat_map(|line| line.split([',', ';', '\n']))
        .map(str::trim)
        .filter(|text| !text.is_empty())
        .map(str::to_owned)
        .collect();
    if to.is_empty() || to.len() > MOST_RECIPIENTS {
        return Err(refused(
            "to",
            format!("Name at least one address and at most {MOST_RECIPIENTS}."),
        ));
    }
    match to.iter().find(|address| !is_mail_address(address)) {
        Some(wrong) => Err(refused("to", format!("`{wrong}` is no mail address."))),
        None => Ok(to),
    }
}

fn address(typed: &str) -> Result<Url, Problem> {
    let wrong = || refused("url", "The address begins with https:// and names a public host.");
    let url = Url::parse(typed.trim()).map_err(|_| wrong())?;
    let plain = url.username().is_empty() && url.password().is_none();
    if url.scheme() == "https" && url.host_str().is_some() && plain {
        Ok(url)
    } else {
        Err(wrong())
    }
}

fn secret(typed: &str) -> Result<String, Problem> {
    match message::key(typed) {
        Some(_) => Ok(typed.to_owned()),
        None => Err(refused(
            "secret",
            "The secret is `whsec_` and 24 to 64 bytes in base64.",
        )),
    }
}

fn fresh_secret() -> Result<String, Problem> {
    let mut bytes = [0u8; 32];
    getrandom::fill(&mut bytes).map_err(|error| {
        Problem::new(500, "internal", "No secret could be made.").with_detail(error.to_string())
    })?;
    Ok(format!(
        "{}{}",
        message::SECRET_PREFIX,
        BASE64_STANDARD.encode(bytes)
    ))
}

/// The host, and the last signs of what follows: enough to tell two of them apart.
fn hint(url: &Url) -> String {
    let tail: String = url.path().trim_end_matches('/').chars().rev().take(4).collect();
    let tail: String = tail.chars().rev().collect();
    format!(
        "{}/…{}",
        url.host_str().unwrap_or_default(),
        tail.trim_start_matches('/')
    )
}

fn shown(row: ChannelRow, last: Option<DeliveryRow>) -> Channel {
    Channel {
        last: last.map(logged),
        id: row.id,
        name: row.name,
        kind: row.kind,
        to: row.recipients,
        hint: row.hint,
        floor: row.floor,
        enabled: row.enabled,
        created_at: rfc3339(row.created_at),
        updated_at: rfc3339(row.updated_at),
    }
}

fn logged(row: DeliveryRow) -> NoticeDelivery {
    NoticeDelivery {
        notice: row.notice_id,
        channel: row.channel,
        kind: row.notice.kind.into(),
        level: row.notice.level,
        title: row.notice.title,
        status: row.status.into(),
        attempts: u32::try_from(row.attempts).unwrap_or(u32::MAX),
        error: row.error,
        incident: row.incident,
        integration: row.integration,
        created_at: rfc3339(row.created_at),
        finished_at: row.finished_at.map(rfc3339),
        next_at: row.next_at.map(rfc3339),
    }
}

fn missing(error: StoreError) -> Problem {
    match error {
        StoreError::Missing => Problem::not_found("channel"),
        other => other.into(),
    }
}
