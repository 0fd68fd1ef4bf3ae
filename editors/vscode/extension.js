'use strict';
// Files named .bat belong to Windows until one of them is seen to be ours: we claim no extension, but look into each file that
// VS Code takes for a batch file. Whoever sets a file's language, by hand or in `files.associations`, is obeyed.

const vscode = require('vscode');
const { isBatOs, LINES } = require('./detect');

/** Documents that were looked at: who changes one's language afterwards means it. */
const seen = new Set();

function isAssociated(document) {
  const associations = vscode.workspace.getConfiguration('files', document.uri).get('associations') || {};
  return Object.entries(associations).some(
    ([pattern, language]) => language === 'bat' && vscode.languages.match({ pattern: '**/' + pattern }, document) > 0,
  );
}

async function look(document) {
  const key = document.uri.toString();
  if (document.languageId !== 'bat' || seen.has(key)) return;
  seen.add(key);
  if (!vscode.workspace.getConfiguration('batos', document.uri).get('detect') || isAssociated(document)) return;
  const end = new vscode.Position(Math.min(LINES, document.lineCount), 0);
  if (isBatOs(document.getText(new vscode.Range(new vscode.Position(0, 0), end)))) {
    await vscode.languages.setTextDocumentLanguage(document, 'batos');
  }
}

function activate(context) {
  context.subscriptions.push(vscode.workspace.onDidOpenTextDocument(look));
  vscode.workspace.textDocuments.forEach(look);
}

module.exports = { activate };
