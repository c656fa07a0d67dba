//! Filters of devices and clients: an expression for consoles that filter themselves, a test of rows for those that do not.

use super::{
    inputs::{Mac, Term},
    model::{Device, Station},
};

/// What must hold of a row; all of it.
#[derive(Clone, Debug, Default)]
pub struct Filter(Vec<(Property, String)>);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Property {
    Mac,
    Ip,
    Name,
    NameHolds,
    Model,
    State,
    Kind,
    Access,
}

impl Filter {
    /// Nothing.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn with(mut self, property: Property, value: Option<impl ToString>) -> Self {
        self.0.extend(value.map(|value| (property, value.to_string())));
        self
    }

    /// With this MAC address.
    pub fn mac(self, mac: Option<&Mac>) -> Self {
        self.with(Property::Mac, mac)
    }

    /// With this IP address.
    pub fn ip(self, ip: Option<&Term>) -> Self {
        self.with(Property::Ip, ip)
    }

    /// Of this name.
    pub fn name(self, name: Option<&Term>) -> Self {
        self.with(Property::Name, name)
    }

    /// Whose name holds this text.
    pub fn name_holds(self, part: Option<&Term>) -> Self {
        self.with(Property::NameHolds, part)
    }

    /// Of this model.
    pub fn model(self, model: Option<&Term>) -> Self {
        self.with(Property::Model, model)
    }

    /// In this state.
    pub fn state(self, state: Option<&Term>) -> Self {
        self.with(Property::State, state.map(|state| state.as_str().to_uppercase()))
    }

    /// Of this type.
    pub fn kind(self, kind: Option<&str>) -> Self {
        self.with(Property::Kind, kind)
    }

    /// With this access.
    pub fn guest(self, guest: Option<bool>) -> Self {
        self.with(
            Property::Access,
            guest.map(|guest| if guest { "GUEST" } else { "DEFAULT" }),
        )
    }

    /// As the official API takes it; none when there is nothing to filter by.
    pub fn expression(&self) -> Option<String> {
        let parts: Vec<String> = self
            .0
            .iter()
            .map(|(property, value)| part(*property, value))
            .collect();
        match parts.as_slice() {
            [] => None,
            [one] => Some(one.clone()),
            many => Some(format!("and({})", many.join(","))),
        }
    }

    /// Whether a device passes.
    pub fn holds_device(&self, device: &Device) -> bool {
        self.0.iter().all(|(property, value)| {
            let told = match property {
                Property::Mac => &device.mac_address,
                Property::Ip => &device.ip_address,
                Property::Name | Property::NameHolds => &device.name,
                Property::Model => &device.model,
                Property::State => &device.state,
                Property::Kind | Property::Access => return true,
            };
            holds(*property, value, told.as_deref())
        })
    }

    /// Whether a client passes.
    pub fn holds_station(&self, station: &Station) -> bool {
        self.0.iter().all(|(property, value)| {
            let access = station
                .access
                .as_ref()
                .and_then(|access| access.get("type")?.as_str());
            let told = match property {
                Property::Mac => station.mac_address.as_deref(),
                Property::Ip => station.ip_address.as_deref(),
                Property::Name | Property::NameHolds => station.name.as_deref(),
                Property::Kind => station.kind.as_deref(),
                Property::Access => access,
                Property::Model | Property::State => return true,
            };
            holds(*property, value, told)
        })
    }
}

fn holds(property: Property, value: &str, told: Option<&str>) -> bool {
    told.is_some_and(|told| match property {
        Property::Mac => told.eq_ignore_ascii_case(value),
        Property::NameHolds => told.contains(value),
        _ => told == value,
    })
}

fn part(property: Property, value: &str) -> String {
    let name = match property {
        Property::Mac => "macAddress",
        Property::Ip => "ipAddress",
        Property::Name | Property::NameHolds => "name",
        Property::Model => "model",
        Property::State => "state",
        Property::Kind => "type",
        Property::Access => "access.type",
    };
    if property == Property::NameHolds {
        // In a pattern these three have a meaning of their own.
        let escaped = value.chars().flat_map(|c| {
            let escape = matches!(c, '\\' | '.' | '*').then_some('\\');
            escape.into_iter().chain([c])
        });
        let pattern: String = escaped.collect();
        return format!("{name}.like({})", quoted(&format!("*{pattern}*")));
    }
    format!("{name}.eq({})", quoted(value))
}

/// A text as the filter language writes it: a quote within is doubled.
pub fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn term(text: &str) -> Term {
        Term::try_from(text.to_owned()).unwrap()
    }

    #[test]
    fn quotes_and_patterns_cannot_break_out_of_the_expression() {
        let name = term("O'Brien') or id.ne('x");
        let filter = Filter::default().name(Some(&name));
        assert_eq!(
            filter.expression().unwrap(),
            "name.eq('O''Brien'') or id.ne(''x')"
        );
        let part = term("a*b.c\\");
        let filter = Filter::default().name_holds(Some(&part)).guest(Some(true));
        assert_eq!(
            filter.expression().unwrap(),
            "and(name.like('*a\\*b\\.c\\\\*'),access.type.eq('GUEST'))"
        );
        assert_eq!(Filter::default().expression(), None);
    }
}
