/**
 * @file The grammar of BAT OS, for editors.
 * @license MIT OR Apache-2.0
 *
 * It mirrors `grammar/bat.lalrpop`. As there, what depends on a token's neighbours is settled before the grammar sees it, here
 * by `src/scanner.c`, which mirrors `src/syntax/lexer.rs`: every token comes from there. `tests/it/editors.rs` holds both
 * parsers to the same judgement.
 *
 * What a slot list may hold depends on what stands behind it: methods only if no code follows, arguments only if code does.
 * So there are three kinds of it, which all become `slot_list`.
 */

/// <reference types="tree-sitter-cli/dsl" />
// @ts-check

const dot = $ => alias($._dot, '.');
const equal = $ => alias($._equal, '=');
const parens = ($, ...inside) => seq(alias($._paren_open, '('), ...inside, alias($._paren_close, ')'));
const square = ($, ...inside) => seq(alias($._square_open, '['), ...inside, alias($._square_close, ']'));
const braces = ($, ...inside) => seq(alias($._brace_open, '{'), ...inside, alias($._brace_close, '}'));
const bars = ($, ...inside) => seq(alias($._bar_open, '|'), ...inside, alias($._bar_close, '|'));

/** At least one statement. Written out in each rule, so that `(3)` becomes a method or an expression only at its end. */
const code = $ =>
  choice(
    seq($._expression, optional(dot($))),
    seq($._statements, optional(dot($))),
    seq($.return, optional(dot($))),
    seq($._expression, dot($), $.return, optional(dot($))),
    seq($._statements, dot($), $.return, optional(dot($))),
  );

const emptyList = $ => alias($._empty_slot_list, $.slot_list);
const plainList = $ => choice(emptyList($), alias($._plain_slot_list, $.slot_list));
const methodList = $ => alias($._method_slot_list, $.slot_list);
const argumentList = $ => alias($._argument_slot_list, $.slot_list);

/** A method's selector with its arguments: `at: i Put: v`. */
const namedHead = $ =>
  choice(
    seq(field('selector', $.operator), field('argument', $.identifier)),
    seq(
      field('selector', $.keyword),
      field('argument', $.identifier),
      repeat(seq(field('selector', $.capital_keyword), field('argument', $.identifier))),
    ),
  );

/** A method's selector whose arguments stand between the bars: `at: Put:`. */
const bareHead = $ =>
  choice(
    field('selector', $.operator),
    seq(field('selector', $.keyword), repeat(field('selector', $.capital_keyword))),
  );

const keywordMessage = $ =>
  choice(
    seq(field('selector', $.keyword), field('argument', $._expression)),
    seq(
      field('selector', $.keyword),
      field('argument', $._closed),
      repeat(seq(field('selector', $.capital_keyword), field('argument', $._closed))),
      field('selector', $.capital_keyword),
      field('argument', $._expression),
    ),
  );

const slotName = $ => field('name', alias($._slot_name, $.identifier));
const star = $ => field('parent', alias($._star, '*'));

const delegate = $ =>
  seq(field('delegate', choice(alias($._resend, $.resend), alias($._delegate, $.delegate))), alias($._delegate_dot, '.'));

