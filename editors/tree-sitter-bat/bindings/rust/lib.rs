//! The grammar of BAT OS for tree-sitter, and the queries that editors ask of its trees.

use tree_sitter_language::LanguageFn;

unsafe extern "C" {
    fn tree_sitter_batos() -> *const ();
}

/// The language, for `tree_sitter::Parser::set_language`.
// SAFETY: the generated function takes nothing and answers a table that is never changed nor freed.
pub const LANGUAGE: LanguageFn = unsafe { LanguageFn::from_raw(tree_sitter_batos) };

/// Which part of the text is of which class.
pub const HIGHLIGHTS_QUERY: &str = include_str!("../../queries/highlights.scm");

/// What names are local, and where.
pub const LOCALS_QUERY: &str = include_str!("../../queries/locals.scm");

/// What is defined where.
pub const TAGS_QUERY: &str = include_str!("../../queries/tags.scm");
