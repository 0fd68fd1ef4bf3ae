// Cuts the text into tokens, as src/syntax/lexer.rs does for the language itself: what it refuses there is refused here.
//
// It keeps what brackets are open, and for each the operator of its expression, since a different one needs parentheses.
// While the parser recovers from an error nothing is refused, so that what follows is coloured all the same.

#include <stdlib.h>
#include <string.h>

#include "tree_sitter/parser.h"

// In the order of `externals` in grammar.js.
enum TokenType {
  COMMENT,
  INTEGER,
  RADIX,
  FLOAT,
  STRING_START,
  STRING_CONTENT,
  ESCAPE_SEQUENCE,
  STRING_END,
  SELF_NAME,
  NAME,
  SLOT_NAME,
  RESEND,
  DELEGATE,
  DELEGATE_DOT,
  KEYWORD,
  CAPITAL_KEYWORD,
  ARGUMENT,
  OPERATOR,
  PAREN_OPEN,
  PAREN_CLOSE,
  SQUARE_OPEN,
  SQUARE_CLOSE,
  BRACE_OPEN,
  BRACE_CLOSE,
  BAR_OPEN,
  BAR_CLOSE,
  DOT,
  CARET,
  EQUAL,
  ARROW,
  STAR,
  // What is refused. It is in no rule, so it counts as valid only while the parser recovers.
  INVALID,
};

// What the token before was, as far as it matters for the next.
enum Previous { NOTHING, OPERAND, SLOT_NAMED, OPENER, SEPARATOR, DELEGATED, INITIALIZER, OTHER };

enum Kind { TOP, PAREN, SQUARE, BRACE };

// Brackets and keyword messages nest this deep: MAX_DEPTH of src/syntax/parse.rs.
#define MAX_DEPTH 256
#define MAX_WORD 64

typedef struct {
  uint8_t kind;
  // Inside bars, or in braces around slots.
  bool in_slots;
  // Keywords since the last period: each nests what follows it one deeper.
  uint8_t keywords;
  // The first word of one of PAIRS that may be followed by its second, from 1; else 0.
  uint8_t pair;
  // Arguments that the bars must still declare, from 1; 0 if that is not known.
  uint8_t arguments;
  // The operator of the expression so far, or 0.
  uint16_t operator;
} Level;

typedef struct {
  bool started;
  bool in_string;
  // A newline stands between the token before and this one.
  bool line_break;
  uint8_t previous;
  // Parts of a slot's selector whose arguments are not named in it.
  uint8_t parts;
  uint16_t count;
  Level levels[MAX_DEPTH + 1];
} Scanner;

// Selectors of Smalltalk, whose second part begins in lower case: `check_foreign_selector` in src/syntax/build.rs.
static const char *const PAIRS[][2] = {
    {"at:", "put:"},           {"at:", "ifAbsent:"},     {"at:", "ifPresent:"},      {"ifTrue:", "ifFalse:"},
    {"ifFalse:", "ifTrue:"},   {"ifNil:", "ifNotNil:"},  {"ifNotNil:", "ifNil:"},    {"inject:", "into:"},
    {"detect:", "ifNone:"},    {"remove:", "ifAbsent:"}, {"removeKey:", "ifAbsent:"}, {"on:", "do:"},
    {"to:", "do:"},            {"by:", "do:"},           {"copyFrom:", "to:"},       {"copyReplaceAll:", "with:"},
};
#define PAIR_COUNT (sizeof PAIRS / sizeof PAIRS[0])

static bool is_digit(int32_t c) { return c >= '0' && c <= '9'; }
static bool is_lower(int32_t c) { return c >= 'a' && c <= 'z'; }
static bool is_upper(int32_t c) { return c >= 'A' && c <= 'Z'; }
static bool is_alphanumeric(int32_t c) { return is_digit(c) || is_lower(c) || is_upper(c); }
static bool is_word(int32_t c) { return is_alphanumeric(c) || c == '_'; }
static bool is_operator(int32_t c) { return c > 0 && c < 128 && strchr("!@#$%^&*-+=~/?<>,;|`\\", c) != NULL; }
static bool is_space(int32_t c) { return c == ' ' || c == '\t' || c == '\r' || c == 8 || c == 11 || c == 12; }

