import { type RequestParts, refreshCookie, sessionCookie } from "@/lib/session/cookie";
import type { IssuedSession, StrategyFacts } from "@/lib/session/strategy";

const headers = new Headers({ host: "localhost" });

/** The cookies of one simulated browser. */
export class Jar {
  readonly cookies = new Map<string, string>();

  hold(strategy: StrategyFacts, { cookie, refreshToken }: IssuedSession): this {
    this.cookies.set(sessionCookie(strategy, headers).name, cookie);
    const refresh = refreshCookie(strategy, headers);
    if (refresh && refreshToken) this.cookies.set(refresh.name, refreshToken);
    return this;
  }

  copy(): Jar {
    const copy = new Jar();
    for (const [name, value] of this.cookies) copy.cookies.set(name, value);
    return copy;
  }

  held(strategy: StrategyFacts): string | undefined {
    return this.cookies.get(sessionCookie(strategy, headers).name);
  }

  /** A request to the refresh route: all cookies come along, and can be set. */
  request(): RequestParts {
    const { cookies } = this;
    const sent = new Headers(headers);
    sent.set("cookie", [...cookies].map(([name, value]) => `${name}=${value}`).join("; "));
    return {
      headers: sent,
      cookies: {
        get: (name) => (cookies.has(name) ? { value: `${cookies.get(name)}` } : undefined),
        set(name, value, { maxAge }) {
          if (value === "" || maxAge === 0) cookies.delete(name);
          else cookies.set(name, value);
        },
      },
    };
  }
}
