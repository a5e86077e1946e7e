import { YOU } from "@/app/demo/shared/lab-log";
import { labExperiment, told } from "@/app/demo/shared/scenes";
import type { Family } from "./answers";
import { hybrid, type Kept, look, refresh, toTokens } from "./family";

async function refreshAs(party: "you" | "thief", kept: Kept | undefined) {
  const held = kept?.[party];
  if (!kept || !held) return [];
  const { tokens, line } = await refresh(party === "you" ? YOU : THIEF, held);
  kept[party] = tokens ?? held;
  return [line];
}

const THIEF = "The thief";

export const { GET, POST } = labExperiment<Kept, Family>({
  name: "demo-token-family",
  path: "/demo/api/family",
  userName: "Someone whose cookies are copied",
  needsDatabase: true,

  async start({ user, browsers }) {
    const signIn = () => hybrid.create(user, { userAgent: "Theft, in the demo" });
    const { result, line } = await told({ who: YOU, what: "sign in" }, signIn);
    browsers.push({ sessionId: result.id, you: toTokens(result), thief: null });
    return [line];
  },

  actions: {
    async copy({ browsers: [kept] }) {
      if (kept) kept.thief = kept.you;
      const { line } = await told({ who: THIEF, what: "copies your cookies" }, async () => {});
      return [line];
    },
    refresh: ({ browsers: [kept] }) => refreshAs("you", kept),
    "refresh as the thief": ({ browsers: [kept] }) => refreshAs("thief", kept),
  },

  look: async ({ browsers: [kept] }) => ({ state: await look(kept as Kept), log: [] }),
});
