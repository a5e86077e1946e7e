// The content of both pages: a layout, a page and three components, each of which calls `who`.
import { type ReactNode, Suspense } from "react";

interface Asks {
  who: () => Promise<{ email: string | null } | null>;
}

export function Frame({ who, children }: Asks & { children: ReactNode }) {
  return (
    <Suspense>
      <header>
        <Name who={who} />
      </header>
      {children}
    </Suspense>
  );
}

export async function Content({ who }: Asks) {
  const user = await who();
  return (
    <main>
      <h1>{user?.email}</h1>
      <Name who={who} />
      <Name who={who} />
      <Name who={who} />
    </main>
  );
}

async function Name({ who }: Asks) {
  const user = await who();
  return <p>Signed in as {user?.email}</p>;
}
