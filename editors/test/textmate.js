'use strict';
// Compares VS Code's grammar with classes.json: textmate.js GRAMMAR CLASSES, with vscode-textmate and vscode-oniguruma to be found.

const fs = require('fs');
const { createRequire } = require('module');
const from = createRequire(process.cwd() + '/');
const textmate = from('vscode-textmate');
const oniguruma = from('vscode-oniguruma');

// The last scope that says something, longest first.
const CLASSES = [
  ['constant.character.escape', 'escape'],
  ['punctuation.definition.comment', 'comment'],
  ['comment.line.shebang', 'shebang'],
  ['comment', 'comment'],
  ['string', 'string'],
  ['constant.numeric', 'number'],
  ['constant.language', 'constant'],
  ['support.function', 'primitive'],
  ['entity.name.function.definition', 'definition'],
  ['entity.name.function.message', 'keyword'],
  ['entity.name.namespace', 'delegate'],
  ['variable.language.self', 'self'],
  ['variable.language.resend', 'resend'],
  ['variable.parameter', 'parameter'],
  ['variable.other.member', 'member'],
  ['variable.other', 'name'],
  ['keyword.control.return', 'return'],
  ['keyword.operator.assignment', 'assignment'],
  ['keyword.operator', 'operator'],
  ['storage.modifier.parent', 'star'],
  ['punctuation.section.slots', 'bar'],
  ['punctuation.section', 'bracket'],
  ['punctuation.terminator', 'dot'],
  ['punctuation.accessor', 'accessor'],
];

function classOf(scopes) {
  const scope = scopes[scopes.length - 1];
  const found = CLASSES.find(([prefix]) => scope.startsWith(prefix));
  return found ? found[1] : scope;
}

async function main() {
  const [grammarPath, classesPath] = process.argv.slice(2);
  const wasm = fs.readFileSync(from.resolve('vscode-oniguruma/release/onig.wasm'));
  await oniguruma.loadWASM(wasm);
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: patterns => new oniguruma.OnigScanner(patterns),
      createOnigString: string => new oniguruma.OnigString(string),
    }),
    loadGrammar: async () => textmate.parseRawGrammar(fs.readFileSync(grammarPath, 'utf8'), grammarPath),
  });
  const grammar = await registry.loadGrammar('source.batos');
  let count = 0;
  const wrong = [];
  for (const [path, tokens] of Object.entries(JSON.parse(fs.readFileSync(classesPath, 'utf8')))) {
    let stack = textmate.INITIAL;
    const lines = fs.readFileSync(path, 'utf8').split('\n').map(line => {
      const result = grammar.tokenizeLine(line, stack);
      stack = result.ruleStack;
      return { line, tokens: result.tokens };
    });
    for (const [row, column, length, expected, text] of tokens) {
      // Columns here are in UTF-16.
      const at = [...lines[row].line].slice(0, column).join('').length;
      const end = at + (text.includes('\n') ? 1 : text.length);
      const found = new Set(
        lines[row].tokens.filter(t => t.startIndex < end && t.endIndex > at).map(t => classOf(t.scopes)),
      );
      count++;
      if (found.size !== 1 || !found.has(expected)) {
        wrong.push(`${path}:${row + 1}:${column + 1}: ${JSON.stringify(text.slice(0, 30))} is ${expected}, coloured as ${[...found]}`);
      }
    }
  }
  console.log(wrong.slice(0, 20).join('\n'));
  console.log(`textmate: ${count - wrong.length} of ${count} tokens of their class`);
  process.exit(wrong.length === 0 ? 0 : 1);
}

main();
