//! The tree of a program: what the parser makes, the printer prints and the compiler reads.
//!
//! Chains are flat (`a b c`, `1 + 2 + 3`, `x & y & z`), so only brackets and keyword arguments nest, and the parser
//! bounds how deep (`parse::MAX_DEPTH`); every walk over the tree may therefore recurse.

use std::rc::Rc;

use num_bigint::BigInt;

use crate::syntax::deferred::DeferredBody;
use crate::text::source::Source;
use crate::text::source::Span;
use crate::text::symbol::Symbol;

/// A whole file, prompt entry or `eval` text.
#[derive(Debug)]
pub struct Script {
    pub source: Rc<Source>,
    pub items: Vec<Item>,
    /// Every comment of the source in order, with its quotes; the printer puts them back.
    pub comments: Vec<Span>,
}

/// One thing at the top level.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    /// A bare slot list: its slots are added to the lobby (docs/language.md).
    Slots(SlotList),
    /// An expression. A leading `^` at the top level is allowed and means nothing (Self prints the value).
    Expr(Expr),
}

/// Slots between bars, with the object's own annotation `{} = '…'` if it has one.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SlotList {
    pub slots: Vec<Slot>,
    pub annotation: Option<Rc<str>>,
    pub span: Span,
}

/// One slot of an object, method or block.
#[derive(Debug, Clone, PartialEq)]
pub struct Slot {
    /// The full selector: `x`, `+`, `at:Put:`.
    pub name: Symbol,
    pub kind: SlotKind,
    /// Written with a `*`.
    pub parent: bool,
    /// The annotations of the braces around this slot, outermost first.
    pub annotations: Vec<Rc<str>>,
    pub name_span: Span,
    pub span: Span,
}

/// What a slot holds and whether it can be assigned.
#[derive(Debug, Clone, PartialEq)]
pub enum SlotKind {
    /// `x = expr`.
    Constant(Expr),
    /// `x <- expr`; `x` alone has none and starts as nil.
    Assignable(Option<Expr>),
    /// `:x`.
    Argument,
    /// `m = ( … code … )`: one parenthesised code part and nothing else (docs/language.md).
    Method(Rc<Method>),
}

/// A method's text. Its arguments are those of its body, in the order of the selector's parts.
#[derive(Debug)]
pub struct Method {
    pub selector: Symbol,
    pub source: SourceRef,
    /// From the opening to the closing parenthesis.
    pub span: Span,
    body: DeferredBody,
}

impl Method {
    /// A method whose body has been parsed.
    pub fn new(selector: Symbol, body: Body, source: SourceRef, span: Span) -> Method {
        Method { selector, source, span, body: DeferredBody::parsed(body) }
    }

    /// A method whose body is parsed when it is first asked for. Its slot begins at byte `start` of the source, where there
    /// must be no mistake.
    pub(crate) fn deferred(selector: Symbol, source: SourceRef, start: u32, span: Span) -> Method {
        Method { selector, source, span, body: DeferredBody::at(start) }
    }

    /// Its arguments, locals and statements.
    pub fn body(&self) -> &Body {
        self.body.get(&self.source.0, self.span.end)
    }
}

impl PartialEq for Method {
    fn eq(&self, other: &Method) -> bool {
        self.selector == other.selector && self.span == other.span && self.body() == other.body()
    }
}

/// A source held by a tree node; all sources compare equal, so trees compare by shape.
#[derive(Clone, Debug)]
pub struct SourceRef(pub Rc<Source>);

impl PartialEq for SourceRef {
    fn eq(&self, _: &SourceRef) -> bool {
        true
    }
}

/// The inside of a method or block.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Body {
    /// Argument names in order (of a method: also those written in its selector).
    pub arguments: Vec<Argument>,
    /// The other slots between the bars: locals, constants, parents (`| loc* = a1 | x`).
    pub locals: SlotList,
    pub statements: Vec<Expr>,
    /// The last statement was written with `^`.
    pub returns: bool,
}

/// An argument's name and place.
#[derive(Debug, Clone, PartialEq)]
pub struct Argument {
    pub name: Symbol,
    pub span: Span,
}

/// An expression with its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Expr {
    pub kind: ExprKind,
    pub span: Span,
}

/// What an expression is.
#[derive(Debug, Clone, PartialEq)]
pub enum ExprKind {
    Integer(BigInt),
    Float(f64),
    String(Rc<str>),
    SelfRef,
    /// `x foo bar`: messages sent one after the other. Without a receiver the first one is an implicit-self send.
    Unary {
        receiver: Option<Box<Expr>>,
        messages: Vec<(Symbol, Span)>,
    },
    /// `a + b + c`: one operator, left to right.
    Binary {
        receiver: Option<Box<Expr>>,
        operator: Symbol,
        operators: Vec<Span>,
        arguments: Vec<Expr>,
    },
    /// `r at: i Put: v`; `parts` are the spans of the keywords. Primitives (`_IntAdd:IfFail:`) are sends like others.
    Keyword {
        receiver: Option<Box<Expr>>,
        selector: Symbol,
        parts: Vec<Span>,
        arguments: Vec<Expr>,
    },
    /// `resend.m: x` (no delegate) or `parent.m: x`.
    Resend {
        delegate: Option<Symbol>,
        selector: Symbol,
        arguments: Vec<Expr>,
        selector_span: Span,
    },
    /// `(| slots |)` and `()`.
    Object(Box<SlotList>),
    /// `[ … ]`.
    Block(Rc<Body>),
    /// `{'Comment: …' expr}`: an annotation around an object outside a slot list.
    Annotated {
        annotation: Rc<str>,
        body: Box<Expr>,
    },
    /// `( expr )`, kept so that the printer and rule 15 can see it.
    Parens(Box<Expr>),
}
