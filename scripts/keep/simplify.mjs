// Simplifies a source file, given `facts`: removes branches that never run, and code that only they used. Formatting is
// left to Biome.
import { parseSync } from "oxc-parser";

/**
 * @typedef {{ value: unknown } | { truthy: true }} Known what is known about an expression: its value, or only that it
 * is truthy
 * @typedef {object} Facts
 * @property {Map<string, Known>} values by the text of a member expression, such as `strategy.refresh`
 * @property {Map<string, Known>} calls by the name of a function or method
 * @property {Map<string, string>} objects by the name of a type: the object in `values` that parameters of this type
 * represent
 * @property {Map<string, number>} unwrap by the name of a function: the index of the argument that replaces its call
 * @property {Set<string>} [never] texts that `orUnknown` does not return any more
 * @property {Map<string, "children" | "nothing">} [elements] by the name of a React element: what replaces it
 * @property {Set<string>} members names of properties that no object has any more
 * @property {string} strategy the one that is kept
 * @property {string[]} others the removed strategies: their rows are deleted from tables in tests
 * @property {Map<string, string>} replace by the text of an expression without spaces: its replacement
 */

const known = (value) => ({ value });
const isTruthy = (fact) => "truthy" in fact || Boolean(fact.value);
const isNullish = (fact) => "value" in fact && (fact.value === null || fact.value === undefined);

/** The rewritten source. `facts` is a Facts. */
export function simplify(file, source, facts) {
  if (file.endsWith(".d.ts")) return source;
  const before = countNames(file, source);
  let text = source;
  for (let pass = 0; pass < 50; pass++) {
    const edits = findEdits(file, text, facts, source);
    if (edits.length === 0) break;
    text = apply(text, edits);
  }
  return text === source ? source : removeUnused(file, text, before);
}

/** Removes unused declarations. With `before`, only those that were used there. */
export function removeUnused(file, source, before = null) {
  if (file.endsWith(".d.ts")) return source;
  let text = source;
  for (let pass = 0; pass < 50; pass++) {
    const edits = findUnused(file, text, before);
    if (edits.length === 0) break;
    text = apply(text, edits);
  }
  return text;
}

const countNames = (file, source) => countIn(parse(file, source));

/** How often each name is used. Keys and members do not count. */
function countIn(root) {
  const names = new Map();
  visit(root, (node, parents) => {
    const name = nameOf(node);
    if (name && !isKey(node, parents.at(-1))) names.set(name, (names.get(name) ?? 0) + 1);
  });
  return names;
}

function isKey(node, parent) {
  if (parent?.type === "MemberExpression") return parent.property === node && !parent.computed;
  if (
    ["Property", "TSPropertySignature", "TSMethodSignature", "MethodDefinition"].includes(
      parent?.type,
    )
  )
    return parent.key === node && !parent.computed && !parent.shorthand;
  return parent?.type === "JSXAttribute";
}

/** The comment lines that end where the text ends, and the indentation. */
const COMMENTS_ABOVE =
  /(?:^[ \t]*(?:\/\/[^\n]*|\/\*\*(?:(?!\*\/)[\s\S])*\*\/)\n)*[ \t]*(?![\s\S])/m;

const nameOf = (node) =>
  node.type === "Identifier" || node.type === "JSXIdentifier" ? node.name : undefined;

function parse(file, source) {
  const { program, errors } = parseSync(file, source, { preserveParens: false });
  if (errors.length > 0) throw new Error(`${file}: ${errors[0].message}\n${source}`);
  return program;
}

function children(node) {
  return Object.entries(node).flatMap(([key, value]) => {
    if (key === "parent" || !value || typeof value !== "object") return [];
    return (Array.isArray(value) ? value : [value]).filter((child) => child?.type);
  });
}

/** Calls `enter` for each node, parents first. If it returns false, skips the children. */
function visit(node, enter, parents = []) {
  if (enter(node, parents) === false) return;
  for (const child of children(node)) visit(child, enter, [...parents, node]);
}

