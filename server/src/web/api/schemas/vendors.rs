//! Twins of the vendors' data sheets.

use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

/// All that is told of a vendor.
#[derive(Serialize, ToSchema)]
pub struct Manifest {
    /// Its key, e.g. `autotask`.
    vendor: String,
    /// Its name as it writes it itself.
    name: String,
    /// What kind of system it is, e.g. `PSA`.
    r#type: String,
    /// What Ops AI does with it.
    summary: String,
    /// False while the connector is not built.
    available: bool,
    /// True when no operation of this vendor can change anything.
    read_only: bool,
    /// `none`, `bronze`, `silver`, `gold` or `platinum`.
    tier: String,
    /// Its mark, an SVG.
    icon_svg: String,
    /// Where a person finds each value, Markdown.
    setup_guide: String,
    /// What its form asks: fields of kind `secret` travel in `credentials`, all others in `settings`.
    fields: Vec<Field>,
    /// The hosts that the connector may reach.
    egress: Vec<HostRule>,
    /// What can be called.
    operations: Vec<OperationInfo>,
    /// How its webhooks prove themselves.
    #[schema(required = true)]
    webhook: Option<WebhookInfo>,
}

/// One thing that the form asks for.
#[derive(Serialize, ToSchema)]
pub struct Field {
    /// Its key in `settings` or `credentials`.
    key: String,
    /// What stands above it.
    label: String,
    /// What it is for.
    help: String,
    /// What a value looks like.
    #[schema(required = true)]
    example: Option<String>,
    /// Where the vendor's portal shows it.
    #[schema(required = true)]
    where_to_find: Option<String>,
    /// What it is.
    kind: FieldKind,
    /// True when it may not be blank.
    required: bool,
    /// What can be chosen.
    choices: Vec<Choice>,
    /// Used when it is blank.
    #[schema(required = true)]
    default: Option<String>,
    /// Shown only when another field has one of these values.
    #[schema(required = true)]
    shown_when: Option<ShownWhen>,
    /// True for a secret of several lines: PEM blocks, such as a certificate with its private key.
    multiline: bool,
}

/// What a field is.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    /// One line of text.
    Line,
    /// A secret; goes in, never comes out.
    Secret,
    /// An address that begins with `https://`.
    Url,
    /// An e-mail address.
    Email,
    /// A UUID.
    Uuid,
    /// One of `choices`.
    Choice,
}

/// One choice.
#[derive(Serialize, ToSchema)]
pub struct Choice {
    /// The value kept.
    value: String,
    /// What a person reads.
    label: String,
}

/// When a field is shown.
#[derive(Serialize, ToSchema)]
pub struct ShownWhen {
    /// The other field's key.
    field: String,
    /// The values with which it is shown.
    is: Vec<String>,
}

/// One host that a connector may reach.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum HostRule {
    /// This host.
    Exact(String),
    /// Every host that ends with this text.
    Suffix(String),
    /// The host typed into this field, which may be on a private network.
    PrivateFromField(String),
}

/// How webhooks prove where they come from.
#[derive(Serialize, ToSchema)]
pub struct WebhookInfo {
    /// The scheme.
    scheme: String,
    /// The header with the proof.
    header: String,
    /// Where to paste URL and secret.
    setup: String,
}

/// One entry of the catalogue.
#[derive(Serialize, ToSchema)]
pub struct OperationInfo {
    /// Whose it is.
    vendor: String,
    /// Its name, e.g. `tickets.list`.
    id: String,
    /// What it does.
    title: String,
    /// What it can do to the vendor's data.
    risk: Risk,
    /// JSON Schema of the input.
    #[schema(value_type = Object)]
    input_schema: Value,
    /// JSON Schema of the output.
    #[schema(value_type = Object)]
    output_schema: Value,
}

/// What a call can do.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Risk {
    /// Changes nothing.
    Read,
    /// Changes what can be changed back.
    Write,
    /// Waits for approval.
    Dangerous,
}

/// A password that was told once.
#[derive(Serialize, ToSchema)]
pub struct HandedOver {
    /// The password.
    secret: String,
    /// The operation that made it, e.g. `microsoft365.users.create`.
    operation: String,
}

/// What came of a call.
#[derive(Serialize, ToSchema)]
pub struct OperationAnswer {
    /// The output, as the operation's `output_schema` says.
    #[schema(value_type = Value)]
    output: Value,
}