static int digit_value(int32_t c) {
  if (is_digit(c)) return c - '0';
  if (is_lower(c)) return c - 'a' + 10;
  if (is_upper(c)) return c - 'A' + 10;
  return 99;
}

static void step(TSLexer *lexer) { lexer->advance(lexer, false); }

static Level *top(Scanner *s) { return &s->levels[s->count - 1]; }

static unsigned depth(const Scanner *s) {
  unsigned sum = s->count - 1u;
  for (unsigned i = 0; i < s->count; i++) sum += s->levels[i].keywords;
  return sum;
}

static void end_expression(Scanner *s) {
  top(s)->operator = 0;
  top(s)->pair = 0;
}

static void end_statement(Scanner *s) {
  end_expression(s);
  top(s)->keywords = 0;
}

static bool after_operand(const Scanner *s) { return s->previous == OPERAND || s->previous == SLOT_NAMED; }

// A statement or the code of a body may begin here.
static bool at_statement(const Scanner *s, bool at_slot) {
  return !at_slot && (s->previous == NOTHING || s->previous == OPENER || s->previous == SEPARATOR);
}

static bool emit(Scanner *s, TSLexer *lexer, enum TokenType token, enum Previous previous) {
  lexer->result_symbol = token;
  s->started = true;
  s->line_break = false;
  s->previous = previous;
  return true;
}

// Passes what was read as a token that fits nowhere. Without one the parser would ask once more, as if it recovered.
static bool refuse(Scanner *s, TSLexer *lexer) { return emit(s, lexer, INVALID, OPERAND); }

// Strings.

static bool in_string(Scanner *s, TSLexer *lexer, bool recovering) {
  if (lexer->eof(lexer)) return false;
  if (lexer->lookahead == '\'') {
    step(lexer);
    lexer->mark_end(lexer);
    s->in_string = false;
    return emit(s, lexer, STRING_END, OPERAND);
  }
  if (lexer->lookahead != '\\') {
    while (!lexer->eof(lexer) && lexer->lookahead != '\'' && lexer->lookahead != '\\') step(lexer);
    lexer->mark_end(lexer);
    lexer->result_symbol = STRING_CONTENT;
    return true;
  }
  step(lexer);
  int32_t letter = lexer->lookahead;
  bool good = letter > 0 && letter < 128 && strchr("tbnfrva0\\'\"?\n\r", letter) != NULL;
  unsigned digits = letter == 'x' ? 2 : letter == 'd' || letter == 'o' ? 3 : 0;
  if (!lexer->eof(lexer)) step(lexer);
  if (letter == '\r' && lexer->lookahead == '\n') step(lexer);
  lexer->mark_end(lexer);
  if (digits > 0) {
    int base = letter == 'x' ? 16 : letter == 'd' ? 10 : 8, value = 0;
    for (; digits > 0 && digit_value(lexer->lookahead) < base; digits--) {
      value = value * base + digit_value(lexer->lookahead);
      step(lexer);
    }
    good = digits == 0 && value < 256;
    if (good) lexer->mark_end(lexer);
  }
  if (!good && !recovering) return refuse(s, lexer);
  lexer->result_symbol = ESCAPE_SEQUENCE;
  return true;
}

// Comments. A backslash keeps the next character from ending one.
static bool comment(Scanner *s, TSLexer *lexer) {
  step(lexer);
  while (!lexer->eof(lexer)) {
    int32_t c = lexer->lookahead;
    step(lexer);
    if (c == '"') {
      lexer->mark_end(lexer);
      lexer->result_symbol = COMMENT;
      s->started = true;
      return true;
    }
    if (c == '\\' && !lexer->eof(lexer)) step(lexer);
  }
  return false;
}

// Numbers.