/** Later edits first, so that earlier offsets stay right. Edits do not overlap. */
function apply(text, edits) {
  return [...edits]
    .sort((a, b) => b.start - a.start)
    .reduce(
      (all, { start, end, text: put = "" }) => all.slice(0, start) + put + all.slice(end),
      text,
    );
}

// --- What is known ------------------------------------------------------------------------------------

/** The text of a member chain such as `strategy.refresh`, in one notation; undefined for other expressions. */
function chainOf(node) {
  if (node.type === "Identifier") return node.name;
  if (node.type === "ChainExpression" || node.type === "TSNonNullExpression")
    return chainOf(node.expression);
  if (node.type !== "MemberExpression" || node.computed) return undefined;
  const object = chainOf(node.object);
  return object && `${object}.${node.property.name}`;
}

function evaluate(node, scope) {
  const { facts, aliases, locals } = scope;
  switch (node.type) {
    case "Literal":
      return "regex" in node ? undefined : known(node.value);
    case "Identifier": {
      if (node.name === "undefined") return known(undefined);
      return locals.get(node.name) ?? facts.values.get(aliases.get(node.name) ?? node.name);
    }
    case "MemberExpression": {
      const object = evaluate(node.object, scope);
      if (node.optional && object && isNullish(object)) return known(undefined);
      const isGone = !node.computed && facts.members.has(node.property.name);
      const [first, ...rest] = chainOf(node)?.split(".") ?? [];
      const fact = first && facts.values.get([aliases.get(first) ?? first, ...rest].join("."));
      return fact ?? (isGone ? known(undefined) : undefined);
    }
    case "ChainExpression":
    case "TSNonNullExpression":
    case "TSAsExpression":
      return evaluate(node.expression, scope);
    case "AwaitExpression":
      return evaluate(node.argument, scope);
    case "CallExpression": {
      const called = chainOf(node.callee);
      if (called && facts.calls.has(called)) return facts.calls.get(called);
      const callee = evaluate(node.callee, scope);
      return callee && isNullish(callee) && isShortCircuited(node, scope)
        ? known(undefined)
        : undefined;
    }
    case "UnaryExpression": {
      const argument = node.operator === "!" && evaluate(node.argument, scope);
      return argument ? known(!isTruthy(argument)) : undefined;
    }
    case "BinaryExpression": {
      if (!["===", "!=="].includes(node.operator)) return undefined;
      if (isOf(node.right, scope.never)) return known(node.operator === "!==");
      const [left, right] = [evaluate(node.left, scope), evaluate(node.right, scope)];
      if (!left || !right) return undefined;
      if ("value" in left && "value" in right)
        return known((left.value === right.value) === (node.operator === "==="));
      const other = "value" in left ? left : right;
      // A truthy expression differs from every falsy value. Comparisons with other values are unknown.
      return "value" in other && !other.value ? known(node.operator === "!==") : undefined;
    }
    case "LogicalExpression": {
      const left = evaluate(node.left, scope);
      const right = () => evaluate(node.right, scope);
      if (!left) return undefined;
      if (node.operator === "&&") return isTruthy(left) ? right() : left;
      if (node.operator === "||") return isTruthy(left) ? left : right();
      return isNullish(left) ? right() : left;
    }
    case "ConditionalExpression": {
      const test = decide(node.test, scope);
      if (test) return evaluate(isTruthy(test) ? node.consequent : node.alternate, scope);
      const [one, other] = [node.consequent, node.alternate].map((part) => evaluate(part, scope));
      const isSameValue = one && other && "value" in one && "value" in other;
      return isSameValue && one.value === other.value && isPureTest(node.test) ? one : undefined;
    }
    default:
      return undefined;
  }
}

/** Evaluates a condition: `rest && false` is false for any `rest`. */
function decide(test, scope) {
  const all = evaluate(test, scope);
  if (all || test.type !== "LogicalExpression" || test.operator === "??") return all;
  const right = decide(test.right, scope);
  return right && isTruthy(right) === (test.operator === "||") ? right : undefined;
}

