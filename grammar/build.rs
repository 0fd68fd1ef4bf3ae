//! Turns `bat.lalrpop` into the parser's tables, and gathers the library's sources for the binary.

use std::fmt::Write;
use std::path::Path;

fn main() {
    println!("cargo::rerun-if-changed=grammar/build.rs");
    lalrpop::Configuration::new()
        .set_in_dir("grammar")
        .emit_rerun_directives(true)
        .process()
        .expect("the grammar has no conflicts");
    gather_library();
}

/// Writes `library.rs`: the files that `stdlib/boot` lists, in its order, as (name, text) pairs.
fn gather_library() {
    // Asked for as it runs, since a folder may be moved with what was built in it.
    let package = std::env::var("CARGO_MANIFEST_DIR").expect("cargo sets CARGO_MANIFEST_DIR");
    let root = Path::new(&package).join("stdlib");
    println!("cargo::rerun-if-changed=stdlib");
    let boot = std::fs::read_to_string(root.join("boot")).expect("stdlib/boot lists the library's files");
    let mut list = String::from("&[\n");
    for name in boot.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let path = root.join(name);
        writeln!(list, "    ({name:?}, include_str!({path:?})),").expect("writing to a string");
    }
    list.push_str("]\n");
    let out = std::env::var("OUT_DIR").expect("cargo sets OUT_DIR");
    std::fs::write(Path::new(&out).join("library.rs"), list).expect("OUT_DIR is writable");
}