// Behind the minus, if there is one. The longest of what token.rs calls Integer, Radix, Float and BadNumber.
static bool number(Scanner *s, TSLexer *lexer, bool recovering) {
  bool good = true;
  enum TokenType token = INTEGER;
  bool zero = lexer->lookahead == '0';
  unsigned base = 0, length = 0;
  for (; is_digit(lexer->lookahead); length++) {
    if (base < 100) base = base * 10 + (unsigned)(lexer->lookahead - '0');
    step(lexer);
  }
  // As in `octal` of C: decimal or not?
  good = !(zero && length > 1);
  lexer->mark_end(lexer);
  if (lexer->lookahead == '.') {
    step(lexer);
    if (is_digit(lexer->lookahead)) {
      token = FLOAT;
      while (is_digit(lexer->lookahead)) step(lexer);
      lexer->mark_end(lexer);
    } else {
      // `3.e5`: one letter, signs, a digit.
      if (lexer->lookahead == 'e' || lexer->lookahead == 'E') {
        step(lexer);
        while (lexer->lookahead == '+' || lexer->lookahead == '-') step(lexer);
        if (is_digit(lexer->lookahead)) good = false;
      }
      if (!good && !recovering) return refuse(s, lexer);
      return emit(s, lexer, INTEGER, OPERAND);
    }
  }
  if (lexer->lookahead == 'e' || lexer->lookahead == 'E') {
    step(lexer);
    bool sign = lexer->lookahead == '+' || lexer->lookahead == '-';
    if (sign) {
      // What a sign and no digit follow is a letter glued to digits.
      lexer->mark_end(lexer);
      step(lexer);
      if (!is_digit(lexer->lookahead)) return recovering ? emit(s, lexer, token, OPERAND) : refuse(s, lexer);
    }
    token = FLOAT;
    unsigned digits = 0;
    for (; is_digit(lexer->lookahead); digits++) step(lexer);
    if (digits == 0) good = false;
    lexer->mark_end(lexer);
    // Behind a sign, what follows is a token of its own.
    if (!sign && is_word(lexer->lookahead)) good = false;
    while (!sign && is_word(lexer->lookahead)) step(lexer);
    if (!sign) lexer->mark_end(lexer);
  } else if (token == INTEGER && (lexer->lookahead == 'r' || lexer->lookahead == 'R')) {
    token = RADIX;
    step(lexer);
    if (!is_alphanumeric(lexer->lookahead) || base < 2 || base > 36) good = false;
    for (; is_word(lexer->lookahead); step(lexer)) {
      if ((unsigned)digit_value(lexer->lookahead) >= base) good = false;
    }
    lexer->mark_end(lexer);
  } else if (is_word(lexer->lookahead)) {
    good = false;
    while (is_word(lexer->lookahead)) step(lexer);
    lexer->mark_end(lexer);
  }
  if (!good && !recovering) return refuse(s, lexer);
  return emit(s, lexer, token, OPERAND);
}

// Words.

// Whether the dot at which the lexer stands has a message right behind it. Moves on; the end is marked before.
static bool delegate_follows(TSLexer *lexer) {
  if (lexer->lookahead != '.') return false;
  step(lexer);
  int32_t next = lexer->lookahead;
  if (lexer->eof(lexer)) return false;
  if (is_lower(next) || is_upper(next) || next == '_') return true;
  if (!is_operator(next)) return false;
  step(lexer);
  int32_t after = lexer->lookahead;
  if (next == '|' || next == '^') return is_operator(after);
  if (next == '\\') return after != '\n' && after != '\r';
  if (next == '-') return !is_digit(after);
  return true;
}

static bool among(const char *word, const char *const *words) {
  for (; *words != NULL; words++) {
    if (strcmp(word, *words) == 0) return true;
  }
  return false;
}

// A word of another language where it cannot be meant as a message: `check_foreign_word` of src/syntax/lexer.rs. The lexer
// stands behind the word; it moves on.
static bool is_foreign(TSLexer *lexer, const char *word, bool statement) {
  static const char *const DECLARATIONS[] = {"var", "let", "const", "def", "function", "func", "fun", "fn", "local", NULL};
  bool above = strcmp(word, "super") == 0, leaves = strcmp(word, "return") == 0, declares = among(word, DECLARATIONS);
  if (!above && !(statement && (leaves || declares))) return false;
  if (lexer->lookahead != ' ' && lexer->lookahead != '\t') return false;
  while (lexer->lookahead == ' ' || lexer->lookahead == '\t') step(lexer);
  int32_t next = lexer->lookahead;
  if (above) return is_lower(next);
  if (leaves) return is_alphanumeric(next) || (next > 0 && next < 128 && strchr("'([-_", next) != NULL);
  if (!is_word(next)) return false;
  while (is_word(lexer->lookahead)) step(lexer);
  while (lexer->lookahead == ' ' || lexer->lookahead == '\t') step(lexer);
  next = lexer->lookahead;
  if (next == '=' || next == '(') return true;
  if (next != ':' && next != '<') return false;
  step(lexer);
  return lexer->lookahead == (next == ':' ? '=' : '-');
}

