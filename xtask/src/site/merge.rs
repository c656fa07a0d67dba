//! Joins pieces of a module.
//!
//! The splitter makes a piece of everything that the same set of pages reaches: hundreds of them, most smaller than the
//! request for them. Its pieces are simple: all have the types of the whole module, import its memory, table and globals,
//! export nothing, and meet other pieces only in the table. So joining them is putting their sections one after the other
//! and counting on. Anything else is refused. The custom sections (names, producers) are left out.

use std::fmt;

use anyhow::{Context, Result, bail};
use wasm_encoder::reencode::{Error, Reencode};
use wasm_encoder::{
    CodeSection, DataCountSection, DataSection, ElementSection, Encode, EntityType, FunctionSection,
    ImportSection, Module, Section, SectionId, TypeSection,
};
use wasmparser::{Import, Parser, Payload, TypeRef};

use super::never;

/// Makes one module of several pieces of the same module.
pub fn merge(pieces: &[&[u8]]) -> Result<Vec<u8>> {
    let mut whole = Whole::default();
    for piece in pieces {
        whole.add(piece)?;
    }
    whole.finish()
}

/// The sections so far.
#[derive(Default)]
struct Whole<'a> {
    /// As they are written; the same in every piece.
    types: Option<Vec<u8>>,
    imports: Vec<Import<'a>>,
    functions: FunctionSection,
    elements: ElementSection,
    code: CodeSection,
    data: DataSection,
}

impl<'a> Whole<'a> {
    fn add(&mut self, piece: &'a [u8]) -> Result<()> {
        let mut shift = Shift {
            functions: self.functions.len(),
            elements: self.elements.len(),
            data: self.data.len(),
            globals: Vec::new(),
        };
        for payload in Parser::new(0).parse_all(piece) {
            match payload.context("a piece is not a module")? {
                Payload::TypeSection(section) => {
                    let mut types = TypeSection::new();
                    shift.parse_type_section(&mut types, section)?;
                    let mut bytes = Vec::new();
                    types.encode(&mut bytes);
                    if *self.types.get_or_insert_with(|| bytes.clone()) != bytes {
                        bail!("two pieces have different types");
                    }
                }
                Payload::ImportSection(section) => {
                    for import in section.into_imports() {
                        self.import(import?, &mut shift)?;
                    }
                }
                Payload::FunctionSection(section) => {
                    shift.parse_function_section(&mut self.functions, section)?;
                }
                Payload::ElementSection(section) => {
                    shift.parse_element_section(&mut self.elements, section)?;
                }
                Payload::CodeSectionEntry(body) if never::is_trap(&body)? => {
                    self.code.raw(never::SHORT_TRAP);
                }
                Payload::CodeSectionEntry(body) => shift.parse_function_body(&mut self.code, body)?,
                Payload::DataSection(section) => shift.parse_data_section(&mut self.data, section)?,
                Payload::ExportSection(section) if section.count() == 0 => {}
                Payload::Version { .. }
                | Payload::DataCountSection { .. }
                | Payload::CodeSectionStart { .. }
                | Payload::CustomSection(_)
                | Payload::End(_) => {}
                other => bail!("a piece has a section that pieces do not have: {other:?}"),
            }
        }
        Ok(())
    }

    /// Takes over an import, unless another piece has it already.
    fn import(&mut self, import: Import<'a>, shift: &mut Shift) -> Result<()> {
        let same = |one: &Import<'_>| one.name == import.name && one.module == import.module;
        match self.imports.iter().find(|one| same(one)) {
            None => self.imports.push(import),
            Some(one) if one.ty == import.ty => {}
            Some(_) => bail!("two pieces import {} as different things", import.name),
        }
        // The table and the memory are one each, so their place is always the first.
        let of_kind = |wanted: fn(&TypeRef) -> bool| {
            let all = self.imports.iter().filter(|one| wanted(&one.ty));
            all.map(same).collect::<Vec<_>>()
        };
        match import.ty {
            TypeRef::Global(_) => {
                let globals = of_kind(|ty| matches!(ty, TypeRef::Global(_)));
                let place = globals
                    .iter()
                    .position(|same| *same)
                    .context("it was added above")?;
                shift.globals.push(u32::try_from(place)?);
            }
            TypeRef::Table(_) if of_kind(|ty| matches!(ty, TypeRef::Table(_))).len() == 1 => {}
            TypeRef::Memory(_) if of_kind(|ty| matches!(ty, TypeRef::Memory(_))).len() == 1 => {}
            _ => bail!("a piece imports {}, which pieces do not do", import.name),
        }
        Ok(())
    }

    fn finish(self) -> Result<Vec<u8>> {
        let mut imports = ImportSection::new();
        for import in &self.imports {
            imports.import(import.module, import.name, EntityType::try_from(import.ty)?);
        }
        let mut module = Module::new();
        if let Some(types) = &self.types {
            module.section(&AsWritten(SectionId::Type, types));
        }
        let data_count = DataCountSection {
            count: self.data.len(),
        };
        module
            .section(&imports)
            .section(&self.functions)
            .section(&self.elements)
            .section(&data_count)
            .section(&self.code)
            .section(&self.data);
        Ok(module.finish())
    }
}