/** `a?.b()` where `a` is known to be null. */
function isShortCircuited(node, scope) {
  for (let at = node; at; at = at.callee ?? at.object)
    if (at.optional) {
      const object = evaluate(at.callee ?? at.object, scope);
      return Boolean(object && isNullish(object));
    }
  return false;
}

// --- Edits --------------------------------------------------------------------------------------------

function findEdits(file, text, facts, source) {
  const edits = [];
  const add = (range) => {
    edits.push(range);
    return true;
  };
  const edit = (node, put = "") => add({ start: node.start, end: node.end, text: put });
  /** Whether the node is the row of a removed strategy in a table. */
  const isLostRow = (node, parent) =>
    file.startsWith("tests/") &&
    facts.others?.includes(node.key?.name) &&
    parent?.type !== "ObjectPattern" &&
    (parent?.properties ?? parent?.body ?? parent?.members)?.some(
      ({ key }) => key?.name === facts.strategy,
    );
  const textOf = ({ start, end }) => text.slice(start, end);
  const literal = (value) => (value === undefined ? "undefined" : JSON.stringify(value));

  function walk(node, scope, parent) {
    if (isFunction(node)) scope = withParameters(node, scope);
    if (Array.isArray(node.body)) {
      scope = withDeclared(node.body, scope);
      if (cutAfterExit(node.body)) return;
    }
    if (handle(node, scope, parent)) return;
    for (const child of children(node)) walk(child, scope, node);
  }

  /** Removes statements after a return or a throw, except function declarations, which are hoisted. */
  function cutAfterExit(body) {
    const at = body.findIndex((statement) => isExit(statement));
    const rest =
      at < 0 ? [] : body.slice(at + 1).filter(({ type }) => type !== "FunctionDeclaration");
    for (const statement of rest) edits.push(wholeLines(withComments(statement)));
    return rest.length > 0;
  }

  function handle(node, scope, parent) {
    const replacement = facts.replace.get(textOf(node).replace(/\s+/g, ""));
    if (replacement !== undefined && node.type !== "Program") return edit(node, replacement);

    if (isMember(node) && (facts.members.has(node.key?.name) || isLostRow(node, parent)))
      return add(wholeLines(withComma(withComments(node))));
    const standIn =
      node.type === "JSXElement" && facts.elements?.get(node.openingElement.name.name);
    if (standIn === "nothing") return isJsx(parent) ? add(wholeLines(node)) : edit(node, "null");
    if (standIn) {
      const inside = node.children.filter(({ type, value }) => type !== "JSXText" || value.trim());
      return edit(
        node,
        inside.length === 1 && isJsx(inside[0])
          ? textOf(inside[0])
          : `<>${inside.map(textOf).join("\n")}</>`,
      );
    }
    if (node.type === "JSXAttribute" && facts.members.has(node.name.name)) return edit(node);
    if (node.type === "JSXAttribute" && isUndefined(node.value?.expression)) return edit(node);

    const call = node.type === "AwaitExpression" ? node.argument : node;
    const unwrapped = call.type === "CallExpression" && facts.unwrap.get(call.callee.name);
    if (unwrapped !== false && unwrapped !== undefined) {
      const argument = call.arguments[unwrapped];
      // The result of an awaited function is still awaited. Other arguments are not promises.
      const isFunction = argument.type === "ArrowFunctionExpression";
      // The awaited result of an async function without statements is what it returns.
      if (call !== node && argument.async && argument.body.type !== "BlockStatement")
        return edit(
          node,
          `${mayBePromise(argument.body) ? "await " : ""}(${textOf(argument.body)})`,
        );
      if (argument.type === "ObjectExpression" && parent?.body === node)
        return edit(node, `(${textOf(argument)})`);
      return edit(isFunction ? call : node, called(argument));
    }
    const block = voidBlock(node);
    if (block) return edit(node, text.slice(block.start + 1, block.end - 1).trim());

    if (node.type === "IfStatement") {
      if (Array.isArray(parent?.body) && hasNoEffect(node, scope))
        return add(wholeLines(withComments(node)));
      const test = decide(node.test, scope);
      if (!test) return simplifyTest(node.test, scope);
      const kept = isTruthy(test) ? node.consequent : node.alternate;
      if (!kept && parent?.type === "IfStatement" && parent.alternate === node)
        edits.push({ start: parent.consequent.end, end: node.end });
      else if (!kept) edits.push(wholeLines(withComments(node)));
      else if (kept.type === "BlockStatement" && Array.isArray(parent?.body))
        edit(node, text.slice(kept.start + 1, kept.end - 1).trim());
      else edit(node, textOf(kept));
      return true;
    }
    if (node.type === "ForOfStatement" && Array.isArray(parent?.body)) {
      if (isPureTest(node.right) && doesNothing(node.body, scope))
        return add(wholeLines(withComments(node)));
    }
    if (node.type === "ConditionalExpression") {
      const test = decide(node.test, scope);
      if (!test && isSame(node.consequent, node.alternate))
        return edit(node, textOf(node.consequent));
      const value = test ? undefined : evaluate(node, scope);
      if (value) return edit(node, literal(value.value));
      if (!test) return simplifyTest(node.test, scope);
      put(node, isTruthy(test) ? node.consequent : node.alternate, parent);
      return true;
    }
    if (node.type === "LogicalExpression") {
      const left = evaluate(node.left, scope);
      const right =
        node.operator === "&&" && isComparison(node.left) && evaluate(node.right, scope);
      if (right && right.value === true) return edit(node, textOf(node.left));
      if (!left && parent?.type === "LogicalExpression") return simplifyTest(node, scope);
      if (!left) return false;
      const goesOn = { "&&": isTruthy(left), "||": !isTruthy(left), "??": isNullish(left) };
      if (goesOn[node.operator]) put(node, node.right, parent);
      else put(node, node.left, parent, left);
      return true;
    }
    if (node.type === "SpreadElement" && parent) {
      const argument = evaluate(node.argument, scope);
      if (argument && !isTruthy(argument)) return add(withComma(node));
      // Do not change a spread that the original source already has.
      if (source.includes(textOf(node))) return false;
      if (node.argument.type === "ObjectExpression" && parent.type === "ObjectExpression") {
        const { properties } = node.argument;
        if (properties.length === 0) edits.push(withComma(node));
        else edit(node, text.slice(properties[0].start, properties.at(-1).end));
        return true;
      }
      if (node.argument.type === "ArrayExpression" && parent.type === "ArrayExpression") {
        const { elements } = node.argument;
        if (elements.length === 0) edits.push(withComma(node));
        else edit(node, text.slice(elements[0].start, elements.at(-1).end));
        return true;
      }
    }
    if (
      node.type === "Identifier" &&
      ["ArrayExpression", "CallExpression"].includes(parent?.type)
    ) {
      const value = facts.values.get(node.name);
      if (value && "value" in value && parent.callee !== node)
        return parent.type === "ArrayExpression"
          ? add(withComma(node))
          : edit(node, literal(value.value));
    }
    if (node.type === "JSXExpressionContainer" && isJsx(parent)) {
      const value = evaluate(node.expression, scope);
      if (node.expression.type !== "Literal" && value && "value" in value && !value.value)
        return edit(node);
    }
    if (isEmptyDeclaration(node)) return add(wholeLines(node));
    if (
      ["BinaryExpression", "UnaryExpression", "ChainExpression", "AwaitExpression"].includes(
        node.type,
      )
    ) {
      const value = evaluate(node, scope);
      if (value && "value" in value) return edit(node, literal(value.value));
    }
    if (node.type === "MemberExpression" && parent?.type === "CallExpression") {
      const value = parent.callee !== node && evaluate(node, scope);
      if (value && "value" in value) return edit(node, literal(value.value));
    }
    if (node.type === "MemberExpression" && node.optional) {
      const object = evaluate(node.object, scope);
      if (object && isTruthy(object)) {
        edits.push({ start: node.object.end, end: node.object.end + 1 });
        return true;
      }
    }
    if (
      node.type === "ExpressionStatement" &&
      Array.isArray(parent?.body) &&
      isCall(node.expression)
    ) {
      const value = evaluate(node.expression, scope);
      if (value && "value" in value && node.expression.type !== "Literal")
        return add(wholeLines(withComments(node)));
    }
    return false;
  }

  /** The replacement of a call such as `f(() => x)` is `x`. Other arguments replace the call unchanged. */
  function called(argument) {
    if (argument.type !== "ArrowFunctionExpression" || argument.params.length > 0)
      return textOf(argument);
    return argument.body.type === "BlockStatement"
      ? `(${textOf(argument)})()`
      : textOf(argument.body);
  }

  /** `if (a) b()`, where `b` is known to do nothing. */
  function hasNoEffect({ test, consequent, alternate }, scope) {
    return !alternate && isPureTest(test) && doesNothing(consequent, scope);
  }

  function doesNothing({ type, body, expression }, scope) {
    if (type === "BlockStatement") return body.length === 0;
    if (type !== "ExpressionStatement") return false;
    const value = isCall(expression) && evaluate(expression, scope);
    return Boolean(value && "value" in value);
  }

  /** The body of `void (() => { ... })()`, which unwrapping a call can produce. */
  function voidBlock({ type, expression }) {
    const call =
      type === "ExpressionStatement" && expression.operator === "void" && expression.argument;
    if (call?.type !== "CallExpression" || call.arguments.length > 0) return undefined;
    const { type: callee, async, params, body } = call.callee;
    const isPlain = callee === "ArrowFunctionExpression" && !async && params.length === 0;
    return isPlain && body.type === "BlockStatement" ? body : undefined;
  }

  /** In a test, `known && rest` is rest, and `rest && known` is rest too. */
  function simplifyTest(test, scope) {
    if (test.type !== "LogicalExpression" || test.operator === "??") return false;
    const right = evaluate(test.right, scope);
    if (!right || isTruthy(right) !== (test.operator === "&&")) return false;
    edit(test, textOf(test.left));
    return true;
  }

  /** Replaces `node` by `kept`; in JSX without braces if possible. */
  function put(node, kept, parent, value = undefined) {
    const isNothing = value ? "value" in value && !value.value : isEmpty(kept);
    if (parent?.type === "JSXExpressionContainer" && parent.inJsx) {
      if (isNothing) return edits.push({ start: parent.start, end: parent.end });
      if (kept.type === "JSXElement" || kept.type === "JSXFragment")
        return edits.push({ start: parent.start, end: parent.end, text: withoutFragment(kept) });
    }
    edit(node, value && "value" in value && isNothing ? literal(value.value) : textOf(kept));
  }

  /** The children of a fragment, without the fragment. */
  const withoutFragment = (node) =>
    node.type === "JSXFragment"
      ? text.slice(node.openingFragment.end, node.closingFragment.start)
      : textOf(node);

  /** Includes the line break if nothing else is on the line. */
  function wholeLines({ start, end }) {
    const rest = /^[ \t]*\n/.exec(text.slice(end));
    return rest && /(^|\n)[ \t]*$/.test(text.slice(0, start))
      ? { start, end: end + rest[0].length }
      : { start, end };
  }

  /** A statement with the comment lines directly above it. */
  function withComments({ start, end }) {
    const above = text.slice(0, start);
    const comments = COMMENTS_ABOVE.exec(above);
    return { start: comments ? comments.index : start, end };
  }

  function withComma({ start, end }) {
    const comma = /^\s*[,;]/.exec(text.slice(end));
    return { start, end: end + (comma?.[0].length ?? 0) };
  }

  const program = parse(file, text);
  markJsx(program);
  const never = source.includes("orUnknown(") ? (facts.never ?? new Set()) : new Set();
  walk(program, { facts, aliases: importedAs(program), locals: new Map(), never });
  return outermost(edits);
}