static bool keyword(Scanner *s, TSLexer *lexer, const bool *valid, const char *word, bool at_slot, bool recovering) {
  Level *level = top(s);
  if (is_upper(word[0])) {
    if (!valid[CAPITAL_KEYWORD]) return false;
    end_expression(s);
    s->parts++;
    return emit(s, lexer, CAPITAL_KEYWORD, OTHER);
  }
  if (!valid[KEYWORD]) return false;
  uint8_t pair = 0;
  if (!recovering) {
    if (at_slot && word[0] == '_') return refuse(s, lexer);
    if (!at_slot && lexer->lookahead == '=' && !level->in_slots) return refuse(s, lexer);
    if (depth(s) + 1 > MAX_DEPTH) return refuse(s, lexer);
    if (level->pair > 0 && after_operand(s)) {
      for (unsigned i = 0; i < PAIR_COUNT; i++) {
        if (strcmp(PAIRS[level->pair - 1][0], PAIRS[i][0]) == 0 && strcmp(PAIRS[i][1], word) == 0) return refuse(s, lexer);
      }
    }
  }
  for (unsigned i = PAIR_COUNT; i > 0; i--) {
    if (!at_slot && s->previous != DELEGATED && strcmp(PAIRS[i - 1][0], word) == 0) pair = (uint8_t)i;
  }
  end_expression(s);
  level->pair = pair;
  if (level->keywords < 255) level->keywords++;
  s->parts = 1;
  return emit(s, lexer, KEYWORD, OTHER);
}

static bool word(Scanner *s, TSLexer *lexer, const bool *valid, bool at_slot, bool recovering) {
  char text[MAX_WORD];
  unsigned length = 0;
  // Longer words are none of those that are compared.
  for (; is_word(lexer->lookahead); step(lexer)) {
    if (length < MAX_WORD - 2) text[length++] = (char)lexer->lookahead;
  }
  text[length] = 0;
  lexer->mark_end(lexer);
  if (lexer->lookahead == ':') {
    step(lexer);
    text[length++] = ':';
    text[length] = 0;
    lexer->mark_end(lexer);
    return keyword(s, lexer, valid, text, at_slot, recovering);
  }
  bool is_self = strcmp(text, "self") == 0, is_resend = strcmp(text, "resend") == 0;
  if (at_slot) {
    if (!recovering && (is_self || is_resend || is_upper(text[0]) || text[0] == '_')) return refuse(s, lexer);
    s->parts = 0;
    return emit(s, lexer, SLOT_NAME, SLOT_NAMED);
  }
  if (is_upper(text[0]) && !recovering) return refuse(s, lexer);
  // While the lexer looks for one it moves on; both are never needed, since no foreign word has a dot right behind it.
  if (lexer->lookahead != '.') {
    if (is_resend && !recovering) return refuse(s, lexer);
    if (!recovering && !is_self && !after_operand(s) && is_foreign(lexer, text, at_statement(s, at_slot))) return refuse(s, lexer);
  } else if (delegate_follows(lexer)) {
    if (!recovering && (is_self || (after_operand(s) && !is_resend) || !valid[is_resend ? RESEND : DELEGATE])) return refuse(s, lexer);
    if (!is_self) return emit(s, lexer, is_resend ? RESEND : DELEGATE, DELEGATED);
  } else if (is_resend && !recovering) {
    return refuse(s, lexer);
  }
  enum TokenType token = is_self ? SELF_NAME : NAME;
  s->parts = 0;
  return valid[token] && emit(s, lexer, token, OPERAND);
}

// Operators, bars, and what is spelled like them.

