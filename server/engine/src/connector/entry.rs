//! Operations: typed inside, described outside.

use super::{client::Client, client::Opens, errors::CallError, session::Session};
use crate::policy::{Access, Grant, Read};
use contract::{
    field::FieldError,
    ids::VendorId,
    operation::{OperationInfo, Risk},
    target::Target,
};
use futures::future::BoxFuture;
use schemars::JsonSchema;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use std::future::Future;

/// Whether a request may be sent again when its fate is unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repeat {
    /// It reads, or doing it twice is doing it once.
    Safe,
    /// It may have acted.
    Never,
}

/// What is said of a call that its operation cannot look up.
pub const UNTOLD: &str = "Whether it was done cannot be told at this vendor's.";

/// What became of a call whose answer was lost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate<T> {
    /// It cannot be told; why, in a sentence for whoever must look.
    Unknown(&'static str),
    /// The vendor has not done it.
    NotDone,
    /// The vendor has done it; this is what it would have answered, as far as it can be told.
    Done(T),
}

impl<T> Fate<T> {
    /// The same with another answer.
    pub fn map<U>(self, answer: impl FnOnce(T) -> U) -> Fate<U> {
        match self {
            Self::Unknown(why) => Fate::Unknown(why),
            Self::NotDone => Fate::NotDone,
            Self::Done(given) => Fate::Done(answer(given)),
        }
    }
}

/// One named vendor call.
pub trait Operation: 'static {
    /// What it may do; the catalogue's risk follows from it.
    type Access: Opens;
    /// What it takes.
    type Input: DeserializeOwned + JsonSchema + Send;
    /// What it gives.
    type Output: Serialize + JsonSchema + Send;
    /// Its name, e.g. `tickets.list`.
    const ID: &'static str;
    /// What it does, for a menu.
    const TITLE: &'static str;
    /// Whether each call is written into the audit trail: all that changes something, and what a vendor's folder says.
    const AUDITED: bool = !matches!(<Self::Access as Access>::RISK, Risk::Read);
    /// Whether making it twice is making it once: all that reads, and what sets something to a value. It may then be made again
    /// when its answer was lost.
    const REPEAT: Repeat = match <Self::Access as Access>::RISK {
        Risk::Read => Repeat::Safe,
        Risk::Write | Risk::Dangerous => Repeat::Never,
    };
    /// Makes the call.
    fn run(
        client: Client<Self::Access>,
        input: Self::Input,
    ) -> impl Future<Output = Result<Self::Output, CallError>> + Send;
    /// What the call would act on and do, read before it is held and again before it is made; `None` where that says no more
    /// than the arguments do.
    fn target(
        _client: Client<Read>,
        _input: Self::Input,
    ) -> impl Future<Output = Result<Option<Target>, CallError>> + Send {
        std::future::ready(Ok(None))
    }
    /// Finds out what became of a call that was sent at or after a moment (milliseconds since 1970) and whose answer was lost.
    /// It says `NotDone` only where the vendor would show it by now.
    fn look_up(
        _client: Client<Read>,
        _input: Self::Input,
        _since: i64,
    ) -> impl Future<Output = Result<Fate<Self::Output>, CallError>> + Send {
        std::future::ready(Ok(Fate::Unknown(UNTOLD)))
    }
}

/// Why a call gave nothing.
#[derive(Debug)]
pub enum OperationError {
    /// The input is not what the schema says.
    Input(FieldError),
    /// The call failed.
    Call(CallError),
}

type CallFn = fn(Session, Grant, Value) -> BoxFuture<'static, Result<Value, OperationError>>;
type LookFn = fn(Session, Value, i64) -> BoxFuture<'static, Result<Fate<Value>, OperationError>>;
type TargetFn = fn(Session, Value) -> BoxFuture<'static, Result<Option<Target>, OperationError>>;

/// An operation in the catalogue: its description, and an ordinary function pointer that runs it.
pub struct Entry {
    /// Its description.
    pub info: OperationInfo,
    /// Whether each call is written into the audit trail.
    pub audited: bool,
    /// Whether it may be made again when its answer was lost.
    pub repeat: Repeat,
    call: CallFn,
    target: TargetFn,
    look_up: LookFn,
    check: fn(Value) -> Result<(), OperationError>,
}