const isMember = ({ type }) => type === "TSPropertySignature" || type === "Property";

const isPureTest = (node) =>
  ["Identifier", "Literal", "MemberExpression"].includes(node.type) ||
  (node.type === "UnaryExpression" && isPureTest(node.argument)) ||
  (["BinaryExpression", "LogicalExpression"].includes(node.type) &&
    isPureTest(node.left) &&
    isPureTest(node.right));

/** An expression that is true or false. */
const isComparison = ({ type, operator }) =>
  (type === "BinaryExpression" && /^([<>]=?|[!=]==?)$/.test(operator)) ||
  (type === "UnaryExpression" && operator === "!");

const isOf = ({ type, value }, texts) => type === "Literal" && texts.has(value);

const isSame = (a, b) => a.type === "Literal" && b.type === "Literal" && a.raw === b.raw;

/** `const {} = x`: a pattern without names. */
const isEmptyDeclaration = ({ type, declarations }) =>
  type === "VariableDeclaration" &&
  declarations.length === 1 &&
  declarations[0].id.type === "ObjectPattern" &&
  declarations[0].id.properties.length === 0 &&
  declarations[0].init?.type === "Identifier";

const isUndefined = (node) => node?.type === "Identifier" && node.name === "undefined";

const isEmpty = (node) => (node.type === "Literal" ? !node.value : isUndefined(node));

