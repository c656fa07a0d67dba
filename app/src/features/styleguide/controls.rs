//! Buttons and fields.

use super::Examples;
use crate::ui::{
    Button, CopyButton, CopyLine, Glyph, Icon, IconButton, InputKind, LinkButton, RoleField, SelectField,
    TextArea, TextField, Tone, VendorField,
};
use contract::{
    field::{Choice, Field, FieldKind},
    integration::SecretMark,
};
use leptos::prelude::*;

const TONES: [(&str, Tone); 4] = [
    ("Primary", Tone::Primary),
    ("Plain", Tone::Plain),
    ("Quiet", Tone::Quiet),
    ("Danger", Tone::Danger),
];

/// Buttons and fields.
#[component]
pub fn Controls() -> impl IntoView {
    let row = |busy: bool, disabled: bool| {
        TONES.map(|(words, tone)| view! { <Button tone busy disabled icon=Icon::Plug>{words}</Button> })
    };
    let icons = Icon::ALL.map(|icon| view! { <span title=format!("{icon:?}")><Glyph icon/></span> });
    view! {
        <Examples title="Buttons">
            <div class="row">{row(false, false).collect_view()}</div>
            <div class="row">{row(true, false).collect_view()}</div>
            <div class="row">{row(false, true).collect_view()}</div>
            <div class="row">
                <IconButton label="Refresh" icon=Icon::Refresh/>
                <LinkButton href="/app/styleguide" icon=Icon::Arrow>"A link"</LinkButton>
                <CopyButton text="copied text" label="the example"/>
            </div>
            <CopyLine text="ops-ai keys rotate" label="the command"/>
        </Examples>
        <Examples title="Icons">
            <div class="row">{icons.collect_view()}</div>
        </Examples>
        <Examples title="Fields">
            <div class="form-grid">
                <TextField name="plain" label="Plain" value="Contoso PSA".to_owned() required=true/>
                <TextField name="optional" label="With help" help="One sentence that says what it is for."/>
                <TextField
                    name="wrong"
                    label="With an error"
                    value="http://vendor".to_owned()
                    error=Some("Use https://, so that credentials never travel in the clear.".to_owned())
                    required=true
                />
                <TextField name="password" label="Password" kind=InputKind::Password required=true/>
                <SelectField name="select" label="Choice" choices=regions()/>
                <RoleField form="guide"/>
                <VendorField field=secret() form="guide" kept=Some(mark())/>
                <VendorField field=certificate() form="guide"/>
                <VendorField field=region() form="guide"/>
                <TextArea name="json" label="Several lines" value="{\n  \"limit\": 5\n}".to_owned() code=true rows=4/>
            </div>
        </Examples>
    }
}

fn regions() -> Vec<Choice> {
    [("us", "United States"), ("eu", "Europe")]
        .map(|(value, label)| Choice {
            value: value.into(),
            label: label.into(),
        })
        .to_vec()
}

fn secret() -> Field {
    Field {
        key: "api_key".into(),
        label: "API key".into(),
        help: "The key of the integration user.".into(),
        example: Some("ITG.0000000000".into()),
        where_to_find: Some("Account → Settings → API Keys".into()),
        kind: FieldKind::Secret,
        required: true,
        choices: Vec::new(),
        default: None,
        shown_when: None,
        multiline: false,
    }
}

fn certificate() -> Field {
    Field {
        key: "certificate".into(),
        label: "Certificate with its private key".into(),
        help: "PEM, one block after the other.".into(),
        example: None,
        multiline: true,
        ..secret()
    }
}

fn region() -> Field {
    Field {
        key: "region".into(),
        label: "Region".into(),
        help: "Where the account lives.".into(),
        example: None,
        where_to_find: None,
        kind: FieldKind::Choice,
        required: false,
        choices: regions(),
        default: Some("us".into()),
        shown_when: None,
        multiline: false,
    }
}

fn mark() -> SecretMark {
    SecretMark {
        set_at: "2026-11-12T09:30:00.000Z".into(),
        set_by: "Ada".into(),
    }
}