impl Entry {
    /// The entry of an operation.
    pub fn of<O: Operation>(vendor: &VendorId) -> Self {
        let info = OperationInfo {
            vendor: vendor.clone(),
            id: O::ID.into(),
            title: O::TITLE.into(),
            risk: <O::Access as Access>::RISK,
            input_schema: schemars::schema_for!(O::Input).to_value(),
            output_schema: schemars::schema_for!(O::Output).to_value(),
        };
        Self {
            info,
            audited: O::AUDITED,
            call: run::<O>,
            target: describe::<O>,
            look_up: look_up::<O>,
            repeat: O::REPEAT,
            check: |input| read_input::<O>(input).map(|_| ()),
        }
    }

    /// Checks an input against the operation's type, without calling anything.
    pub fn check(&self, input: &Value) -> Result<(), OperationError> {
        (self.check)(input.clone())
    }

    /// What it would act on; reads only.
    pub async fn target(&self, session: &Session, input: Value) -> Result<Option<Target>, OperationError> {
        (self.target)(session.for_operation(self.info.id.clone()), input).await
    }

    /// Finds out what became of a call whose answer was lost; reads only.
    pub async fn look_up(
        &self,
        session: &Session,
        input: Value,
        since: i64,
    ) -> Result<Fate<Value>, OperationError> {
        (self.look_up)(session.for_operation(self.info.id.clone()), input, since).await
    }

    /// Runs it.
    pub async fn call(&self, session: &Session, grant: Grant, input: Value) -> Result<Value, OperationError> {
        (self.call)(session.for_operation(self.info.id.clone()), grant, input).await
    }
}

fn read_input<O: Operation>(input: Value) -> Result<O::Input, OperationError> {
    let input = if input.is_null() {
        Value::Object(serde_json::Map::new())
    } else {
        input
    };
    serde_path_to_error::deserialize(input).map_err(|why| input_error(&why))
}

fn run<O: Operation>(
    session: Session,
    grant: Grant,
    input: Value,
) -> BoxFuture<'static, Result<Value, OperationError>> {
    Box::pin(async move {
        let input = read_input::<O>(input)?;
        let client = session.client::<O::Access>(grant).map_err(OperationError::Call)?;
        let output = O::run(client, input).await.map_err(OperationError::Call)?;
        serde_json::to_value(output).map_err(|why| {
            let kind = super::errors::CallErrorKind::Contract { at: why.to_string() };
            OperationError::Call(session.error(kind))
        })
    })
}

fn describe<O: Operation>(
    session: Session,
    input: Value,
) -> BoxFuture<'static, Result<Option<Target>, OperationError>> {
    Box::pin(async move {
        let input = read_input::<O>(input)?;
        O::target(session.reader(), input)
            .await
            .map_err(OperationError::Call)
    })
}

fn look_up<O: Operation>(
    session: Session,
    input: Value,
    since: i64,
) -> BoxFuture<'static, Result<Fate<Value>, OperationError>> {
    Box::pin(async move {
        let input = read_input::<O>(input)?;
        let fate = O::look_up(session.reader(), input, since).await;
        Ok(match fate.map_err(OperationError::Call)? {
            Fate::Unknown(why) => Fate::Unknown(why),
            Fate::NotDone => Fate::NotDone,
            Fate::Done(output) => Fate::Done(serde_json::to_value(output).map_err(|why| {
                let kind = super::errors::CallErrorKind::Contract { at: why.to_string() };
                OperationError::Call(session.error(kind))
            })?),
        })
    })
}

fn input_error(why: &serde_path_to_error::Error<serde_json::Error>) -> OperationError {
    let words = why.inner().to_string();
    let quoted = words.split('`').nth(1).map(str::to_owned);
    let path = why.path().to_string();
    let (code, named) = if words.starts_with("missing field") {
        ("required", quoted)
    } else if words.starts_with("unknown field") {
        ("unknown_field", quoted)
    } else {
        ("wrong_type", None)
    };
    let field = match (path.as_str(), named) {
        (".", Some(name)) => name,
        (".", None) => "input".to_owned(),
        (path, Some(name)) if !path.ends_with(&name) => format!("{path}.{name}"),
        (path, _) => path.to_owned(),
    };
    OperationError::Input(FieldError::new(
        field,
        code,
        format!("{words}; see the operation's input schema."),
    ))
}
