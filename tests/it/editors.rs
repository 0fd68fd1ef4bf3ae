//! The grammars in `editors/` are held to the language's own parser and to `src/syntax/token.rs`. What needs the editors
//! themselves is in `editors/test/`.
//!
//! `BATOS_SEED=n` mutates other programs, `BATOS_SECONDS=n` for longer.

use std::collections::BTreeSet;
use std::ops::Range;
use std::path::Path;
use std::path::PathBuf;
use std::time::Duration;
use std::time::Instant;

use batos::syntax::ast::Body;
use batos::syntax::ast::Expr;
use batos::syntax::ast::ExprKind;
use batos::syntax::ast::Item;
use batos::syntax::ast::SlotKind;
use batos::syntax::ast::SlotList;
use batos::syntax::parse::NewlineRule;
use batos::syntax::parse::parse_script;
use batos::text::source::Source;
use batos::text::source::Span;
use tree_sitter::Node;
use tree_sitter::Parser;
use tree_sitter::Query;
use tree_sitter::QueryCursor;
use tree_sitter::StreamingIterator;

use crate::agree::variable;
use crate::corpus;

/// What our parser refuses and a grammar cannot: two names that are the same. Such an item is left where the mistake is seen,
/// and if it was a slot list the period behind it counts as a second mistake.
const NOT_SEEN: &[&str] = &["duplicate-slot"];
const AFTER_NOT_SEEN: &str = "empty-statement";

fn top(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn read(path: &Path) -> String {
    let bytes = std::fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    String::from_utf8_lossy(&bytes).into_owned()
}

fn parser() -> Parser {
    let mut parser = Parser::new();
    parser.set_language(&tree_sitter_batos::LANGUAGE.into()).expect("both are of one version");
    parser
}

/// Every program of the repository, well formed or not.
fn programs() -> Vec<(String, String)> {
    let folders =
        ["examples", "stdlib", "tests/syntax", "tests/conformance", "tests/language", "tests/image", "benches"];
    let mut found = Vec::new();
    for folder in folders {
        for path in corpus::files(&top(folder), &["bat"]) {
            found.push((path.strip_prefix(top("")).unwrap_or(&path).display().to_string(), read(&path)));
        }
    }
    assert!(found.len() > 150, "{} programs", found.len());
    found
}

/// The codes of our parser's mistakes; none if the program is well formed.
fn our_mistakes(text: &str) -> Vec<&'static str> {
    match parse_script(&Source::new("", text), NewlineRule::Bat) {
        Ok(_) => Vec::new(),
        Err(mistakes) => mistakes.iter().map(|mistake| mistake.code).collect(),
    }
}

#[derive(Debug, PartialEq)]
enum Judgement {
    BothAccept,
    BothRefuse,
    /// It accepts what ours refuses for a reason of `NOT_SEEN` alone, or they differ in a way that is known.
    NotSeen,
    Disagree(String),
}

/// A rare difference: tree-sitter ends the first line, `#!…`, at a NUL.
fn is_known(text: &str) -> bool {
    let first = text.lines().next().unwrap_or_default();
    first.starts_with("#!") && first.contains('\0')
}

fn judge(parser: &mut Parser, text: &str) -> Judgement {
    let tree = parser.parse(text, None).expect("nobody cancels it");
    let accepted = !tree.root_node().has_error();
    let ours = our_mistakes(text);
    match (ours.is_empty(), accepted) {
        (true, true) => Judgement::BothAccept,
        (false, false) => Judgement::BothRefuse,
        _ if is_known(text) => Judgement::NotSeen,
        (false, true)
            if NOT_SEEN.contains(&ours[0])
                && ours.iter().all(|code| NOT_SEEN.contains(code) || *code == AFTER_NOT_SEEN) =>
        {
            Judgement::NotSeen
        }
        (false, true) => Judgement::Disagree(format!("ours refuses: {ours:?}")),
        (true, false) => Judgement::Disagree(format!("tree-sitter refuses: {}", tree.root_node().to_sexp())),
    }
}