static bool bar(Scanner *s, TSLexer *lexer, const bool *valid, bool recovering) {
  Level *level = top(s);
  bool closes = recovering ? level->in_slots : valid[BAR_CLOSE];
  if (!closes && !valid[BAR_OPEN]) return false;
  end_statement(s);
  if (!closes) {
    level->in_slots = true;
    return emit(s, lexer, BAR_OPEN, OTHER);
  }
  if (level->arguments > 1 && !recovering) return refuse(s, lexer);
  level->arguments = 0;
  level->in_slots = level->kind == BRACE && level->in_slots;
  return emit(s, lexer, BAR_CLOSE, SEPARATOR);
}

// A spelling of another language, which Self would read as an operator nobody has defined: `check_foreign_operator` of
// src/syntax/lexer.rs.
static bool is_foreign_operator(const Scanner *s, const char *run, int32_t next) {
  static const char *const COMMENTS[] = {"//", "/*", "#", "--", "///", NULL};
  bool statement = at_statement(s, false);
  if (strcmp(run, ";") == 0) return true;
  if (strcmp(run, "#") == 0 && !after_operand(s) && (next == '(' || next == '\'' || is_lower(next) || is_upper(next))) {
    return true;
  }
  if (strcmp(run, "$") == 0 && !after_operand(s) && next > ' ' && next < 127) return true;
  if (among(run, COMMENTS) && (s->line_break || (!after_operand(s) && statement))) return true;
  return statement && run[0] == '^' && run[1] != '^' && run[1] != 0;
}

// Never 0. Two operators that share a hash are taken for one: then an expression that mixes them is not refused.
static uint16_t hash_of(const char *run) {
  uint32_t hash = 2166136261u;
  for (; *run != 0; run++) hash = (hash ^ (uint8_t)*run) * 16777619u;
  uint16_t folded = (uint16_t)(hash >> 16 ^ hash);
  return folded == 0 ? 1 : folded;
}

// Behind its first character, `begun`, if that is not 0.
static bool operator(Scanner *s, TSLexer *lexer, const bool *valid, bool at_slot, bool recovering, char begun) {
  char run[MAX_WORD];
  unsigned length = 0;
  if (begun != 0) {
    run[length++] = begun;
  } else if (lexer->lookahead == '-') {
    step(lexer);
    lexer->mark_end(lexer);
    if (is_digit(lexer->lookahead) && (!after_operand(s) || recovering) && valid[INTEGER]) {
      return number(s, lexer, recovering);
    }
    // After an operand a minus glued to digits subtracts, so it is an operator by itself, as it is without digits.
    run[length++] = '-';
  }
  for (; is_operator(lexer->lookahead); step(lexer)) {
    if (length == 1 && run[0] == '*' && s->previous == SLOT_NAMED) lexer->mark_end(lexer);
    if (length < MAX_WORD - 1) run[length++] = (char)lexer->lookahead;
  }
  run[length] = 0;
  if (s->previous == SLOT_NAMED && run[0] == '*' && valid[STAR]) {
    const char *rest = run + 1;
    if (*rest != 0 && strcmp(rest, "=") != 0 && strcmp(rest, "<-") != 0 && strcmp(rest, "|") != 0 && !recovering) {
      return refuse(s, lexer);
    }
    if (*rest == 0) lexer->mark_end(lexer);
    return emit(s, lexer, STAR, SLOT_NAMED);
  }
  lexer->mark_end(lexer);
  if (strcmp(run, "|") == 0) return bar(s, lexer, valid, recovering);
  if (strcmp(run, "^") == 0) {
    if (!valid[CARET]) return false;
    end_expression(s);
    return emit(s, lexer, CARET, SEPARATOR);
  }
  bool equal = strcmp(run, "=") == 0, arrow = strcmp(run, "<-") == 0;
  if ((equal && valid[EQUAL] && !valid[OPERATOR]) || (arrow && valid[ARROW] && !valid[OPERATOR])) {
    end_expression(s);
    return emit(s, lexer, equal ? EQUAL : ARROW, INITIALIZER);
  }
  if (!valid[OPERATOR]) return false;
  Level *level = top(s);
  uint16_t hash = hash_of(run);
  if (!recovering && !at_slot) {
    bool glued = run[0] == '|' && (run[1] == '^' || run[1] == '-' || run[1] == '+');
    if (glued && level->in_slots) return refuse(s, lexer);
    if (!equal && !arrow && is_foreign_operator(s, run, lexer->lookahead)) return refuse(s, lexer);
    if (level->operator != 0 && level->operator != hash && after_operand(s)) return refuse(s, lexer);
  }
  level->operator = at_slot ? 0 : hash;
  s->parts = 1;
  return emit(s, lexer, OPERATOR, OTHER);
}