const isJsx = (node) => node?.type === "JSXElement" || node?.type === "JSXFragment";

/** An expression container is a child of JSX, or the value of an attribute. */
function markJsx(program) {
  visit(program, (node) => {
    if (isJsx(node))
      for (const child of node.children)
        if (child.type === "JSXExpressionContainer") child.inJsx = true;
  });
}

const mayBePromise = ({ type }) => type === "CallExpression" || type === "ChainExpression";

const isCall = (node) =>
  node.type === "AwaitExpression"
    ? isCall(node.argument)
    : ["CallExpression", "ChainExpression", "LogicalExpression"].includes(node.type);

function isExit(statement) {
  if (statement.type === "ReturnStatement" || statement.type === "ThrowStatement") return true;
  return statement.type === "BlockStatement" && statement.body.some(isExit);
}

const isFunction = ({ type }) =>
  ["FunctionDeclaration", "FunctionExpression", "ArrowFunctionExpression"].includes(type);

function withParameters(node, scope) {
  const aliases = new Map(scope.aliases);
  for (const parameter of node.params) {
    const type = parameter.typeAnnotation?.typeAnnotation?.typeName?.name;
    const object = scope.facts.objects.get(type);
    if (object && parameter.type === "Identifier") aliases.set(parameter.name, object);
    if (object && parameter.type === "ObjectPattern") addAliases(parameter, object, aliases);
  }
  return { ...scope, aliases };
}

