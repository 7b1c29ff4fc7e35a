/** What a formula may be made of. */
export const maxCharacters = 1000;
/** Numbers, names and operations. */
export const maxNodes = 200;

/** The words of a formula. */
export const variables = ['t', 'd', 'i', 'tod', 'dow'] as const;
export type Variable = (typeof variables)[number];

export const constants: Readonly<Record<string, number>> = { pi: Math.PI, e: Math.E };

/** Functions by name, with the fewest and the most arguments. */
export const functions = {
  sin: [1, 1],
  cos: [1, 1],
  tan: [1, 1],
  exp: [1, 1],
  log: [1, 1],
  sqrt: [1, 1],
  abs: [1, 1],
  floor: [1, 1],
  ceil: [1, 1],
  round: [1, 1],
  sign: [1, 1],
  step: [1, 1],
  min: [1, 20],
  max: [1, 20],
  pow: [2, 2],
  mod: [2, 2],
  if: [3, 3],
} as const satisfies Record<string, readonly [min: number, max: number]>;
export type FunctionName = keyof typeof functions;

const binaries = ['+', '-', '*', '/', '%', '^', '<', '<=', '>', '>=', '==', '!=', '&&', '||'] as const;
export type Binary = (typeof binaries)[number];

export type Operation = FunctionName | Binary | 'negate' | 'not';

/** A step of a calculation: a number, a variable, or an operation on earlier steps by their place. */
export type FormulaNode =
  | { kind: 'number'; value: number }
  | { kind: 'variable'; name: Variable }
  | { kind: 'operation'; operation: Operation; of: number[] };

/** Steps in an order in which each comes after those that it needs; the last is the result. */
export type Program = FormulaNode[];

export const isVariable = (name: string): name is Variable => (variables as readonly string[]).includes(name);
export const isFunction = (name: string): name is FunctionName => Object.hasOwn(functions, name);
export const isBinary = (name: string): name is Binary => (binaries as readonly string[]).includes(name);
export const words: readonly string[] = [...variables, ...Object.keys(constants), ...Object.keys(functions)];
