#!/usr/bin/env python3
"""Says which class each token of some programs is of, by the tree-sitter grammar: classes.py PARSER.so FILE… > classes.json

For each file a list of [line, column, length, class, text], from 0, counted in characters. check.sh compares the other editors
with it. Ends with 1 if a tree has an error node.
"""

import ctypes
import json
import sys
import warnings

from tree_sitter import Language, Parser

PLAIN = {
    "integer": "number",
    "radix": "number",
    "float": "number",
    "string_content": "string",
    "'": "string",
    "escape_sequence": "escape",
    "comment": "comment",
    "shebang": "shebang",
    "self": "self",
    "resend": "resend",
    "delegate": "delegate",
    "argument_name": "parameter",
    "|": "bar",
    "^": "return",
    "=": "assignment",
    "<-": "assignment",
    "*": "star",
} | dict.fromkeys("()[]{}", "bracket")
CONSTANTS = {"nil", "true", "false"}


def class_of(node):
    kind, text, parent = node.type, node.text.decode(), node.parent
    if kind == ".":
        return "accessor" if parent.type == "resend_message" else "dot"
    if kind in ("operator", "keyword", "capital_keyword"):
        if text.startswith("_"):
            return "primitive"
        return "definition" if parent.type == "method_slot" else kind.removeprefix("capital_")
    if kind == "identifier":
        if node == parent.child_by_field_name("name"):
            return "member"
        if parent.type == "method_slot":
            return "parameter"
        return "constant" if text in CONSTANTS else "primitive" if text.startswith("_") else "name"
    return PLAIN[kind]


def main():
    warnings.simplefilter("ignore")
    library = ctypes.CDLL(sys.argv[1])
    library.tree_sitter_batos.restype = ctypes.c_void_p
    parser = Parser(Language(library.tree_sitter_batos()))
    result, wrong = {}, 0
    for path in sys.argv[2:]:
        with open(path, "rb") as file:
            text = file.read()
        tree = parser.parse(text)
        if tree.root_node.has_error:
            print(f"{path}: the tree has an error node", file=sys.stderr)
            wrong += 1
        lines = text.split(b"\n")
        tokens, nodes = [], [tree.root_node]
        while nodes:
            node = nodes.pop()
            if node.children:
                nodes.extend(reversed(node.children))
            elif node.end_byte > node.start_byte:
                row, column = node.start_point
                column = len(lines[row][:column].decode())
                tokens.append([row, column, len(node.text.decode()), class_of(node), node.text.decode()])
        result[path] = tokens
    json.dump(result, sys.stdout)
    return 1 if wrong else 0


sys.exit(main())
