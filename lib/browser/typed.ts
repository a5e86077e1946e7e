/** The values of fields and editors before the user changed them. */
const before = new WeakMap<Element, string>();
/** Fields that the user has changed since the page was loaded, and that were not sent since. */
const changed = new Set<Element>();
/** A field that was sent may keep the focus. The second event stores its value then. */
const COMING = ["focusin", "beforeinput"] as const;

/**
 * Tracks what the user changes anywhere: in a form or not, in a controlled field or a custom editor. Default values do not
 * help: React changes the default of a controlled field too. Returns a function that stops it.
 */
export function watchTyping(): () => void {
  for (const kind of COMING) addEventListener(kind, noteBefore, { capture: true });
  addEventListener("input", noteChange, { capture: true });
  addEventListener("reset", forgetForm);
  return () => {
    for (const kind of COMING) removeEventListener(kind, noteBefore, { capture: true });
    removeEventListener("input", noteChange, { capture: true });
    removeEventListener("reset", forgetForm);
  };
}

/** Whether a reload would lose something that the user typed on this page. */
export function isSomethingTyped(): boolean {
  for (const field of changed) if (!field.isConnected) changed.delete(field);
  return (
    [...changed].some((field) => before.get(field) !== stateOf(field)) ||
    [...document.querySelectorAll("input, textarea")].some(differsFromDefault)
  );
}

function noteBefore(event: Event) {
  const field = targetOf(event);
  if (field && !before.has(field)) before.set(field, stateOf(field));
}

function noteChange(event: Event) {
  const field = targetOf(event);
  if (field) changed.add(field);
}

/** React resets a form that was sent; components/ui/form.tsx prevents it unless the server accepted it. */
function forgetForm(event: Event) {
  const form = targetOf(event);
  if (event.defaultPrevented || !form) return;
  for (const field of changed) if (form.contains(field)) forget(field);
}

function forget(field: Element) {
  changed.delete(field);
  before.delete(field);
}

function targetOf(event: Event): Element | undefined {
  const [target] = event.composedPath();
  return target instanceof Element ? target : undefined;
}

function stateOf(field: Element): string {
  if (field instanceof HTMLSelectElement)
    return [...field.selectedOptions].map(({ index }) => index).join();
  if (field instanceof HTMLInputElement)
    return /checkbox|radio/.test(field.type) ? `${field.checked}` : field.value;
  return field instanceof HTMLTextAreaElement ? field.value : field.innerHTML;
}

/** For a field that was filled in before this script ran, or by the browser, only its value is known. */
function differsFromDefault(field: Element): boolean {
  if (field instanceof HTMLTextAreaElement) return field.value !== field.defaultValue;
  if (!(field instanceof HTMLInputElement) || field.type === "hidden") return false;
  if (field.type === "file") return field.files?.length !== 0;
  if (/checkbox|radio/.test(field.type)) return field.checked !== field.defaultChecked;
  return field.value !== field.defaultValue;
}
