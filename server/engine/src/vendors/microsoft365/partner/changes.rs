//! Changing a tenant: groups, registrations, secrets, and deleting what was made.

use super::super::paths;
use super::{
    graph::{Graph, absent, already, says},
    model::{Application, Object, Password},
    relationship_changes,
};
use crate::{
    connector::{
        CallError, ConsentAsk, FoundApplication, FoundRelationship, NewApplication, NewGroup, ObjectKind,
        PartnerWrites, Told,
    },
    policy::Dangerous,
    vault::Secret,
};
use contract::csp::RelationshipDraft;
use serde_json::json;

impl PartnerWrites for Graph<Dangerous> {
    fn create_group<'a>(&'a self, new: NewGroup<'a>) -> Told<'a, String> {
        Box::pin(async move {
            let body = json!({
                "displayName": new.name, "mailNickname": new.mark, "description": new.description, "mailEnabled": false,
                "securityEnabled": true, "groupTypes": [],
            });
            let made: Object = self.client.post(paths::new_group(), &body).await?;
            Ok(made.id)
        })
    }

    fn add_member<'a>(&'a self, group: &'a str, user: &'a str) -> Told<'a, ()> {
        Box::pin(async move {
            let body = self.reference(user);
            already(self.client.post_unread(paths::new_member_of(group), &body).await)
        })
    }

    fn create_application<'a>(&'a self, new: NewApplication<'a>) -> Told<'a, FoundApplication> {
        Box::pin(async move {
            let body = self.registration(&new).await?;
            let made: Application = self.client.post(paths::new_application(), &body).await?;
            Ok(made.into())
        })
    }

    fn update_application<'a>(&'a self, id: &'a str, new: NewApplication<'a>) -> Told<'a, ()> {
        Box::pin(async move {
            let body = self.registration(&new).await?;
            let _: serde_json::Value = self.client.patch(paths::application(id, ""), &body).await?;
            Ok(())
        })
    }

    fn create_principal<'a>(&'a self, app_id: &'a str) -> Told<'a, String> {
        Box::pin(async move {
            let body = json!({"appId": app_id});
            let made: Object = self.client.post(paths::new_principal(), &body).await?;
            Ok(made.id)
        })
    }

    fn add_owner<'a>(&'a self, application: &'a str, principal: &'a str) -> Told<'a, ()> {
        Box::pin(async move {
            let body = self.reference(principal);
            let path = paths::application(application, "/owners/$ref");
            already(self.client.post_unread(path, &body).await)
        })
    }

    fn grant_wanted<'a>(&'a self, app_id: &'a str) -> Told<'a, usize> {
        Box::pin(self.grant_all(app_id))
    }

    fn add_secret<'a>(
        &'a self,
        application: &'a str,
        name: &'a str,
        ends_at: i64,
    ) -> Told<'a, (String, Secret)> {
        Box::pin(async move {
            let ends = jiff::Timestamp::from_millisecond(ends_at).unwrap_or_default();
            let ends = ends.round(jiff::Unit::Second).unwrap_or(ends).to_string();
            let body = json!({"passwordCredential": {"displayName": name, "endDateTime": ends}});
            // Every member may be absent, so that no failure to read this answer quotes it: it holds the secret.
            let made: Password = self
                .client
                .post(paths::application(application, "/addPassword"), &body)
                .await
                .map_err(without_words)?;
            match (made.key_id, made.secret_text) {
                (Some(key), Some(text)) if !text.is_empty() => Ok((key, Secret::new(text))),
                _ => Err(self.unlike("`secretText` of the new secret")),
            }
        })
    }

    fn remove_secret<'a>(&'a self, application: &'a str, key_id: &'a str) -> Told<'a, ()> {
        Box::pin(async move {
            let path = paths::application(application, "/removePassword");
            let done = self.client.post_unread(path, &json!({"keyId": key_id})).await;
            match done {
                Err(error) if says(&error, "no credentials found") => Ok(()),
                other => other,
            }
        })
    }

    fn delete<'a>(&'a self, kind: ObjectKind, id: &'a str) -> Told<'a, ()> {
        Box::pin(async move {
            let path = match kind {
                ObjectKind::Group => paths::group_of(id),
                ObjectKind::Application => paths::application(id, ""),
                ObjectKind::ServicePrincipal => paths::principal(id),
            };
            absent(self.client.delete_unread(path).await).map(drop)
        })
    }

    fn purge<'a>(&'a self, id: &'a str) -> Told<'a, ()> {
        Box::pin(async move { absent(self.client.delete_unread(paths::deleted_item(id)).await).map(drop) })
    }

    fn create_relationship<'a>(&'a self, draft: &'a RelationshipDraft) -> Told<'a, FoundRelationship> {
        Box::pin(relationship_changes::create(&self.client, draft))
    }

    fn request<'a>(&'a self, relationship: &'a str, action: &'static str) -> Told<'a, ()> {
        Box::pin(async move {
            let path = paths::relationship_requests(relationship);
            self.client.post_unread(path, &json!({"action": action})).await
        })
    }

    fn delete_relationship<'a>(&'a self, relationship: &'a str, etag: &'a str) -> Told<'a, ()> {
        Box::pin(async move {
            let path = paths::relationship(relationship).asked_with("If-Match", etag.to_owned());
            absent(self.client.delete_unread(path).await).map(drop)
        })
    }

    fn extend<'a>(&'a self, relationship: &'a str, etag: &'a str, automatically: bool) -> Told<'a, ()> {
        Box::pin(async move {
            let path = paths::relationship(relationship).asked_with("If-Match", etag.to_owned());
            let body = json!({"autoExtendDuration": relationship_changes::extension(automatically)});
            let _: serde_json::Value = self.client.patch(path, &body).await?;
            Ok(())
        })
    }

    fn assign<'a>(&'a self, relationship: &'a str, group: &'a str, roles: &'a [String]) -> Told<'a, ()> {
        Box::pin(async move {
            let body = json!({
                "accessContainer": {"accessContainerId": group, "accessContainerType": "securityGroup"},
                "accessDetails": relationship_changes::details(roles),
            });
            already(
                self.client
                    .post_unread(paths::new_assignment(relationship), &body)
                    .await,
            )
        })
    }

    fn consent<'a>(&'a self, ask: ConsentAsk<'a>) -> Told<'a, ()> {
        Box::pin(self.consent_for(ask))
    }

    fn withdraw_consent<'a>(&'a self, tenant: &'a str, app_id: &'a str) -> Told<'a, ()> {
        Box::pin(async move {
            let client = self.partner_center()?;
            absent(client.delete_unread(paths::consent(tenant, app_id)).await).map(drop)
        })
    }
}

impl Graph<Dangerous> {
    /// The address of an object, as Graph wants it in a link.
    fn reference(&self, id: &str) -> serde_json::Value {
        json!({"@odata.id": format!("{}directoryObjects/{id}", self.client.session().base())})
    }
}

/// The same failure without what was answered: it may hold a secret that nobody can take out.
fn without_words(mut error: CallError) -> CallError {
    let good = error
        .said
        .as_ref()
        .is_some_and(|said| (200..300).contains(&said.status));
    if good && let Some(said) = &mut error.said {
        "[withheld: this answer may hold a secret]".clone_into(&mut said.body);
    }
    error
}
