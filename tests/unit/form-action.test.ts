import { expect, test } from "vitest";
import { z } from "zod";
import { anyone, formAction } from "@/lib/forms/action";

/** What an action gets to see of these fields. */
async function received(schema: z.ZodObject, fields: [string, string | File][]) {
  const form = new FormData();
  for (const [name, value] of fields) form.append(name, value);
  let input: unknown;
  const act = formAction({ authorize: anyone, schema }, async (seen) => {
    input = seen;
    return { status: "done" };
  });
  const result = await act({ status: "idle" }, form);
  return result.status === "done" ? input : result;
}

const colours = z.object({ colour: z.array(z.enum(["red", "blue"])) });

test("all values of a field that was sent more than once arrive", async () => {
  const files = [new File(["a"], "a.txt"), new File(["b"], "b.txt")];
  const schema = colours.extend({ file: z.array(z.file()), title: z.string() });
  const sent: [string, string | File][] = [
    ["title", "x"],
    ["colour", "red"],
    ["colour", "blue"],
    ...files.map((file): [string, File] => ["file", file]),
  ];
  expect(await received(schema, sent)).toEqual({
    title: "x",
    colour: ["red", "blue"],
    file: files.map(({ name }) => expect.objectContaining({ name })),
  });
});

test.each([[["red"]], [[]]])(
  "a group of which %j is ticked is a list all the same",
  async (ticked) => {
    const sent = ticked.map((value): [string, string] => ["colour", value]);
    expect(await received(colours, sent)).toEqual({ colour: ticked });
  },
);

test("what should have been sent once is not picked from several", async () => {
  const schema = z.object({ role: z.string("Choose one.") });
  const sent: [string, string][] = ["user", "admin"].map((role) => ["role", role]);
  expect(await received(schema, sent)).toEqual({
    status: "invalid",
    errors: { role: "Choose one." },
  });
});

test("what was not sent is not there, and what nobody asked for does not arrive", async () => {
  const schema = z.object({ urgent: z.literal("on").optional(), title: z.string("Missing.") });
  expect(await received(schema, [["extra", "1"]])).toEqual({
    status: "invalid",
    errors: { title: "Missing." },
  });
  expect(await received(schema, [["title", ""]])).toEqual({ title: "" });
});