#[test]
fn tree_sitter_judges_every_program_as_we_do() {
    let mut parser = parser();
    let mut wrong = Vec::new();
    for (name, text) in programs() {
        let whole = judge(&mut parser, &text);
        if let Judgement::Disagree(why) = whole {
            wrong.push(format!("{name}: {why}"));
        }
        // Programs with expectations are one a line.
        for (number, line) in text.lines().enumerate() {
            if let Judgement::Disagree(why) = judge(&mut parser, line) {
                wrong.push(format!("{name}:{}: {why}\n    {line}", number + 1));
            }
        }
    }
    assert!(wrong.is_empty(), "{} disagree\n{}", wrong.len(), wrong.join("\n"));
}

// Broken programs.

/// A generator of numbers that is the same everywhere: splitmix64.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % bound.max(1) as u64) as usize
    }
}

/// Where each token stands, comments left out.
fn tokens(parser: &mut Parser, text: &str) -> Vec<Range<usize>> {
    let tree = parser.parse(text, None).expect("nobody cancels it");
    let mut found = Vec::new();
    let mut nodes = vec![tree.root_node()];
    while let Some(node) = nodes.pop() {
        if node.child_count() == 0 || node.kind() == "string" {
            if !node.byte_range().is_empty() && !node.is_extra() {
                found.push(node.byte_range());
            }
            continue;
        }
        let mut cursor = node.walk();
        nodes.extend(node.children(&mut cursor));
    }
    found.sort_by_key(|range| range.start);
    found
}

/// Pieces of programs that are small enough to be mutated thousands of times: the items, and single lines of the others.
fn pieces() -> Vec<String> {
    const LONGEST: usize = 1500;
    let mut parser = parser();
    let mut found = BTreeSet::new();
    for (_, text) in programs() {
        let tree = parser.parse(&text, None).expect("nobody cancels it");
        let mut cursor = tree.walk();
        for node in tree.root_node().children(&mut cursor) {
            found.insert(text[node.byte_range()].to_string());
        }
        found.extend(text.lines().map(str::to_string));
    }
    found.retain(|piece| piece.len() > 4 && piece.len() < LONGEST && !piece.trim_start().starts_with('"'));
    found.into_iter().collect()
}

/// Spellings that depend on what stands beside them.
const SPICE: &[&str] = &[
    "-4",
    "-",
    "3",
    "1.5",
    "16r1F",
    "1e5",
    "12e",
    "3.e4",
    "007",
    "'s'",
    "'\\q'",
    "\"c\"",
    "x",
    "_x",
    "X",
    "x:",
    "X:",
    ":x",
    ":X",
    "self",
    "resend",
    "resend.x",
    "p.x",
    "p.",
    "super",
    "return",
    "var",
    ".",
    "|",
    "||",
    "|-",
    "^",
    "^^",
    "^x",
    "=",
    "==",
    "<-",
    "<--",
    "*",
    "**",
    "*=",
    "*<-",
    "*|",
    "+",
    "#",
    "#x",
    "#(",
    "$x",
    "//",
    "--",
    ";",
    ",",
    "\\",
    "\\\n",
    "\n",
    "\r\n",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "(|",
    "|)",
    "[|",
    "||)",
    "{'a'",
    "{} = 'a'.",
    ":=",
    ":",
    "at:",
    "put:",
    "Put:",
    "é",
    "\u{0}",
];

fn mutate(parser: &mut Parser, text: &str, numbers: &mut Numbers) -> String {
    let tokens = tokens(parser, text);
    if tokens.is_empty() {
        return text.to_string();
    }
    let at = tokens[numbers.below(tokens.len())].clone();
    let other = tokens[numbers.below(tokens.len())].clone();
    let (before, token, after) = (&text[..at.start], &text[at.clone()], &text[at.end..]);
    let spice = SPICE[numbers.below(SPICE.len())];
    let blank = if numbers.below(2) == 0 { " " } else { "" };
    match numbers.below(7) {
        0 => format!("{before}{after}"),
        1 => format!("{before}{token}{blank}{token}{after}"),
        2 => format!("{before}{}{after}", &text[other]),
        3 => format!("{before}{}{blank}{token}{after}", &text[other]),
        4 => format!("{before}{spice}{after}"),
        5 => format!("{before}{token}{blank}{spice}{blank}{after}"),
        _ => format!("{before}{blank}{}", after.trim_start()),
    }
}

