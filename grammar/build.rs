//! Turns `bat.lalrpop` into the parser's tables.

fn main() {
    println!("cargo::rerun-if-changed=grammar/build.rs");
    lalrpop::Configuration::new()
        .set_in_dir("grammar")
        .emit_rerun_directives(true)
        .process()
        .expect("the grammar has no conflicts");
}
