import { cos, exp, log, power, sin, tan } from '../../../random';
import { at } from '../../../list';
import type { Operation, Program, Variable } from './language';

/** x^y: by repeated squaring for whole y up to 64, else through the logarithm. */
function raise(x: number, y: number): number {
  if (Number.isInteger(y) && Math.abs(y) <= 64) {
    let result = 1;
    let square = x;
    for (let n = Math.abs(y); n > 0; n = Math.floor(n / 2)) {
      if (n % 2 === 1) result *= square;
      square *= square;
    }
    return y < 0 ? 1 / result : result;
  }
  if (x < 0) return Number.isInteger(y) ? (y % 2 === 0 ? 1 : -1) * power(-x, y) : NaN;
  if (x === 0) return y > 0 ? 0 : y < 0 ? Infinity : NaN;
  return power(x, y);
}

/** Remainder with the sign of b: a − b·floor(a/b). */
function floored(a: number, b: number): number {
  const rest = a % b;
  return rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest;
}

/** True is 1, false is 0; where an operand has no value, neither has the result. */
const truth = (holds: boolean, x: number, y: number): number => (x === x && y === y ? (holds ? 1 : 0) : NaN);

const unary: Partial<Record<Operation, (x: number) => number>> = {
  negate: (x) => -x,
  not: (x) => truth(x === 0, x, x),
  sin,
  cos,
  tan,
  exp,
  log,
  sqrt: Math.sqrt,
  abs: Math.abs,
  floor: Math.floor,
  ceil: Math.ceil,
  round: (x) => Math.floor(x + 0.5),
  sign: Math.sign,
  step: (x) => truth(x >= 0, x, x),
};

const binary: Partial<Record<Operation, (x: number, y: number) => number>> = {
  '%': (x, y) => x % y,
  '^': raise,
  pow: raise,
  mod: floored,
  min: Math.min,
  max: Math.max,
  '<': (x, y) => truth(x < y, x, y),
  '<=': (x, y) => truth(x <= y, x, y),
  '>': (x, y) => truth(x > y, x, y),
  '>=': (x, y) => truth(x >= y, x, y),
  '==': (x, y) => truth(x === y, x, y),
  '!=': (x, y) => truth(x !== y, x, y),
  '&&': (x, y) => truth(x !== 0 && y !== 0, x, y),
  '||': (x, y) => truth(x !== 0 || y !== 0, x, y),
};

/** One operation over n rows. The four that cost less than a call have loops of their own. */
export function operate(
  operation: Operation,
  n: number,
  out: Float64Array,
  a: Float64Array,
  b: Float64Array,
  c: Float64Array,
): void {
  switch (operation) {
    case '+':
      for (let i = 0; i < n; i++) out[i] = (a[i] as number) + (b[i] as number);
      return;
    case '-':
      for (let i = 0; i < n; i++) out[i] = (a[i] as number) - (b[i] as number);
      return;
    case '*':
      for (let i = 0; i < n; i++) out[i] = (a[i] as number) * (b[i] as number);
      return;
    case '/':
      for (let i = 0; i < n; i++) out[i] = (a[i] as number) / (b[i] as number);
      return;
    case 'if':
      for (let i = 0; i < n; i++) {
        const test = a[i] as number;
        out[i] = test === test ? (test !== 0 ? (b[i] as number) : (c[i] as number)) : NaN;
      }
      return;
    default: {
      const one = unary[operation];
      const two = binary[operation];
      if (one) for (let i = 0; i < n; i++) out[i] = one(a[i] as number);
      else if (two) for (let i = 0; i < n; i++) out[i] = two(a[i] as number, b[i] as number);
    }
  }
}

/** Reads the program's variables from `inputs` and gives the buffer that holds the result of rows 0 to n − 1. */
export type Calculation = (n: number, inputs: Readonly<Record<Variable, Float64Array>>) => Float64Array;

/** A program with a buffer of `size` rows for each of its steps. */
export function prepare(program: Program, size: number): Calculation {
  const none = new Float64Array(0);
  const buffers = program.map((node) => {
    if (node.kind === 'variable') return none;
    const buffer = new Float64Array(size);
    return node.kind === 'number' ? buffer.fill(node.value) : buffer;
  });
  return (n, inputs) => {
    const valuesOf = (index: number): Float64Array => {
      const node = at(program, index);
      return node.kind === 'variable' ? inputs[node.name] : at(buffers, index);
    };
    /** An operand; an operation of fewer reads nothing of it. */
    const operand = (index: number | undefined): Float64Array =>
      index === undefined ? none : valuesOf(index);
    for (const [index, node] of program.entries()) {
      if (node.kind !== 'operation') continue;
      const [a, b, c] = node.of;
      operate(node.operation, n, at(buffers, index), operand(a), operand(b), operand(c));
    }
    return valuesOf(program.length - 1);
  };
}
