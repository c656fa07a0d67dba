//! SOPs: every save a version, checked before it is kept, tried before it is switched on.

use crate::automation::{changes, codes, draft, event, get, kept, note, notes, outcomes, rule, step};
use crate::databases::each;
use crate::house::{House, actor, admin, tech};
use contract::{
    actor::Role,
    routing::{Then, When},
    run::RunStatus,
    sop::{DryRunRequest, Mode, PreviewRequest, SopDraft, StepKind},
};
use serde_json::json;

#[tokio::test]
async fn every_save_is_a_version_and_an_old_one_comes_back_as_the_newest() {
    each(|store| async move {
        let house = House::on(store).await;
        house.connected().await;
        let port = &house.services.sops;
        let first = kept(&house, draft("Disks", vec![get("a")])).await;
        assert_eq!((first.version, first.updated_by.as_str()), (1, "Sam"));
        let change = SopDraft {
            version: Some(1),
            note: Some(" two steps ".into()),
            ..draft("Disks", vec![get("a"), note("b", "Note")])
        };
        let second = port.change(&tech(), &first.id, change.clone()).await.unwrap();
        assert_eq!((second.version, second.steps.len()), (2, 2));
        let late = port.change(&tech(), &first.id, change).await.unwrap_err();
        assert_eq!((late.status, late.code.as_ref()), (409, "edited_meanwhile"));
        let back = port.roll_back(&tech(), &first.id, 1).await.unwrap();
        assert_eq!((back.version, back.steps.clone()), (3, first.steps.clone()));
        let versions = port.versions(&tech(), &first.id).await.unwrap();
        let said: Vec<_> = versions
            .iter()
            .map(|one| (one.version, one.note.as_deref()))
            .collect();
        assert_eq!(
            said,
            [
                (3, Some("Rolled back to version 1.")),
                (2, Some("two steps")),
                (1, None)
            ]
        );
        assert_eq!(versions[1].sop.steps, second.steps);
        assert_eq!(
            port.roll_back(&tech(), &first.id, 9).await.unwrap_err().status,
            404
        );
        let trail = house.services.audit.list(&admin(), None, 10).await.unwrap();
        let actions: Vec<_> = trail.items.iter().map(|entry| entry.action.as_str()).collect();
        assert_eq!(actions[..3], ["sop.rolled_back", "sop.changed", "sop.created"]);
    })
    .await;
}

#[tokio::test]
async fn a_sop_is_deleted_only_when_no_rule_leads_to_it_and_its_runs_stay() {
    each(|store| async move {
        let house = House::on(store).await;
        house.connected().await;
        let sop = kept(&house, draft("Disks", vec![get("a")])).await;
        let ran = crate::automation::run(&house, &sop.id).await;
        let made = rule("R", When::default(), Then::Sop(sop.id.clone()));
        let made = house.services.routing.create(&tech(), made).await.unwrap();
        let held = house.services.sops.delete(&admin(), &sop.id).await.unwrap_err();
        assert_eq!(held.code, "in_use");
        assert!(held.detail.unwrap().contains("the rule R"));
        house.services.routing.delete(&admin(), &made.id).await.unwrap();
        assert_eq!(
            house
                .services
                .sops
                .delete(&tech(), &sop.id)
                .await
                .unwrap_err()
                .code,
            "forbidden"
        );
        house.services.sops.delete(&admin(), &sop.id).await.unwrap();
        assert!(house.services.sops.list(&tech()).await.unwrap().is_empty());
        assert_eq!(
            house
                .services
                .sops
                .get(&tech(), &sop.id)
                .await
                .unwrap_err()
                .status,
            404
        );
        let kept = house.services.runs.get(&tech(), &ran.run.id).await.unwrap();
        assert_eq!(kept.run.sop_name, "Disks");
    })
    .await;
}

#[tokio::test]
async fn what_cannot_work_is_refused_when_it_is_saved_and_told_to_the_editor_before() {
    each(|store| async move {
        let house = House::on(store).await;
        house.connected().await;
        let port = &house.services.sops;
        let mut wrong = note("a", "Note");
        wrong.input["ticket_id"] = json!("{{ event.ticket.");
        wrong.on_success = Some("a".into());
        let bad = draft("Disks", vec![wrong]);
        let refused = port.create(&tech(), bad.clone()).await.unwrap_err();
        assert_eq!(refused.status, 422);
        let places = codes(&refused);
        assert!(places.contains(&("steps[0].on_success", "a_loop")), "{places:?}");
        assert!(
            places
                .iter()
                .any(|(place, _)| *place == "steps[0].input.ticket_id"),
            "{places:?}"
        );
        let told = port.check(&tech(), bad).await.unwrap();
        assert_eq!(told.errors, refused.errors);
        let unknown = SopDraft {
            template: Some("none".into()),
            ..draft("Disks", vec![get("a")])
        };
        assert_eq!(
            codes(&port.create(&tech(), unknown).await.unwrap_err()),
            [("template", "not_accepted")]
        );
    })
    .await;
}