/// A section whose bytes are there already, with their length before them.
struct AsWritten<'a>(SectionId, &'a [u8]);

impl Encode for AsWritten<'_> {
    fn encode(&self, sink: &mut Vec<u8>) {
        sink.extend_from_slice(self.1);
    }
}

impl Section for AsWritten<'_> {
    fn id(&self) -> u8 {
        self.0.into()
    }
}

/// Where the sections of a piece begin in the whole.
struct Shift {
    functions: u32,
    elements: u32,
    data: u32,
    /// The piece's globals → those of the whole.
    globals: Vec<u32>,
}

impl Reencode for Shift {
    type Error = NoSuchGlobal;

    fn function_index(&mut self, index: u32) -> Result<u32, Error<Self::Error>> {
        Ok(self.functions + index)
    }

    fn element_index(&mut self, index: u32) -> Result<u32, Error<Self::Error>> {
        Ok(self.elements + index)
    }

    fn data_index(&mut self, index: u32) -> Result<u32, Error<Self::Error>> {
        Ok(self.data + index)
    }

    fn global_index(&mut self, index: u32) -> Result<u32, Error<Self::Error>> {
        let known = usize::try_from(index)
            .ok()
            .and_then(|index| self.globals.get(index));
        known.copied().ok_or(Error::UserError(NoSuchGlobal(index)))
    }
}

/// A piece uses a global that it does not import.
#[derive(Debug)]
struct NoSuchGlobal(u32);

impl fmt::Display for NoSuchGlobal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a piece uses global {}, which it does not import", self.0)
    }
}

impl std::error::Error for NoSuchGlobal {}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use wasm_encoder::{ConstExpr, Elements, Function, GlobalType, MemoryType, RefType, TableType, ValType};

    /// A piece with one function that reads a global, stands in the table at `place` and has a byte of data there.
    fn piece(globals: &[&str], read: u32, place: i32) -> Vec<u8> {
        let mut types = TypeSection::new();
        types.ty().function([], [ValType::I32]);
        let mut imports = ImportSection::new();
        let table = TableType {
            element_type: RefType::FUNCREF,
            table64: false,
            minimum: 9,
            maximum: None,
            shared: false,
        };
        let memory = MemoryType {
            minimum: 1,
            maximum: None,
            memory64: false,
            shared: false,
            page_size_log2: None,
        };
        for name in globals {
            let global = GlobalType {
                val_type: ValType::I32,
                mutable: false,
                shared: false,
            };
            imports.import("main", name, global);
        }
        imports
            .import("main", "table", table)
            .import("main", "memory", memory);
        let mut functions = FunctionSection::new();
        functions.function(0);
        let mut elements = ElementSection::new();
        let here = ConstExpr::i32_const(place);
        elements.active(None, &here, Elements::Functions([0].as_slice().into()));
        let mut code = CodeSection::new();
        let mut body = Function::new([]);
        body.instructions().global_get(read).end();
        code.function(&body);
        let mut data = DataSection::new();
        data.active(0, &here, [7]);
        let mut module = Module::new();
        module
            .section(&types)
            .section(&imports)
            .section(&functions)
            .section(&elements)
            .section(&DataCountSection { count: 1 })
            .section(&code)
            .section(&data);
        module.finish()
    }

    fn printed(module: &[u8]) -> (Vec<String>, Vec<u32>, Vec<String>) {
        let (mut imports, mut elements, mut code) = (Vec::new(), Vec::new(), Vec::new());
        for payload in Parser::new(0).parse_all(module) {
            match payload.unwrap() {
                Payload::ImportSection(section) => {
                    let names = section
                        .into_imports()
                        .map(|import| import.unwrap().name.to_owned());
                    imports.extend(names);
                }
                Payload::ElementSection(section) => {
                    for element in section {
                        let wasmparser::ElementItems::Functions(items) = element.unwrap().items else {
                            continue;
                        };
                        elements.extend(items.into_iter().map(Result::unwrap));
                    }
                }
                Payload::CodeSectionEntry(body) => {
                    let mut operators = body.get_operators_reader().unwrap();
                    code.push(format!("{:?}", operators.read().unwrap()));
                }
                _ => {}
            }
        }
        (imports, elements, code)
    }

    #[test]
    fn functions_follow_each_other_and_globals_are_imported_once() {
        let pieces = [piece(&["a", "b"], 1, 3), piece(&["b", "c"], 1, 4)];
        let whole = merge(&[&pieces[0], &pieces[1]]).unwrap();
        wasmparser::validate(&whole).unwrap();
        let (imports, elements, code) = printed(&whole);
        assert_eq!(imports, ["a", "b", "table", "memory", "c"]);
        assert_eq!(elements, [0, 1]);
        assert_eq!(
            code,
            ["GlobalGet { global_index: 1 }", "GlobalGet { global_index: 2 }"]
        );
    }

    #[test]
    fn what_is_not_a_piece_is_refused() {
        let mut module = Module::new();
        let mut imports = ImportSection::new();
        imports.import("elsewhere", "f", EntityType::Function(0));
        let mut types = TypeSection::new();
        types.ty().function([], []);
        module.section(&types).section(&imports);
        let message = merge(&[&module.finish()]).unwrap_err().to_string();
        assert!(message.contains("imports f"), "{message}");
    }
}
