//! Asking for work outside the world: see `vm/outside.rs`. Each answers a vector that the library takes apart.

use std::path::PathBuf;

use crate::object::kind::Kind;
use crate::object::value::Value;
use crate::vm::Vm;
use crate::vm::outside::Deed;
use crate::vm::primitive::Answer;
use crate::vm::primitive::Effect;
use crate::vm::primitive::Fault;
use crate::vm::primitive::Primitive;
use crate::vm::primitive::Requested;
use crate::vm::primitive::row;

pub(in crate::vm) const TABLE: &[Primitive] = &[
    row("_ReadLine", Effect::File, |vm, _| wish(vm, Deed::ReadLine), "The next line of the standard input."),
    row("_ReadInput", Effect::File, |vm, _| wish(vm, Deed::ReadInput), "What is left of the standard input."),
    row(
        "_FileText",
        Effect::File,
        |vm, args| at(vm, args, Deed::ReadText),
        "What the file at this path holds, as text.",
    ),
    row("_FileBytes", Effect::File, |vm, args| at(vm, args, Deed::ReadBytes), "What the file at this path holds."),
    row("_FileWrite:", Effect::File, |vm, args| with(vm, args, Deed::Write), "Writes a file whole, or not at all."),
    row("_FileAppend:", Effect::File, |vm, args| with(vm, args, Deed::Append), "Adds to the end of a file."),
    row(
        "_FileFacts",
        Effect::File,
        |vm, args| at(vm, args, Deed::Facts),
        "What is at this path: kind, size, when it was changed.",
    ),
    row("_FileDelete", Effect::File, |vm, args| at(vm, args, Deed::Delete), "Removes a file or an empty folder."),
    row("_FileRename:", Effect::File, |vm, args| to(vm, args, Deed::Rename), "Gives a file or folder another path."),
    row("_FileCopy:", Effect::File, |vm, args| to(vm, args, Deed::Copy), "Copies a file."),
    row("_FolderEntries", Effect::File, |vm, args| at(vm, args, Deed::Entries), "The names in a folder, sorted."),
    row("_FolderMake", Effect::File, |vm, args| at(vm, args, Deed::MakeFolder), "Makes a folder, and those around it."),
];

fn wish(vm: &mut Vm, deed: Deed) -> Answer {
    if vm.is_atomic() {
        return Err(Fault::Atomic);
    }
    vm.requested = Requested::Outside(deed);
    Err(Fault::Stop)
}

fn path(vm: &Vm, value: Value) -> Result<PathBuf, Fault> {
    let text = vm.heap.string(value).ok_or(Fault::BadType)?;
    // No system has such a path.
    if text.is_empty() || text.contains('\0') { Err(Fault::BadType) } else { Ok(PathBuf::from(text)) }
}

fn at(vm: &mut Vm, args: &[Value], deed: fn(PathBuf) -> Deed) -> Answer {
    let path = path(vm, args[0])?;
    wish(vm, deed(path))
}

fn to(vm: &mut Vm, args: &[Value], deed: fn(PathBuf, PathBuf) -> Deed) -> Answer {
    let (from, to) = (path(vm, args[0])?, path(vm, args[1])?);
    wish(vm, deed(from, to))
}

fn with(vm: &mut Vm, args: &[Value], deed: fn(PathBuf, Vec<u8>) -> Deed) -> Answer {
    let path = path(vm, args[0])?;
    let contents = match vm.heap.string(args[1]) {
        Some(text) => text.as_bytes().to_vec(),
        None => vm.heap.object_of_kind(args[1], Kind::Bytes).ok_or(Fault::BadType)?.bytes().to_vec(),
    };
    wish(vm, deed(path, contents))
}
