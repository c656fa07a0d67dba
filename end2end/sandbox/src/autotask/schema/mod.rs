//! Entities and their fields, by the names that stand on the wire.
//!
//! One table serves all: what a query may ask, what a write may contain, what `entityInformation` tells.

mod companies;
pub(crate) mod describe;
mod picklists;
mod resources;
mod tickets;
mod work;

use hyper::Method;

use picklists::Pick;
pub(crate) use picklists::ROLES;

pub(crate) use tickets::TICKETS;
pub(crate) use work::{TICKET_NOTES, TIME_ENTRIES, note_needs_title};

pub(crate) use companies::COMPANIES;
pub(crate) use resources::RESOURCES;

/// An entity.
#[derive(Debug)]
pub(crate) struct Entity {
    /// As in paths.
    pub plural: &'static str,
    /// As in error texts.
    pub singular: &'static str,
    pub fields: &'static [Field],
    /// Names of its user-defined fields.
    pub user_defined: &'static [&'static str],
    /// Writing methods on the entity itself.
    pub methods: &'static [&'static str],
}

impl Entity {
    pub fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields
            .iter()
            .find(|field| field.name.eq_ignore_ascii_case(name))
    }

    pub fn allows(&self, method: &Method) -> bool {
        self.methods.contains(&method.as_str())
    }
}

/// The entity of this name, in any case.
pub(crate) fn entity(plural: &str) -> Option<&'static Entity> {
    let all = [&TICKETS, &COMPANIES, &RESOURCES, &TIME_ENTRIES, &TICKET_NOTES];
    all.into_iter()
        .find(|entity| entity.plural.eq_ignore_ascii_case(plural))
}

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Integer,
    Long,
    Decimal,
    Text,
    Boolean,
    DateTime,
}

/// One field.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Field {
    pub name: &'static str,
    pub kind: Kind,
    /// Longest text; 0 for other kinds.
    pub length: usize,
    pub is_required: bool,
    pub is_read_only: bool,
    pub is_queryable: bool,
    /// Singular name of the entity that it refers to.
    pub reference: &'static str,
    pub picks: &'static [Pick],
    /// The field whose value decides which picks are there.
    pub parent: &'static str,
}

impl Field {
    const fn new(name: &'static str, kind: Kind) -> Self {
        let (length, is_required, is_read_only, is_queryable) = (0, false, false, true);
        Self {
            name,
            kind,
            length,
            is_required,
            is_read_only,
            is_queryable,
            reference: "",
            picks: &[],
            parent: "",
        }
    }

    const fn required(self) -> Self {
        Self {
            is_required: true,
            ..self
        }
    }

    const fn read_only(self) -> Self {
        Self {
            is_read_only: true,
            ..self
        }
    }

    const fn not_queryable(self) -> Self {
        Self {
            is_queryable: false,
            ..self
        }
    }

    const fn under(self, parent: &'static str) -> Self {
        Self { parent, ..self }
    }
}

const fn id() -> Field {
    Field::new("id", Kind::Long).read_only()
}
const fn int(name: &'static str) -> Field {
    Field::new(name, Kind::Integer)
}
const fn long(name: &'static str) -> Field {
    Field::new(name, Kind::Long)
}
const fn decimal(name: &'static str) -> Field {
    Field::new(name, Kind::Decimal)
}
const fn boolean(name: &'static str) -> Field {
    Field::new(name, Kind::Boolean)
}
const fn date(name: &'static str) -> Field {
    Field::new(name, Kind::DateTime)
}
const fn text(name: &'static str, length: usize) -> Field {
    Field {
        length,
        ..Field::new(name, Kind::Text)
    }
}
const fn refers(name: &'static str, reference: &'static str) -> Field {
    Field {
        reference,
        ..Field::new(name, Kind::Integer)
    }
}
const fn pick(name: &'static str, picks: &'static [Pick]) -> Field {
    Field {
        picks,
        ..Field::new(name, Kind::Integer)
    }
}