module.exports = grammar({
  // Not `bat`: by this name editors know Windows' batch files.
  name: 'batos',

  // In the order of `enum TokenType` in `src/scanner.c`.
  externals: $ => [
    $.comment,
    $.integer,
    $.radix,
    $.float,
    $._string_start,
    $.string_content,
    $.escape_sequence,
    $._string_end,
    $.self,
    $.identifier,
    $._slot_name,
    $._resend,
    $._delegate,
    $._delegate_dot,
    $.keyword,
    $.capital_keyword,
    $._argument_name,
    $.operator,
    $._paren_open,
    $._paren_close,
    $._square_open,
    $._square_close,
    $._brace_open,
    $._brace_close,
    $._bar_open,
    $._bar_close,
    $._dot,
    $._caret,
    $._equal,
    $._arrow,
    $._star,
    $.invalid,
  ],

  extras: $ => [/[ \t\r\n\x08\x0B\x0C]/, /\\\r?\n/, $.comment],

  rules: {
    // A slot list ends by itself, an expression with a period.
    source_file: $ =>
      seq(
        optional($.shebang),
        repeat(choice(seq(choice(plainList($), methodList($)), optional(dot($))), seq($._item, dot($)))),
        optional($._item),
      ),

    // The scanner leaves it to us at the very beginning only.
    shebang: $ => /#![^\n]*/,

    _item: $ => choice($._expression, $.return),

    // Slots. A sequence is what may go on: a slot with its period, an annotation even without.

    _empty_slot_list: $ => bars($),
    _plain_slot_list: $ =>
      choice(bars($, $._plain_sequence, optional($._plain_slot)), bars($, $._plain_slot)),
    _method_slot_list: $ => bars($, $._method_slots),
    _argument_slot_list: $ => bars($, $._argument_slots),

    _plain_sequence: $ => seq(optional($._plain_sequence), $._plain_part),
    _plain_part: $ => choice(seq($._plain_slot, dot($)), seq($.annotated_slots, optional(dot($)))),

    _method_slots: $ =>
      choice(
        seq(optional($._plain_sequence), $.method_slot),
        seq($._method_sequence, optional(choice($._plain_slot, $.method_slot))),
      ),
    _method_sequence: $ =>
      choice(
        seq(optional($._plain_sequence), $._method_part),
        seq($._method_sequence, choice($._plain_part, $._method_part)),
      ),
    _method_part: $ =>
      choice(seq($.method_slot, dot($)), seq(alias($._method_annotation, $.annotated_slots), optional(dot($)))),

    _argument_slots: $ =>
      choice(
        seq(optional($._plain_sequence), $.argument_slot),
        seq($._argument_sequence, optional(choice($._plain_slot, $.argument_slot))),
      ),
    _argument_sequence: $ =>
      choice(
        seq(optional($._plain_sequence), $._argument_part),
        seq($._argument_sequence, choice($._plain_part, $._argument_part)),
      ),
    _argument_part: $ =>
      choice(seq($.argument_slot, dot($)), seq(alias($._argument_annotation, $.annotated_slots), optional(dot($)))),

    annotated_slots: $ =>
      choice(
        braces($, field('annotation', $.string), optional($._plain_sequence), optional($._plain_slot)),
        seq(braces($), equal($), field('annotation', $.string)),
      ),
    _method_annotation: $ => braces($, field('annotation', $.string), $._method_slots),
    _argument_annotation: $ => braces($, field('annotation', $.string), $._argument_slots),

    _plain_slot: $ => choice($.assignable_slot, $.constant_slot),

    assignable_slot: $ =>
      seq(slotName($), optional(star($)), optional(seq(alias($._arrow, '<-'), field('value', $._value)))),

    constant_slot: $ => seq(slotName($), optional(star($)), equal($), field('value', $._value)),

    method_slot: $ =>
      choice(
        seq(slotName($), equal($), field('body', $.method_body)),
        seq(namedHead($), equal($), field('body', $.method_body)),
        seq(bareHead($), equal($), field('body', alias($._argument_method_body, $.method_body))),
      ),

    argument_slot: $ => field('name', $.argument_name),
    argument_name: $ => $._argument_name,

    // What a parenthesis alone holds here, if it is not an object, is a method.
    _value: $ => choice($.object, $._message),

    // Objects, methods and blocks.

    object: $ => parens($, optional(choice(plainList($), methodList($)))),
    method_body: $ => parens($, optional(plainList($)), code($)),
    _argument_method_body: $ => parens($, argumentList($), code($)),
    parenthesized: $ => parens($, optional(emptyList($)), $._expression, optional(dot($))),

    block: $ =>
      choice(
        square($, optional(choice(plainList($), methodList($)))),
        square($, optional(choice(plainList($), argumentList($))), code($)),
      ),

    _statements: $ => seq(choice($._expression, $._statements), dot($), $._expression),
    return: $ => seq(alias($._caret, '^'), field('value', $._expression)),

    annotated: $ => braces($, field('annotation', $.string), choice($.parenthesized, $.object, $.block)),

    // Messages: unary, then binary, then keyword. What is closed ends before a capital keyword, which goes to the innermost
    // message that can take it.

    _expression: $ => choice($.parenthesized, $.object, $._message),
    _closed: $ => choice($.parenthesized, $.object, $._closed_message),
    _operand: $ => choice($.parenthesized, $.object, $._atom, $._unary),

    _message: $ =>
      choice(
        $._closed_message,
        $.keyword_message,
        $._implicit_keyword_message,
        alias($._open_binary_message, $.binary_message),
        alias($._open_binary_resend, $.resend_message),
      ),
    _closed_message: $ => choice($._atom, $._unary, $._chain),

    _unary: $ => choice($.identifier, $.unary_message, alias($._unary_resend, $.resend_message)),
    unary_message: $ => seq(field('receiver', $._operand), field('selector', $.identifier)),
    _unary_resend: $ => seq(delegate($), field('selector', $.identifier)),

    // One operator, left to right; that it is the same one, the scanner sees.
    _chain: $ => choice($.binary_message, alias($._binary_resend, $.resend_message)),
    binary_message: $ =>
      seq(
        optional(field('receiver', choice($._operand, $._chain))),
        field('selector', $.operator),
        field('argument', $._operand),
      ),
    _binary_resend: $ => seq(delegate($), field('selector', $.operator), field('argument', $._operand)),

    // A keyword message to self as an operator's argument takes everything behind it.
    _open_binary_message: $ =>
      seq(
        optional(field('receiver', choice($._operand, $._chain))),
        field('selector', $.operator),
        field('argument', $._implicit_keyword_message),
      ),
    _open_binary_resend: $ =>
      seq(delegate($), field('selector', $.operator), field('argument', $._implicit_keyword_message)),

    keyword_message: $ => seq(field('receiver', $._closed), keywordMessage($)),
    _implicit_keyword_message: $ =>
      choice(alias($._keyword_to_self, $.keyword_message), alias($._keyword_resend, $.resend_message)),
    _keyword_to_self: $ => keywordMessage($),
    _keyword_resend: $ => seq(delegate($), keywordMessage($)),

    _atom: $ => choice($.integer, $.radix, $.float, $.string, $.self, $.annotated, $.block),

    string: $ =>
      seq(
        alias($._string_start, "'"),
        repeat(choice($.string_content, $.escape_sequence)),
        alias($._string_end, "'"),
      ),
  },
});
