//! Compiles the parser that the tree-sitter program has generated, and the scanner.

fn main() {
    let sources = ["src/parser.c", "src/scanner.c"];
    cc::Build::new().std("c11").include("src").files(sources).warnings(false).compile("tree-sitter-batos");
    for source in sources {
        println!("cargo::rerun-if-changed={source}");
    }
}