// Brackets.

static bool open_bracket(Scanner *s, TSLexer *lexer, const bool *valid, enum TokenType token, enum Kind kind, bool at_slot,
                         bool recovering) {
  if (!valid[token]) return false;
  if (!recovering && depth(s) + 1 > MAX_DEPTH) return refuse(s, lexer);
  uint8_t arguments = token == PAREN_OPEN && s->previous == INITIALIZER && s->parts > 0 ? (uint8_t)(s->parts + 1) : 0;
  if (s->count <= MAX_DEPTH) {
    s->levels[s->count++] = (Level){.kind = kind, .in_slots = kind == BRACE && at_slot, .arguments = arguments};
  }
  return emit(s, lexer, token, kind == BRACE ? OTHER : OPENER);
}

static bool close_bracket(Scanner *s, TSLexer *lexer, const bool *valid, enum TokenType token, enum Kind kind) {
  if (!valid[token]) return false;
  // A bracket that was forgotten is taken for closed.
  for (unsigned i = s->count; i > 1; i--) {
    if (s->levels[i - 1].kind == kind) {
      s->count = (uint16_t)(i - 1);
      break;
    }
  }
  return emit(s, lexer, token, OPERAND);
}

// An argument of a slot list counts for the parenthesis whose bars it stands in, braces or not.
static bool argument(Scanner *s, TSLexer *lexer, const bool *valid, bool recovering) {
  step(lexer);
  if (!is_lower(lexer->lookahead) || !(valid[ARGUMENT] || recovering)) return false;
  while (is_word(lexer->lookahead)) step(lexer);
  lexer->mark_end(lexer);
  unsigned i = s->count;
  while (i > 1 && s->levels[i - 1].kind == BRACE) i--;
  Level *level = &s->levels[i - 1];
  if (level->arguments > 0) {
    if (level->arguments == 1 && !recovering) return refuse(s, lexer);
    if (level->arguments > 1) level->arguments--;
  }
  return emit(s, lexer, ARGUMENT, OTHER);
}

// Whether it stopped at a backslash, which then is passed, since a newline behind it would have made it a blank.
static bool skip_blanks(Scanner *s, TSLexer *lexer) {
  for (;;) {
    int32_t c = lexer->lookahead;
    if (c == '\n') {
      s->line_break = true;
    } else if (c == '\\') {
      step(lexer);
      lexer->mark_end(lexer);
      if (lexer->lookahead == '\r') step(lexer);
      if (lexer->lookahead != '\n') return true;
    } else if (!is_space(c)) {
      return false;
    }
    lexer->advance(lexer, true);
  }
}

bool tree_sitter_batos_external_scanner_scan(void *payload, TSLexer *lexer, const bool *valid) {
  Scanner *s = payload;
  bool recovering = valid[INVALID];
  if (s->in_string && (recovering || valid[STRING_CONTENT])) return in_string(s, lexer, recovering);

  if (!s->started && lexer->lookahead == '#') {
    step(lexer);
    // The first line is for the system; grammar.js has it.
    return lexer->lookahead != '!' && operator(s, lexer, valid, false, recovering, '#');
  }
  bool begun = skip_blanks(s, lexer);
  // At the end nothing is left to cut.
  if (lexer->eof(lexer) && !begun) return false;
  int32_t c = lexer->lookahead;
  bool at_slot = recovering ? top(s)->in_slots && s->previous == SEPARATOR : valid[SLOT_NAME];

  if (begun) return operator(s, lexer, valid, at_slot, recovering, '\\');
  if (c == '"') return comment(s, lexer);
  if (is_digit(c)) return valid[INTEGER] && number(s, lexer, recovering);
  if (is_lower(c) || is_upper(c) || c == '_') return word(s, lexer, valid, at_slot, recovering);
  if (c == ':') return argument(s, lexer, valid, recovering);
  if (is_operator(c)) return operator(s, lexer, valid, at_slot, recovering, 0);

  bool delegated = s->previous == DELEGATED;
  step(lexer);
  lexer->mark_end(lexer);
  switch (c) {
    case '\'':
      if (!valid[STRING_START]) return false;
      s->in_string = true;
      return emit(s, lexer, STRING_START, OTHER);
    case '.':
      if (delegated && valid[DELEGATE_DOT]) return emit(s, lexer, DELEGATE_DOT, DELEGATED);
      if (!valid[DOT]) return false;
      end_statement(s);
      return emit(s, lexer, DOT, SEPARATOR);
    case '(':
      return open_bracket(s, lexer, valid, PAREN_OPEN, PAREN, at_slot, recovering);
    case '[':
      return open_bracket(s, lexer, valid, SQUARE_OPEN, SQUARE, at_slot, recovering);
    case '{':
      return open_bracket(s, lexer, valid, BRACE_OPEN, BRACE, at_slot, recovering);
    case ')':
      return close_bracket(s, lexer, valid, PAREN_CLOSE, PAREN);
    case ']':
      return close_bracket(s, lexer, valid, SQUARE_CLOSE, SQUARE);
    case '}':
      return close_bracket(s, lexer, valid, BRACE_CLOSE, BRACE);
    default:
      return false;
  }
}

