import { ButtonLink } from "./ui/button";

interface PagerProps {
  /** The URL of the first page, unless this is the first page. */
  newest?: string;
  /** The URL of the next page, if there is one. */
  older?: string;
}

/** Links to the pages of a list with the newest entry on top. */
export function Pager({ newest, older }: PagerProps) {
  if (!newest && !older) return null;
  return (
    <nav aria-label="Pages" className="flex gap-3">
      {newest ? <ButtonLink href={newest}>Newest</ButtonLink> : null}
      {older ? <ButtonLink href={older}>Older</ButtonLink> : null}
    </nav>
  );
}