#[tokio::test]
async fn a_template_is_cloned_and_not_linked() {
    each(|store| async move {
        let house = House::on(store).await;
        let viewer = actor(Role::Viewer);
        let port = &house.services.sops;
        let ready = port.templates(&viewer).unwrap();
        assert_eq!(ready.len(), 6);
        let one = &ready[3];
        let clone = SopDraft {
            template: Some(one.key.clone()),
            name: "Mine".into(),
            ..one.sop.clone()
        };
        let made = port.create(&tech(), clone).await.unwrap();
        assert_eq!(made.template.as_deref(), Some(one.key.as_str()));
        assert_eq!(made.steps, one.sop.steps);
        assert!(!made.enabled);
    })
    .await;
}

#[tokio::test]
async fn a_preview_resolves_one_step_and_calls_nothing() {
    each(|store| async move {
        let house = House::on(store).await;
        house.connected().await;
        let before = house.autotask.journal.total();
        let ask = |text: &str| PreviewRequest {
            step: step("a", StepKind::Approval, json!({ "message": text })),
            event: event(),
            steps: json!({ "find": { "output": { "id": 7 } } }),
        };
        let port = &house.services.sops;
        let good = port
            .preview(&tech(), ask("{{ event.device.name }} {{ steps.find.output.id }}"))
            .await
            .unwrap();
        assert_eq!(good.input, json!({ "message": "FS-1 7" }));
        let bad = port
            .preview(&tech(), ask("{{ steps.none.output }}"))
            .await
            .unwrap();
        assert!(bad.input.is_null());
        assert_eq!(bad.errors[0].field, "message");
        assert_eq!(house.autotask.journal.total(), before);
    })
    .await;
}

#[tokio::test]
async fn a_dry_run_reads_and_shows_what_would_be_called_and_writes_nothing_and_keeps_nothing() {
    each(|store| async move {
        let house = House::on(store).await;
        house.connected().await;
        let before = changes(&house);
        let mut quiet = note("write", "Note of {{ steps.read.output.title }}");
        quiet.title = "Write it down".into();
        let steps = vec![
            get("read"),
            step(
                "big",
                StepKind::Branch,
                json!({ "when": "{{ steps.read.output.id > 0 }}" }),
            ),
            quiet,
            step(
                "wait",
                StepKind::Approval,
                json!({ "message": "Note {{ steps.write.output.itemId }}?" }),
            ),
            note("again", "Note {{ steps.write.output.itemId }}"),
        ];
        let request = DryRunRequest {
            sop: draft("Try", steps),
            event: event(),
        };
        let tried = house.services.sops.dry_run(&tech(), request).await.unwrap();
        assert!(tried.run.dry_run);
        assert_eq!(tried.run.status, RunStatus::Succeeded, "{tried:#?}");
        assert_eq!(
            outcomes(&tried),
            [
                ("read", "succeeded"),
                ("big", "succeeded"),
                ("write", "drafted"),
                ("wait", "drafted"),
                ("again", "drafted")
            ]
        );
        assert_eq!(tried.steps[1].detail, "`{{ steps.read.output.id > 0 }}` is true");
        let title = tried.steps[2].input["title"].as_str().unwrap();
        assert!(title.starts_with("Note of ") && title.len() > 8, "{title}");
        assert_eq!(tried.steps[2].integration_name.as_deref(), Some("Autotask PSA"));
        assert!(
            tried.steps[4].detail.contains("Write it down"),
            "{}",
            tried.steps[4].detail
        );
        assert_eq!(changes(&house), before);
        assert!(notes(&house).is_empty());
        let filter = contract::run::RunFilter::default();
        assert!(
            house
                .services
                .runs
                .list(&tech(), filter, None, 10)
                .await
                .unwrap()
                .is_empty()
        );
    })
    .await;
}

#[tokio::test]
async fn a_dry_run_shows_who_would_have_to_approve() {
    each(|store| async move {
        let house = House::on(store).await;
        house.connected().await;
        let careful = SopDraft {
            mode: Mode::ApproveBeforeExecute,
            ..draft("Careful", vec![note("write", "Note")])
        };
        let request = DryRunRequest {
            sop: careful,
            event: event(),
        };
        let tried = house.services.sops.dry_run(&tech(), request).await.unwrap();
        assert_eq!(tried.steps[0].detail, "It would wait until a Tech approves it.");
        let request = DryRunRequest {
            sop: draft("x", vec![]),
            event: event(),
        };
        let viewer = actor(Role::Viewer);
        assert_eq!(
            house
                .services
                .sops
                .dry_run(&viewer, request)
                .await
                .unwrap_err()
                .code,
            "forbidden"
        );
    })
    .await;
}
