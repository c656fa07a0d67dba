//! Whether traces are sent. The variables are OpenTelemetry's own, so they come from the environment only: the SDK reads the
//! rest of them (headers, sampler, batches) where it finds them.

use super::{error::ConfigError, parse, source::Source};

/// The settings of traces.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TraceSettings {
    /// True when a collector is set.
    pub on: bool,
    /// True when the operator has named the service.
    pub named: bool,
}

impl TraceSettings {
    pub(super) fn from_source(source: &Source) -> Result<Self, ConfigError> {
        let collector = "http://127.0.0.1:4318";
        let all = source.standard("OTEL_EXPORTER_OTLP_ENDPOINT", collector, parse::url)?;
        let traces = source.standard("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", collector, parse::url)?;
        for name in [
            "OTEL_EXPORTER_OTLP_PROTOCOL",
            "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL",
        ] {
            source.standard(name, "http/protobuf", |text| match text {
                "http/protobuf" => Ok(()),
                _ => Err("must be http/protobuf: no other protocol is built in".to_owned()),
            })?;
        }
        let off = source.standard("OTEL_SDK_DISABLED", "true", |text| {
            Ok(text.eq_ignore_ascii_case("true"))
        })?;
        let none = source.standard("OTEL_TRACES_EXPORTER", "otlp", |text| match text {
            "otlp" => Ok(false),
            "none" => Ok(true),
            _ => Err("must be otlp or none".to_owned()),
        })?;
        let name = source.standard("OTEL_SERVICE_NAME", "ops-ai", |_| Ok(()))?;
        let named = source.standard("OTEL_RESOURCE_ATTRIBUTES", "service.name=ops-ai", |text| {
            Ok(text.contains("service.name="))
        })?;
        Ok(Self {
            on: (all.is_some() || traces.is_some()) && off != Some(true) && none != Some(true),
            named: name.is_some() || named == Some(true),
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> Result<TraceSettings, ConfigError> {
        let environment = pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        TraceSettings::from_source(&Source::new(environment, "", "ops-ai.toml").unwrap())
    }

    #[test]
    fn only_a_collector_switches_traces_on_and_the_standard_switches_switch_them_off() {
        assert!(!read(&[]).unwrap().on);
        let collector = ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:4318");
        let traces = (
            "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
            "http://127.0.0.1:4318/v1/traces",
        );
        assert!(read(&[collector]).unwrap().on && read(&[traces]).unwrap().on);
        assert!(!read(&[collector, ("OTEL_SDK_DISABLED", "true")]).unwrap().on);
        assert!(!read(&[collector, ("OTEL_TRACES_EXPORTER", "none")]).unwrap().on);
        assert!(read(&[collector, ("OTEL_SERVICE_NAME", "msp")]).unwrap().named);
    }

    #[test]
    fn what_cannot_be_meant_is_refused_by_its_name() {
        for (name, value) in [
            ("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4317"),
            ("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"),
            ("OTEL_TRACES_EXPORTER", "zipkin"),
        ] {
            let error = read(&[(name, value)]).unwrap_err().to_string();
            assert!(error.contains(name), "{error}");
        }
    }
}
