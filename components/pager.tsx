import { ButtonLink } from "./ui/button";

interface PagerProps {
  /** Where the first page is, unless this is it. */
  newest?: string;
  /** Where the next page is, if there is one. */
  older?: string;
}

/** Leads through a list that has its newest on top. */
export function Pager({ newest, older }: PagerProps) {
  if (!newest && !older) return null;
  return (
    <nav aria-label="Pages" className="flex gap-3">
      {newest ? <ButtonLink href={newest}>Newest</ButtonLink> : null}
      {older ? <ButtonLink href={older}>Older</ButtonLink> : null}
    </nav>
  );
}