#[test]
fn tree_sitter_judges_broken_programs_as_we_do() {
    let time = variable("BATOS_SECONDS").map(Duration::from_secs);
    let mut numbers = Numbers(variable("BATOS_SEED").unwrap_or(1));
    let mut parser = parser();
    let pieces = pieces();
    let start = Instant::now();
    let (mut both_accept, mut both_refuse, mut not_seen, mut wrong) = (0, 0, 0, Vec::new());
    let mut count = 0;
    while time.map_or(count < 20_000, |time| start.elapsed() < time) {
        let mut text = pieces[numbers.below(pieces.len())].clone();
        for _ in 0..1 + numbers.below(2) {
            text = mutate(&mut parser, &text, &mut numbers);
        }
        count += 1;
        match judge(&mut parser, &text) {
            Judgement::BothAccept => both_accept += 1,
            Judgement::BothRefuse => both_refuse += 1,
            Judgement::NotSeen => not_seen += 1,
            Judgement::Disagree(why) => wrong.push(format!("{why}\n    {}", text.replace('\n', "\n    "))),
        }
    }
    println!(
        "{count} programs: {both_accept} accepted, {both_refuse} refused, {not_seen} judged differently as expected"
    );
    assert!(both_accept > count / 10 && both_refuse > count / 10, "{both_accept} accepted, {both_refuse} refused");
    let shown = &wrong[..wrong.len().min(12)];
    assert!(wrong.is_empty(), "{} of {count} disagree\n{}", wrong.len(), shown.join("\n"));
}

// Trees.

