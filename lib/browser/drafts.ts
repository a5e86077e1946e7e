// Keeps what was typed into the forms of a page while the page reloads, or while an error page replaces it. Passwords are
// never kept, files only in memory. components/ui/form.tsx restores it.
import { SHOWN_TO_FIELD } from "../forms/shown-to";

/** The fields of one form, in order, with their values. */
type Draft = Kept[];
interface Kept {
  value?: string;
  checked?: boolean;
  selected?: boolean[];
  files?: File[];
}
type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** In sessionStorage: for this tab only, and removed by the next page load. */
const KEY = "drafts";

let drafts: Map<string, Draft> | undefined;
let left: [string, Draft][] = [];

/** Saves the forms of this page for its next load. */
export function saveDrafts(): void {
  const entries = [...document.forms].map((form) => [nameOf(form), capture(form)]);
  try {
    sessionStorage.setItem(
      KEY,
      JSON.stringify(entries, (key, v) => (key === "files" ? [] : v)),
    );
  } catch {} // Storage can be full or forbidden.
}

/** Removes what was saved, if the page was not reloaded after all. */
export function forgetSavedDrafts(): void {
  try {
    sessionStorage.removeItem(KEY);
  } catch {}
}

/**
 * Call it when a form is removed from the page, so that an error page that replaces it in the same tick can keep its
 * values.
 */
export function noteLeft(form: HTMLFormElement): void {
  if (left.length === 0)
    queueMicrotask(() => {
      left = [];
    });
  left.push([nameOf(form), capture(form)]);
}

/** For an error page: the form that it replaced is restored when the page is shown again. */
export function keepWhatWasLeft(): void {
  for (const [name, draft] of left) taken().set(name, draft);
}

/** Restores, once, what was kept for this form of this page and this user. */
export function restoreDraft(form: HTMLFormElement): void {
  const name = nameOf(form);
  const draft = taken().get(name);
  if (!draft) return;
  taken().delete(name);
  fieldsOf(form).forEach((field, n) => {
    restore(field, draft[n] ?? {});
  });
}

function taken(): Map<string, Draft> {
  if (drafts) return drafts;
  try {
    drafts = new Map(JSON.parse(sessionStorage.getItem(KEY) ?? "[]"));
  } catch {
    drafts = new Map();
  }
  forgetSavedDrafts();
  return drafts;
}

/** The same form of the same page, shown to the same user. */
function nameOf(form: HTMLFormElement): string {
  const shownTo = new FormData(form).get(SHOWN_TO_FIELD);
  return JSON.stringify([location.pathname, shownTo, fieldsOf(form).map(({ name }) => name)]);
}

const fieldsOf = (form: HTMLFormElement) =>
  [...form.elements].filter(
    (field): field is Field =>
      field instanceof HTMLTextAreaElement ||
      field instanceof HTMLSelectElement ||
      (field instanceof HTMLInputElement && !/hidden|password|submit|button/.test(field.type)),
  );

const capture = (form: HTMLFormElement): Draft => fieldsOf(form).map(captureField);

function captureField(field: Field): Kept {
  if (field instanceof HTMLSelectElement)
    return { selected: [...field.options].map(({ selected }) => selected) };
  if (field.type === "file" && field instanceof HTMLInputElement)
    return { files: [...(field.files ?? [])] };
  if (/checkbox|radio/.test(field.type) && field instanceof HTMLInputElement)
    return { checked: field.checked };
  return { value: field.value };
}

function restore(field: Field, { value, checked, selected, files }: Kept): void {
  let isChanged = false;
  if (field instanceof HTMLSelectElement) {
    isChanged = [...field.options].some((option, n) => option.selected !== selected?.[n]);
    for (const [n, option] of [...field.options].entries())
      option.selected = selected?.[n] ?? false;
  } else if (files?.length && field instanceof HTMLInputElement) {
    const transfer = new DataTransfer();
    for (const file of files) transfer.items.add(file);
    field.files = transfer.files;
    isChanged = true;
  } else if (checked !== undefined && field instanceof HTMLInputElement) {
    if (field.checked !== checked) field.click(); // also fires the events
  } else if (value !== undefined && value !== field.value) {
    // Not with React's own setter, so that React notices the change of a controlled field.
    const { prototype } =
      field instanceof HTMLInputElement ? HTMLInputElement : HTMLTextAreaElement;
    Object.getOwnPropertyDescriptor(prototype, "value")?.set?.call(field, value);
    isChanged = true;
  }
  if (!isChanged) return;
  for (const kind of ["input", "change"]) field.dispatchEvent(new Event(kind, { bubbles: true }));
}