/** `import { strategy as running }`. */
function importedAs({ body }) {
  const specifiers = body.flatMap((node) =>
    node.type === "ImportDeclaration" ? node.specifiers : [],
  );
  return new Map(
    specifiers
      .filter(({ imported, local }) => imported?.name === "strategy" && local.name !== "strategy")
      .map(({ imported, local }) => [local.name, imported.name]),
  );
}

/** `const { records } = strategy`. */
function withDeclared(body, scope) {
  const aliases = new Map(scope.aliases);
  const locals = new Map(scope.locals);
  for (const statement of body)
    for (const { id, init } of statement.type === "VariableDeclaration"
      ? statement.declarations
      : []) {
      const value =
        init && statement.kind === "const" && evaluate(init, { ...scope, aliases, locals });
      if (value && id.type === "Identifier") locals.set(id.name, value);
      const chain = init && chainOf(init);
      const object = chain && (aliases.get(chain) ?? chain);
      const isObject = [...scope.facts.values.keys()].some((name) => name.startsWith(`${object}.`));
      if (isObject && id.type === "ObjectPattern") addAliases(id, object, aliases);
    }
  return { ...scope, aliases, locals };
}

function addAliases({ properties }, object, aliases) {
  for (const { key, value } of properties)
    if (key && value?.type === "Identifier") aliases.set(value.name, `${object}.${key.name}`);
}

function outermost(edits) {
  const sorted = [...edits].sort((a, b) => a.start - b.start || b.end - a.end);
  const kept = [];
  for (const edit of sorted) if (edit.start >= (kept.at(-1)?.end ?? 0)) kept.push(edit);
  return kept;
}

