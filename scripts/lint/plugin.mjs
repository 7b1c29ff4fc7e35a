/** Lint rules of this project, for oxlint. */

/** Calls that take one argument an element: a list of some 65,000 breaks them. */
const perElement = new Set(['push', 'unshift', 'splice', 'min', 'max', 'fromCharCode', 'fromCodePoint']);

const message =
  'A long list breaks this call. Use append, minOf or maxOf of src/core/list.ts, or a loop; a literal list may be spread.';

const noSpreadOfLists = {
  meta: { type: 'problem' },
  create(context) {
    return {
      CallExpression(node) {
        const { callee } = node;
        if (callee.type !== 'MemberExpression' || callee.computed || !perElement.has(callee.property.name))
          return;
        for (const argument of node.arguments) {
          if (argument.type === 'SpreadElement' && argument.argument.type !== 'ArrayExpression') {
            context.report({ node: argument, message });
          }
        }
      },
    };
  },
};

export default {
  meta: { name: 'lab' },
  rules: { 'no-spread-of-lists': noSpreadOfLists },
};
