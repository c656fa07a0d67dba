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
const NEVER: [&str; 3] = [
    // Hydrating piece by piece: `app/src/hydrate.rs` waits before it starts.
    "13hydrate_async",
    // Hydrating what a browser's template made.
    "21hydrate_from_template",
    // The list of all routes: the server asks for it.
    "15generate_routes",
];

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
                                if NEVER.iter().any(|part| naming.name.contains(part)) {
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