/// What stands where: the byte it begins at, the byte behind it, and what it is.
type Facts = BTreeSet<(usize, usize, &'static str)>;

fn note(facts: &mut Facts, span: Span, what: &'static str) {
    facts.insert((span.start as usize, span.end as usize, what));
}

fn facts_of_slots(slots: &SlotList, facts: &mut Facts) {
    for slot in &slots.slots {
        match &slot.kind {
            SlotKind::Constant(value) => {
                note(facts, slot.name_span, "constant");
                facts_of_expr(value, facts);
            }
            SlotKind::Assignable(value) => {
                note(facts, slot.name_span, "assignable");
                value.iter().for_each(|value| facts_of_expr(value, facts));
            }
            SlotKind::Argument => {}
            SlotKind::Method(method) => {
                note(facts, method.span, "method");
                facts_of_body(method.body(), facts);
            }
        }
    }
}

fn facts_of_body(body: &Body, facts: &mut Facts) {
    body.arguments.iter().for_each(|argument| note(facts, argument.span, "argument"));
    facts_of_slots(&body.locals, facts);
    body.statements.iter().for_each(|statement| facts_of_expr(statement, facts));
}

fn facts_of_expr(expr: &Expr, facts: &mut Facts) {
    match &expr.kind {
        ExprKind::Integer(_) | ExprKind::Float(_) => note(facts, expr.span, "number"),
        ExprKind::String(_) => note(facts, expr.span, "string"),
        ExprKind::SelfRef => note(facts, expr.span, "self"),
        ExprKind::Unary { receiver, messages } => {
            receiver.iter().for_each(|receiver| facts_of_expr(receiver, facts));
            messages.iter().for_each(|(_, span)| note(facts, *span, "unary"));
        }
        ExprKind::Binary { receiver, operators, arguments, .. } => {
            receiver.iter().for_each(|receiver| facts_of_expr(receiver, facts));
            operators.iter().for_each(|span| note(facts, *span, "binary"));
            arguments.iter().for_each(|argument| facts_of_expr(argument, facts));
        }
        ExprKind::Keyword { receiver, parts, arguments, .. } => {
            note(facts, expr.span, "keyword message");
            receiver.iter().for_each(|receiver| facts_of_expr(receiver, facts));
            parts.iter().for_each(|span| note(facts, *span, "keyword"));
            arguments.iter().for_each(|argument| facts_of_expr(argument, facts));
        }
        ExprKind::Resend { arguments, .. } => {
            note(facts, expr.span, "resend");
            arguments.iter().for_each(|argument| facts_of_expr(argument, facts));
        }
        ExprKind::Object(slots) => {
            note(facts, expr.span, "object");
            facts_of_slots(slots, facts);
        }
        ExprKind::Block(body) => {
            note(facts, expr.span, "block");
            facts_of_body(body, facts);
        }
        ExprKind::Annotated { body, .. } => {
            note(facts, expr.span, "annotated");
            facts_of_expr(body, facts);
        }
        ExprKind::Parens(inner) => {
            note(facts, expr.span, "parens");
            facts_of_expr(inner, facts);
        }
    }
}

/// The same of a tree-sitter tree.
fn facts_of_node(node: Node<'_>, facts: &mut Facts) {
    let parent = node.parent().map_or("", |parent| parent.kind());
    let field = |name: &str| node.parent().is_some_and(|parent| parent.child_by_field_name(name) == Some(node));
    let what = match node.kind() {
        "integer" | "radix" | "float" => "number",
        "string" if !field("annotation") => "string",
        "self" => "self",
        "identifier" if field("name") => match parent {
            "constant_slot" => "constant",
            "assignable_slot" => "assignable",
            _ => "",
        },
        "identifier" if parent == "method_slot" => "argument",
        "argument_slot" => "argument",
        "identifier" if parent != "resend_message" || !field("selector") => "unary",
        "operator" if parent == "binary_message" => "binary",
        "keyword" | "capital_keyword" if parent == "keyword_message" => "keyword",
        "keyword_message" => "keyword message",
        "resend_message" => "resend",
        "method_body" => "method",
        "object" => "object",
        "block" => "block",
        "annotated" => "annotated",
        "parenthesized" => "parens",
        _ => "",
    };
    if !what.is_empty() {
        facts.insert((node.start_byte(), node.end_byte(), what));
    }
    let mut cursor = node.walk();
    for child in node.children(&mut cursor) {
        facts_of_node(child, facts);
    }
}

/// The same messages with the same arguments, the same blocks, objects and methods, at the same places.
#[test]
fn tree_sitter_sees_the_same_tree() {
    let mut parser = parser();
    let mut count = 0;
    let mut wrong = Vec::new();
    for (name, text) in programs() {
        for (number, text) in std::iter::once(text.as_str()).chain(text.lines()).enumerate() {
            let Ok(script) = parse_script(&Source::new("", text), NewlineRule::Bat) else { continue };
            let mut ours = Facts::new();
            for item in &script.items {
                match item {
                    Item::Slots(slots) => facts_of_slots(slots, &mut ours),
                    Item::Expr(expr) => facts_of_expr(expr, &mut ours),
                }
            }
            let mut theirs = Facts::new();
            facts_of_node(parser.parse(text, None).expect("nobody cancels it").root_node(), &mut theirs);
            count += ours.len();
            for (start, end, what) in ours.symmetric_difference(&theirs) {
                let ours = if ours.contains(&(*start, *end, what)) { "we" } else { "tree-sitter" };
                wrong.push(format!("{name}:{number}: only {ours}: {what}: {}", &text[*start..*end]));
            }
        }
    }
    println!("{count} facts");
    assert!(count > 50_000, "{count} facts");
    let shown = &wrong[..wrong.len().min(20)];
    assert!(wrong.is_empty(), "{} differ of {count}\n{}", wrong.len(), shown.join("\n"));
}

/// The trees that `tree-sitter test` compares, without that program.
#[test]
fn tree_sitter_corpus() {
    let folder = top("editors/tree-sitter-bat/test/corpus");
    let mut parser = parser();
    let (mut count, mut wrong) = (0, Vec::new());
    let files = corpus::files(&folder, &["txt"]);
    for path in files {
        let text = read(&path);
        let rule = format!("{}\n", "=".repeat(40));
        let mut parts = text.split(&rule).skip(1);
        while let (Some(title), Some(body)) = (parts.next(), parts.next()) {
            let (program, tree) = body.split_once(&format!("\n{}\n", "-".repeat(40))).expect("a program and its tree");
            let found = parser.parse(program, None).expect("nobody cancels it").root_node().to_sexp();
            let plain = |text: &str| {
                let words = text.split_whitespace().filter(|word| !word.ends_with(':'));
                words.collect::<Vec<_>>().join(" ")
            };
            let right = match title.contains(":error") {
                true => found.contains("ERROR") || found.contains("MISSING"),
                false => plain(&found) == plain(tree),
            };
            count += 1;
            if !right {
                wrong.push(format!("{}: {title}{found}", path.display()));
            }
        }
    }
    assert!(count >= 20, "{count} examples");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

// Colours.

fn highlights() -> Query {
    let language = tree_sitter_batos::LANGUAGE.into();
    for (name, text) in [("locals", tree_sitter_batos::LOCALS_QUERY), ("tags", tree_sitter_batos::TAGS_QUERY)] {
        Query::new(&language, text).unwrap_or_else(|error| panic!("{name}.scm: {error}"));
    }
    for name in ["indents", "folds"] {
        let text = read(&top(&format!("editors/tree-sitter-bat/queries/{name}.scm")));
        Query::new(&language, &text).unwrap_or_else(|error| panic!("{name}.scm: {error}"));
    }
    Query::new(&language, tree_sitter_batos::HIGHLIGHTS_QUERY).unwrap_or_else(|error| panic!("highlights.scm: {error}"))
}

#[test]
fn tree_sitter_colours_every_token() {
    let query = highlights();
    let mut parser = parser();
    let (mut count, mut bare) = (0, BTreeSet::new());
    for (_, text) in programs() {
        let tree = parser.parse(&text, None).expect("nobody cancels it");
        if tree.root_node().has_error() {
            continue;
        }
        let mut coloured: Vec<bool> = vec![false; text.len()];
        let mut cursor = QueryCursor::new();
        let mut captures = cursor.captures(&query, tree.root_node(), text.as_bytes());
        while let Some((found, index)) = captures.next() {
            coloured[found.captures()[*index].node.byte_range()].fill(true);
        }
        for token in tokens(&mut parser, &text) {
            count += 1;
            if !coloured[token.clone()].iter().all(|coloured| *coloured) {
                bare.insert(text[token].to_string());
            }
        }
    }
    assert!(count > 30_000, "{count} tokens");
    assert!(bare.is_empty(), "no colour: {bare:?}");
}

/// Helix and Zed read the same queries with other names for some classes.
#[test]
fn dialects_of_the_query_are_up_to_date() {
    const HELIX: &[(&str, &str)] = &[
        ("@comment", "@comment.block"),
        ("@constant.builtin", "@constant.builtin"),
        ("@function.call", "@function.method"),
        ("@keyword.directive", "@keyword.directive"),
        ("@keyword.operator", "@operator"),
        ("@keyword.return", "@keyword.control.return"),
        ("@module", "@namespace"),
        ("@number", "@constant.numeric.integer"),
        ("@number.float", "@constant.numeric.float"),
        ("@string.documentation", "@string"),
        ("@string.escape", "@constant.character.escape"),
        ("@variable.member", "@variable.other.member"),
    ];
    const ZED: &[(&str, &str)] = &[
        ("@constant.builtin", "@constant"),
        ("@error", "@variable"),
        ("@function.builtin", "@function.special"),
        ("@function.call", "@function"),
        ("@keyword.directive", "@preproc"),
        ("@keyword.operator", "@operator"),
        ("@keyword.return", "@keyword"),
        ("@module", "@type"),
        ("@number.float", "@number"),
        ("@string.documentation", "@string"),
        ("@variable.builtin", "@variable.special"),
        ("@variable.member", "@property"),
    ];
    let ours = tree_sitter_batos::HIGHLIGHTS_QUERY;
    let dialects =
        [("editors/helix/queries/batos/highlights.scm", HELIX), ("editors/zed/languages/batos/highlights.scm", ZED)];
    for (path, names) in dialects {
        let mut text = String::from(
            "; Made from tree-sitter-bat/queries/highlights.scm by tests/it/editors.rs; UPDATE=1 makes it anew.\n",
        );
        for (number, part) in ours.split('@').enumerate() {
            if number == 0 {
                text.push_str(part);
                continue;
            }
            let end = part.find(|c: char| !(c.is_alphanumeric() || c == '.')).unwrap_or(part.len());
            let name = format!("@{}", &part[..end]);
            text.push_str(names.iter().find(|(from, _)| *from == name).map_or(name.as_str(), |(_, to)| to));
            text.push_str(&part[end..]);
        }
        Query::new(&tree_sitter_batos::LANGUAGE.into(), &text).unwrap_or_else(|error| panic!("{path}: {error}"));
        if std::env::var_os("UPDATE").is_some_and(|value| value == "1") {
            std::fs::write(top(path), text).unwrap_or_else(|error| panic!("{path}: {error}"));
        } else {
            assert_eq!(read(&top(path)), text, "{path}: UPDATE=1 makes it anew");
        }
    }
}

// Tokens.

/// Where each editor's grammar names the tokens.
const TABLES: &[&str] = &[
    "editors/tree-sitter-bat/queries/highlights.scm",
    "editors/vscode/syntaxes/batos.tmLanguage.json",
    "editors/vim/syntax/batos.vim",
    "editors/emacs/batos-mode.el",
];

/// The scanner has the same tokens, and its own characters for operators.
const SCANNER: &str = "editors/tree-sitter-bat/src/scanner.c";

/// Tokens without a spelling: two begin a parse, one stands for a method that is read later.
const NOT_SPELLED: &[&str] = &["StartItem", "StartSlot", "Body"];

/// The tokens of `src/syntax/token.rs`, as they are called there.
fn token_names() -> Vec<String> {
    let text = read(&top("src/syntax/token.rs"));
    let (_, table) = text.split_once("pub(crate) enum Token<'s> {").expect("the tokens are in token.rs");
    let (table, _) = table.split_once("\n}").expect("an enum ends");
    let names = table.lines().map(str::trim).filter(|line| line.starts_with(|c: char| c.is_ascii_uppercase()));
    let names: Vec<String> =
        names.map(|line| line.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default().to_string()).collect();
    assert!(names.len() > 20, "{names:?}");
    names
}

#[test]
fn every_editor_knows_every_token() {
    let mut missing = Vec::new();
    for name in token_names().iter().filter(|name| !NOT_SPELLED.contains(&name.as_str())) {
        for table in TABLES {
            let text = read(&top(table));
            if !text.split(|c: char| !c.is_alphanumeric()).any(|word| word == name) {
                missing.push(format!("{table} has no {name}"));
            }
        }
        // `SelfName` is SELF_NAME there. A string has a token for each of its parts.
        let mut there = String::new();
        for c in name.chars() {
            if c.is_uppercase() && !there.is_empty() {
                there.push('_');
            }
            there.push(c.to_ascii_uppercase());
        }
        let text = read(&top(SCANNER));
        if !text.contains(&format!("  {there},\n")) && !text.contains(&format!("  {there}_START,\n")) {
            missing.push(format!("{SCANNER} has no {there}"));
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

/// The characters of operators, wherever a grammar lists them.
#[test]
fn every_editor_knows_every_operator() {
    // Written one after the other, perhaps with backslashes before some of them.
    let lists = |path: &str| {
        let text = read(&top(path));
        let found: Vec<BTreeSet<char>> = text
            .match_indices("!@#")
            .map(|(at, _)| {
                text[at..].chars().take_while(|c| c.is_ascii_punctuation() && !"[](){}\"'".contains(*c)).collect()
            })
            .collect();
        assert!(!found.is_empty(), "{path} lists no operators");
        found
    };
    let ours = lists("src/syntax/token.rs").remove(0);
    assert!(ours.len() > 15, "{ours:?}");
    // Some lists leave out `|`, `^`, `*`, `-` or the backslash, which are told by what stands beside them.
    let special = BTreeSet::from(['|', '^', '*', '-', '\\']);
    for path in TABLES[1..].iter().chain([&SCANNER]) {
        let lists = lists(path);
        assert!(lists.contains(&ours), "{path}: {lists:?} instead of {ours:?}");
        for list in lists {
            let missing: Vec<_> = ours.difference(&list).filter(|c| !special.contains(c)).collect();
            assert!(missing.is_empty() && list.is_subset(&ours), "{path}: {list:?} instead of {ours:?}");
        }
    }
}
