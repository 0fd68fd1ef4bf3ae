'use strict';
// Runs VS Code's extension against a stand-in for VS Code: extension.js FILE…. For each file the language it ends up with.

const fs = require('fs');
const path = require('path');
const Module = require('module');

let associations = {};
let onOpen;
class Position {
  constructor(line, character) {
    Object.assign(this, { line, character });
  }
}
class Range {
  constructor(start, end) {
    Object.assign(this, { start, end });
  }
}
const vscode = {
  Position,
  Range,
  workspace: {
    textDocuments: [],
    getConfiguration: section => ({ get: key => (section === 'files' && key === 'associations' ? associations : true) }),
    onDidOpenTextDocument: listener => {
      onOpen = listener;
      return { dispose() {} };
    },
  },
  languages: {
    match: ({ pattern }, document) => (pattern === '**/*.bat' && document.uri.toString().endsWith('.bat') ? 10 : 0),
    // VS Code closes the document and opens it in the other language.
    setTextDocumentLanguage: async (document, language) => {
      document.languageId = language;
      await onOpen(document);
    },
  },
};
const load = Module._load;
Module._load = (name, ...rest) => (name === 'vscode' ? vscode : load(name, ...rest));
const { activate } = require('../vscode/extension.js');

function open(file) {
  const lines = fs.readFileSync(file, 'utf8').split('\n');
  return {
    uri: { toString: () => file },
    languageId: 'bat',
    lineCount: lines.length,
    getText: range => lines.slice(0, range.end.line).join('\n'),
  };
}

function check(condition, text) {
  if (!condition) throw new Error(text);
}

async function main() {
  activate({ subscriptions: [] });
  for (const file of process.argv.slice(2)) {
    const document = open(file);
    await onOpen(document);
    console.log(`${document.languageId} ${file}`);
  }
  // Whoever sets a language means it.
  const file = path.join(__dirname, '../../examples/01-hello.bat');
  const changed = { ...open(file), uri: { toString: () => 'changed.bat' } };
  await onOpen(changed);
  check(changed.languageId === 'batos', 'an example is ours');
  await vscode.languages.setTextDocumentLanguage(changed, 'bat');
  check(changed.languageId === 'bat', 'a language that was set by hand stays');
  associations = { '*.bat': 'bat' };
  const associated = { ...open(file), uri: { toString: () => 'associated.bat' } };
  await onOpen(associated);
  check(associated.languageId === 'bat', 'an association stays');
}

main().catch(error => {
  console.error(error);
  process.exit(1);
});
