// Removes parameters and variables that Biome reports as unused.
import { apply, outermost, parse, visit } from "./simplify.mjs";

/**
 * Removes the names at the offsets `spots` where this does not change behaviour. Returns `{ text, dropped }`; `dropped`
 * lists the removed parameters with their functions.
 * @param {(name: string, isExported: boolean) => boolean} isOnlyCalled whether a function is never used as a value
 */
export function removeBindings(file, text, spots, isOnlyCalled) {
  const edits = [];
  const dropped = [];
  const wanted = new Set(spots);
  const written = new Set();
  visit(parse(file, text), (node, parents) => {
    if (node.type === "ObjectPattern") {
      const left = node.properties.filter((property) => !isWanted(property, wanted));
      const isLeftEmpty = left.length === 0 && parents.at(-1)?.type === "FunctionDeclaration";
      if (left.length === node.properties.length && !isLeftEmpty) return;
      if (left.some(({ type }) => type === "RestElement")) return;
      if (left.length > 0) edits.push(replacePattern(node, left, text));
      else {
        const owner = parents.at(-1);
        edits.push(...removeEmpty(node, parents, text));
        if (owner.type === "FunctionDeclaration" && owner.params.at(-1) === node)
          dropped.push({
            name: owner.id.name,
            index: owner.params.length - 1,
            isExported: Boolean(parents.at(-2)?.type.startsWith("Export")),
          });
      }
    }
    const isLoop = /^For/.test(parents.at(-1)?.type ?? "");
    if (node.type === "VariableDeclaration" && node.declarations.length === 1 && !isLoop) {
      const [{ id, init }] = node.declarations;
      if (id.type === "Identifier" && wanted.has(id.start) && (!init || isPure(init))) {
        edits.push({ start: node.start, end: node.end });
        written.add(id.name);
      }
    }
    // The last parameter of a method: callers that use its interface may still pass it.
    const last = node.type === "Property" && node.method && node.value.params.at(-1);
    if (last && wanted.has(last.start))
      edits.push(removeFrom(node.value.params, node.value.params.length - 1));
    if (node.type === "FunctionDeclaration") {
      const index = node.params.findLastIndex(({ start }) => wanted.has(start));
      const isExported = Boolean(parents.at(-1)?.type.startsWith("Export"));
      const isLast = index === node.params.length - 1;
      if (index < 0 || !(isLast || isOnlyCalled(node.id.name, isExported))) return;
      edits.push(removeFrom(node.params, index));
      dropped.push({ name: node.id.name, index, isExported });
    }
  });
  // Assignments to a variable that is never read are removed with it.
  visit(parse(file, text), ({ type, start, end, expression }) => {
    if (type !== "ExpressionStatement" || expression.type !== "AssignmentExpression") return;
    if (written.has(expression.left.name) && isPure(expression.right)) edits.push({ start, end });
  });
  return { text: apply(text, outermost(edits)), dropped };
}

/** Removes the argument of a removed parameter from every call of that function. */
export function dropArguments(file, text, name, index) {
  if (!text.includes(`${name}(`)) return text;
  const edits = [];
  visit(parse(file, text), (node) => {
    if (node.type !== "CallExpression" || node.callee.name !== name) return;
    if (node.arguments[index]) edits.push(removeFrom(node.arguments, index));
  });
  return apply(text, outermost(edits));
}

/** Names that are used in other ways than in a call. */
export function usesOf(file, text) {
  const values = new Set();
  visit(parse(file, text), (node, parents) => {
    const parent = parents.at(-1);
    if (node.type !== "Identifier" && node.type !== "JSXIdentifier") return;
    if (/^(Import|TS)/.test(parent?.type ?? "")) return;
    const isCallee = parent?.type === "CallExpression" && parent.callee === node;
    const isName = parent?.type === "FunctionDeclaration" && parent.id === node;
    const isKey =
      ["MemberExpression", "Property"].includes(parent?.type) &&
      !parent.computed &&
      parent.object !== node &&
      !parent.shorthand &&
      parent.value !== node;
    if (!isCallee && !isName && !isKey) values.add(node.name);
  });
  return { values };
}

function isWanted({ value }, wanted) {
  const local = value?.type === "AssignmentPattern" ? value.left : value;
  return local?.type === "Identifier" && wanted.has(local.start);
}

function replacePattern(node, left, text) {
  const kept = left.map(({ start, end }) => text.slice(start, end)).join(", ");
  return { start: node.start, end: node.typeAnnotation?.start ?? node.end, text: `{ ${kept} }` };
}

/** Deletes `const {} = x` and a last parameter `{}`, and turns `const {} = await f()` into `await f()`. */
function removeEmpty(node, parents, text) {
  const [declaration, parent] = parents.slice(-2);
  if (parent.type === "VariableDeclarator" && declaration.declarations.length === 1) {
    const { init } = parent;
    const { start, end } = declaration;
    return [{ start, end, text: isPure(init) ? "" : `${text.slice(init.start, init.end)};` }];
  }
  const isLast = /Function/.test(parent.type) && parent.params?.at(-1) === node;
  return isLast
    ? [removeFrom(parent.params, parent.params.length - 1)]
    : [replacePattern(node, [], text)];
}

/** An element of a list, with its comma. */
function removeFrom(list, index) {
  const [before, { start, end }, after] = [list[index - 1], list[index], list[index + 1]];
  if (after) return { start, end: after.start };
  return { start: before ? before.end : start, end };
}

const isPure = ({ type, object, argument }) =>
  (type === "AwaitExpression" && argument.type === "ImportExpression") ||
  ["Identifier", "Literal", "ArrowFunctionExpression"].includes(type) ||
  (type === "MemberExpression" && isPure(object));
