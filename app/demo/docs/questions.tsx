import Link from "next/link";
import { hrefOf, readDocument } from "./documents";
import { idOf } from "./markdown";

/** Frequent questions, each with a link to its answer. Empty if the document is not available. */
export async function Questions({ large = false }: { large?: boolean }) {
  const questions = await readDocument("questions");
  if (!questions) return null;
  return (
    <section aria-label={questions.title}>
      <h2
        className={`mb-3 font-semibold tracking-tight ${large ? "text-2xl sm:text-3xl sm:mb-6" : "text-xl"}`}
      >
        {questions.title}
      </h2>
      <ul className="overflow-hidden rounded-xl border border-border bg-card sm:grid sm:grid-cols-2">
        {headingsOf(questions.text).map((question) => (
          <li key={question} className="-mb-px border-b border-border">
            <Link
              href={`${hrefOf(questions.slug)}#${idOf(question)}`}
              className="block px-5 py-2.5 text-sm hover:bg-accent"
            >
              {question.replaceAll("`", "")}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

const headingsOf = (text: string) =>
  [...text.matchAll(/^## (.+)$/gm)].map(([, title = ""]) => title);
