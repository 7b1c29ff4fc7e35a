import jsep from 'jsep';
import { count } from '../../../format';
import { nearest } from '../../../recipe/nearest';
import {
  constants,
  functions,
  isBinary,
  isFunction,
  isVariable,
  maxCharacters,
  maxNodes,
  words,
  type Operation,
  type Program,
} from './language';

// A power binds closer than a product and to the right; jsep knows ^ as an exclusive or.
jsep.addBinaryOp('^', 11, true);

/** Marks a parenthesis that groups, so that −x^2 and (−x)^2 differ in the tree: jsep binds a sign closer than any power. */
const group = '$';

const markGroups = (text: string): string =>
  text.replaceAll(/(?<![\w$)\]\u0080-\uffff]\s*)\(/g, () => `${group}(`);

class Refused extends Error {}
const refuse = (why: string): never => {
  throw new Refused(why);
};

const isSign = (node: jsep.CoreExpression): node is jsep.UnaryExpression =>
  node.type === 'UnaryExpression' && (node.operator === '-' || node.operator === '+');

function compile(tree: jsep.Expression): Program {
  const program: Program = [];
  const push = (node: Program[number]): number => {
    if (program.length >= maxNodes)
      refuse(
        `Expected at most ${maxNodes} numbers, names and operations in a formula; this one has more. Split it into several formulas; they are added.`,
      );
    program.push(node);
    return program.length - 1;
  };
  const operate = (operation: Operation, ...of: number[]): number =>
    push({ kind: 'operation', operation, of });

  const call = ({ callee, arguments: given }: jsep.CallExpression): number => {
    const name = callee.type === 'Identifier' && typeof callee['name'] === 'string' ? callee['name'] : '';
    if (name === group) {
      const [only, ...more] = given;
      return only && more.length === 0 ? visit(only) : refuse('Expected one expression between parentheses.');
    }
    if (!isFunction(name)) {
      const known = Object.keys(functions);
      return name === ''
        ? refuse(
            'Expected the name of a function before "(", or an operator such as * before the parenthesis.',
          )
        : refuse(
            `There is no function "${name}"; the nearest is "${nearest(name, known)}". Known: ${known.join(', ')}.`,
          );
    }
    const [min, max] = functions[name];
    if (given.length < min || given.length > max) {
      const wanted = min === max ? `${min}` : `${min} to ${max}`;
      refuse(`Expected ${wanted} ${max === 1 ? 'value' : 'values'} for ${name}(…); got ${given.length}.`);
    }
    const values = given.map(visit);
    if (name === 'min' || name === 'max') return values.reduce((before, next) => operate(name, before, next));
    return operate(name, ...values);
  };

  const power = (left: jsep.CoreExpression, right: jsep.Expression): number => {
    if (!isSign(left)) return operate('^', visit(left), visit(right));
    const inner = power(left.argument as jsep.CoreExpression, right);
    return left.operator === '-' ? operate('negate', inner) : inner;
  };

  const visit = (expression: jsep.Expression): number => {
    const node = expression as jsep.CoreExpression;
    switch (node.type) {
      case 'Literal':
        if (typeof node.value !== 'number')
          return refuse(`Expected numbers and names only; got ${node.raw}.`);
        return push({ kind: 'number', value: node.value });
      case 'Identifier': {
        const { name } = node;
        const value = Object.hasOwn(constants, name) ? constants[name] : undefined;
        if (value !== undefined) return push({ kind: 'number', value });
        if (isVariable(name)) return push({ kind: 'variable', name });
        if (isFunction(name))
          return refuse(`Expected parentheses after the function ${name}, such as ${name}(t).`);
        return refuse(
          `There is no variable or constant "${name}"; the nearest is "${nearest(name, words)}". Known: ${words.join(', ')}.`,
        );
      }
      case 'UnaryExpression': {
        const inner = visit(node.argument);
        if (node.operator === '-') return operate('negate', inner);
        if (node.operator === '!') return operate('not', inner);
        return node.operator === '+' ? inner : refuse(`The operator ${node.operator} is not allowed.`);
      }
      case 'BinaryExpression': {
        if (node.operator === '^') return power(node.left as jsep.CoreExpression, node.right);
        return isBinary(node.operator)
          ? operate(node.operator, visit(node.left), visit(node.right))
          : refuse(`The operator ${node.operator} is not allowed.`);
      }
      case 'ConditionalExpression':
        return operate('if', visit(node.test), visit(node.consequent), visit(node.alternate));
      case 'CallExpression':
        return call(node);
      case 'MemberExpression':
        return refuse('Member access (a.b or a[b]) is not allowed.');
      case 'ThisExpression':
        return refuse('"this" is not allowed.');
      case 'ArrayExpression':
        return refuse('Expected numbers, not lists.');
      default:
        return refuse('Expected one expression; got several. Put an operator between them.');
    }
  };
  visit(tree);
  return program;
}

/**
 * A formula as steps, or why it is none. The text is only parsed, never run: no strings, members, assignments or unknown
 * names; at most 1,000 characters and 200 steps, none of which repeats, so it always ends.
 */
export function parseFormula(text: string): { ok: true; program: Program } | { ok: false; message: string } {
  if (text.trim() === '')
    return { ok: false, message: 'Expected a formula such as sin(2*pi*d); got nothing.' };
  if (text.length > maxCharacters) {
    return {
      ok: false,
      message: `Expected at most ${count(maxCharacters)} characters; got ${count(text.length)}. Split it into several formulas; they are added.`,
    };
  }
  if (text.includes(group)) return { ok: false, message: `${group} is not allowed.` };
  try {
    return { ok: true, program: compile(jsep(markGroups(text))) };
  } catch (thrown) {
    if (thrown instanceof Refused) return { ok: false, message: thrown.message };
    const why = thrown instanceof Error ? thrown.message.replace(/ at character \d+$/, '') : String(thrown);
    return { ok: false, message: `Expected a formula such as sin(2*pi*d); it cannot be parsed: ${why}.` };
  }
}