// The state between two tokens. A level takes one byte, and more only for what is not zero.

enum { IN_SLOTS = 4, HAS_KEYWORDS = 8, HAS_PAIR = 16, HAS_ARGUMENTS = 32, HAS_OPERATOR = 64 };

unsigned tree_sitter_batos_external_scanner_serialize(void *payload, char *buffer) {
  const Scanner *s = payload;
  unsigned size = 0;
  buffer[size++] = (char)(s->started | s->in_string << 1 | s->line_break << 2);
  buffer[size++] = (char)s->previous;
  buffer[size++] = (char)s->parts;
  for (unsigned i = 0; i < s->count && size + 6 <= TREE_SITTER_SERIALIZATION_BUFFER_SIZE; i++) {
    const Level *level = &s->levels[i];
    buffer[size++] = (char)(level->kind | (level->in_slots ? IN_SLOTS : 0) | (level->keywords ? HAS_KEYWORDS : 0) |
                            (level->pair ? HAS_PAIR : 0) | (level->arguments ? HAS_ARGUMENTS : 0) |
                            (level->operator ? HAS_OPERATOR : 0));
    if (level->keywords) buffer[size++] = (char)level->keywords;
    if (level->pair) buffer[size++] = (char)level->pair;
    if (level->arguments) buffer[size++] = (char)level->arguments;
    if (level->operator) {
      buffer[size++] = (char)(level->operator >> 8);
      buffer[size++] = (char)(level->operator & 255);
    }
  }
  return size;
}

void tree_sitter_batos_external_scanner_deserialize(void *payload, const char *buffer, unsigned length) {
  Scanner *s = payload;
  memset(s, 0, sizeof *s);
  unsigned at = 0;
  if (length >= 3) {
    uint8_t flags = (uint8_t)buffer[at++];
    s->started = flags & 1;
    s->in_string = flags & 2;
    s->line_break = flags & 4;
    s->previous = (uint8_t)buffer[at++];
    s->parts = (uint8_t)buffer[at++];
  }
  while (at < length && s->count <= MAX_DEPTH) {
    Level *level = &s->levels[s->count++];
    uint8_t flags = (uint8_t)buffer[at++];
    level->kind = flags & 3;
    level->in_slots = flags & IN_SLOTS;
    if (flags & HAS_KEYWORDS) level->keywords = (uint8_t)buffer[at++];
    if (flags & HAS_PAIR) level->pair = (uint8_t)buffer[at++];
    if (flags & HAS_ARGUMENTS) level->arguments = (uint8_t)buffer[at++];
    if (flags & HAS_OPERATOR) {
      level->operator = (uint16_t)((uint8_t)buffer[at] << 8 | (uint8_t)buffer[at + 1]);
      at += 2;
    }
  }
  if (s->count == 0) s->count = 1;
}

void *tree_sitter_batos_external_scanner_create(void) {
  Scanner *s = calloc(1, sizeof(Scanner));
  if (s != NULL) s->count = 1;
  return s;
}

void tree_sitter_batos_external_scanner_destroy(void *payload) { free(payload); }