const isPlain = (node) => !node || (node.type === "Literal" && !("regex" in node));

/** `[name, known]` of each function that does nothing or returns a literal, and had another body in `original`. */
export function findDecided(file, text, original = "") {
  if (file.endsWith(".d.ts")) return [];
  const found = [];
  visit(parse(file, text), (node) => {
    if (node.type !== "FunctionDeclaration" || !node.body) return;
    const { body, id } = node;
    if (original.includes(text.slice(node.start, node.end)) || body.body.length > 1) return;
    const [statement] = body.body;
    if (!statement) found.push([id.name, known(undefined)]);
    else if (statement.type === "ReturnStatement" && isPlain(statement.argument))
      found.push([id.name, known(statement.argument?.value)]);
  });
  return found;
}

// --- What is not used any more ------------------------------------------------------------------------

function findUnused(file, text, before) {
  const program = parse(file, text);
  const names = countNames(file, text);
  const edits = [];
  const isUnused = (name) =>
    names.get(name) === 1 && (before === null || (before.get(name) ?? 0) > 1);
  const textOf = ({ start, end }) => text.slice(start, end);
  /** Whether only the function itself calls it. */
  const isRecursiveOnly = ({ type, id, start, end }) => {
    if (type !== "FunctionDeclaration") return false;
    const inside = countNames(file, text.slice(start, end)).get(id.name);
    return inside > 1 && names.get(id.name) === inside && (!before || before.get(id.name) > inside);
  };
  /** A shorthand property has its name twice. */
  const isUnusedProperty = ({ value, shorthand }) => {
    const local = value?.type === "AssignmentPattern" ? value.left : value;
    const alone = shorthand ? 2 : 1;
    if (local?.type !== "Identifier" || names.get(local.name) !== alone) return false;
    return before === null || (before.get(local.name) ?? 0) > alone;
  };
  const range = ({ start, end }) => {
    const comments = COMMENTS_ABOVE.exec(text.slice(0, start));
    return { start: comments ? comments.index : start, end };
  };

  visit(program, (node, parents) => {
    const parent = parents.at(-1);
    if (parent?.type?.startsWith("Export")) return undefined;
    if (node.type === "TSModuleDeclaration") return false; // extends the types of a package
    if (
      [
        "ClassDeclaration",
        "FunctionDeclaration",
        "TSInterfaceDeclaration",
        "TSTypeAliasDeclaration",
      ].includes(node.type) &&
      (isUnused(node.id?.name) || isRecursiveOnly(node))
    ) {
      edits.push(range(node));
      return false;
    }
    if (node.type === "VariableDeclaration" && !/^For/.test(parent?.type ?? "")) {
      const block = parents.findLast(({ type }) => type === "BlockStatement" || type === "Program");
      const left = node.declarations.filter(({ id }) => {
        if (id.type !== "Identifier") return true;
        const alone =
          isUnused(id.name) || (before?.get(id.name) > 1 && countIn(block).get(id.name) === 1);
        return !alone;
      });
      if (left.length === 0) {
        edits.push(range(node));
        return false;
      }
    }
    if (node.type === "ObjectPattern" && !parents.at(-3)?.type.startsWith("Export")) {
      const { properties } = node;
      if (properties.some(({ type }) => type === "RestElement")) return undefined;
      const left = properties.filter((property) => !isUnusedProperty(property));
      if (left.length === properties.length) return undefined;
      const isDeclared =
        parent?.type === "VariableDeclarator" &&
        parent.init &&
        parents.at(-2).declarations.length === 1;
      if (left.length === 0 && isDeclared && parent.init.type === "Identifier")
        edits.push(range(parents.at(-2)));
      else if (left.length === 0 && isDeclared) {
        const { start, end } = parents.at(-2);
        edits.push({ start, end, text: `${textOf(parent.init)};` });
      } else
        edits.push({
          start: node.start,
          end: node.typeAnnotation?.start ?? node.end,
          text: `{ ${left.map(textOf).join(", ")} }`,
        });
    }
    return undefined;
  });
  return outermost(edits);
}

export { apply, outermost, parse, visit };
