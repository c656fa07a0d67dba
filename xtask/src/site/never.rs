//! Takes out what a linker cannot know to be unused.
//!
//! Leptos keeps in each view that it erased all ways of drawing it, as pointers, so the linker keeps them all: a tenth of
//! the browser part is ways that are never gone here. Their bodies become a trap, and what only they reach is gone with
//! them. If one were run after all, the page would stop with `unreachable` in the console, which every browser test takes
//! for a failure.
//!
//! A body keeps its length (relocations count bytes from the start of the code), and its relocations are removed.

use std::collections::HashSet;
use std::ops::Range;

use anyhow::{Context, Result, bail};
use wasm_encoder::{CustomSection, Encode, Module, RawSection};
use wasmparser::{
    BinaryReader, FunctionBody, KnownCustom, Name, Operator, Parser, Payload, RelocSectionReader,
};

/// Parts of the linker's names, with their length before them as they are written there.
const NEVER: [&str; 2] = [
    // Hydrating piece by piece: `app/src/hydrate.rs` waits before it starts.
    "13hydrate_async",
    // The list of all routes: the server asks for it.
    "15generate_routes",
];

/// How a linker's name says that something is a closure, or the body of an `async fn`.
const CLOSURE: &str = "28_$u7b$$u7b$closure$u7d$$u7d$";

/// True for one of those ways itself, and for its closures.
///
/// A function that is written *inside* one is none: the optimiser keeps one of several that are alike, and the one it keeps
/// may be the one inside a way that is never gone, called from others that are.
fn is_never(name: &str) -> bool {
    NEVER.iter().any(|part| {
        name.split_once(part).is_some_and(|(_, rest)| {
            let mut rest = rest;
            while let Some(inside) = rest.strip_prefix(CLOSURE) {
                rest = inside;
            }
            // The hash at the end of every name.
            rest.starts_with("17h")
        })
    })
}

const UNREACHABLE: u8 = 0x00;
const NOP: u8 = 0x01;
const END: u8 = 0x0b;

/// A trap without the bytes that keep its length.
pub const SHORT_TRAP: &[u8] = &[0, UNREACHABLE, END];

/// True for a body that was taken out.
pub fn is_trap(body: &FunctionBody<'_>) -> Result<bool> {
    let mut operators = body.get_operators_reader()?;
    let starts = matches!(operators.read()?, Operator::Unreachable);
    Ok(starts && matches!(operators.read()?, Operator::Nop))
}

/// The module without those bodies.
pub fn without(module: &[u8]) -> Result<Vec<u8>> {
    let sections = read(module)?;
    let bodies: Vec<&Range<usize>> = sections
        .bodies
        .iter()
        .enumerate()
        .filter(|(index, _)| sections.never.contains(&(index + sections.imported)))
        .map(|(_, body)| body)
        // There must be room for the trap: no locals, the trap itself, the end.
        .filter(|body| body.len() >= 3)
        .collect();
    if bodies.is_empty() {
        bail!("the module has no function named like {NEVER:?}: were the names removed?");
    }
    let mut trapped = module.to_vec();
    for body in &bodies {
        let bytes = &mut trapped[(*body).clone()];
        bytes.fill(NOP);
        bytes[0] = 0;
        bytes[1] = UNREACHABLE;
        bytes[bytes.len() - 1] = END;
    }
    let code = sections.code.context("the module has no code")?;
    let gone = |offset: u32| {
        let at = code + offset as usize;
        // Bodies stand in the order of their bytes.
        let after = bodies.partition_point(|body| body.end <= at);
        bodies.get(after).is_some_and(|body| body.contains(&at))
    };
    rewrite(&trapped, gone)
}

/// What has to be known of a module.
#[derive(Default)]
struct Sections {
    /// How many functions are imported; the others are counted on from there.
    imported: usize,
    /// Where each body stands, with its locals.
    bodies: Vec<Range<usize>>,
    /// Where the code's bytes begin, from which relocations count.
    code: Option<usize>,
    /// Functions that are never run.
    never: HashSet<usize>,
}

fn read(module: &[u8]) -> Result<Sections> {
    let mut sections = Sections::default();
    for payload in Parser::new(0).parse_all(module) {
        match payload.context("the linker's file is not a module")? {
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    if matches!(import?.ty, wasmparser::TypeRef::Func(_)) {
                        sections.imported += 1;
                    }
                }
            }
            Payload::CodeSectionStart { range, .. } => sections.code = Some(usize::try_from(range.start)?),
            Payload::CodeSectionEntry(body) => {
                let range = body.range();
                let range = usize::try_from(range.start)?..usize::try_from(range.end)?;
                sections.bodies.push(range);
            }
            Payload::CustomSection(section) => {
                if let KnownCustom::Name(names) = section.as_known() {
                    for name in names {
                        if let Name::Function(names) = name? {
                            for naming in names {
                                let naming = naming?;
                                if is_never(naming.name) {
                                    sections.never.insert(naming.index as usize);
                                }
                            }
                        }
                    }
                }
            }
            _ => {}
        }
    }
    Ok(sections)
}

/// Copies a module, leaving out the relocations of the code that are gone.
fn rewrite(module: &[u8], gone: impl Fn(u32) -> bool) -> Result<Vec<u8>> {
    let mut copy = Module::new();
    for payload in Parser::new(0).parse_all(module) {
        let payload = payload?;
        match &payload {
            Payload::CustomSection(section) if section.name() == "reloc.CODE" => {
                let reader = BinaryReader::new(section.data(), 0);
                let relocations = kept(&RelocSectionReader::new(reader)?, &gone)?;
                copy.section(&CustomSection {
                    name: "reloc.CODE".into(),
                    data: relocations.into(),
                });
            }
            _ => {
                if let Some((id, range)) = payload.as_section() {
                    let range = usize::try_from(range.start)?..usize::try_from(range.end)?;
                    let data = &module[range];
                    copy.section(&RawSection { id, data });
                }
            }
        }
    }
    Ok(copy.finish())
}

/// The relocations that stay, as the section's bytes.
fn kept(relocations: &RelocSectionReader<'_>, gone: impl Fn(u32) -> bool) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut count = 0_u32;
    for entry in relocations.entries() {
        let entry = entry?;
        if gone(entry.offset) {
            continue;
        }
        count += 1;
        bytes.push(entry.ty as u8);
        entry.offset.encode(&mut bytes);
        entry.index.encode(&mut bytes);
        match entry.ty.addend_kind() {
            wasmparser::RelocAddendKind::None => {}
            wasmparser::RelocAddendKind::Addend32 => i32::try_from(entry.addend)?.encode(&mut bytes),
            wasmparser::RelocAddendKind::Addend64 => entry.addend.encode(&mut bytes),
        }
    }
    let mut section = Vec::new();
    relocations.section_index().encode(&mut section);
    count.encode(&mut section);
    section.extend(bytes);
    Ok(section)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_way_and_its_closures_are_never_run_but_what_is_written_inside_may_be_shared() {
        let way = "_ZN6tachys4view10RenderHtml13hydrate_async";
        for ending in [
            "17h8ec8b9caf30666c3E",
            "28_$u7b$$u7b$closure$u7d$$u7d$17h8ec8b9caf30666c3E",
        ] {
            assert!(is_never(&format!("{way}{ending}")), "{ending}");
        }
        let inside = "28_$u7b$$u7b$closure$u7d$$u7d$4prep17hdf0a0365e673196fE";
        assert!(!is_never(&format!("{way}{inside}")));
        assert!(!is_never(
            "_ZN6tachys4view10RenderHtml7hydrate17h8ec8b9caf30666c3E"
        ));
    }
}
