import { lab, place } from "@/app/demo/private-cache/scene";
import { YOU } from "@/app/demo/shared/lab-log";
import { type Held, labExperiment, request, signIn, toHeld, told } from "@/app/demo/shared/scenes";

export interface ServerSays {
  isIn: boolean;
}

const WHO = "Another request";

export const { GET, POST } = labExperiment<Held, ServerSays>({
  ...place,
  userName: "Someone at a shared computer",

  async start({ user, browsers }) {
    const { held, line } = await signIn(lab, user, YOU, "sign in");
    browsers.push(held);
    return [line];
  },

  actions: {
    /** As if in another tab: this tab keeps its cache. */
    async "sign out"({ browsers: [browser] }) {
      if (!browser) return [];
      const end = () => lab.end(browser.cookie);
      const { line } = await told({ who: YOU, what: "sign out, in another tab" }, end);
      browser.cookie = "";
      // #region refresh
      browser.refreshToken = undefined;
      // #endregion
      return [line];
    },
  },

  async look({ browsers: [browser] }) {
    if (!browser) return { state: { isIn: false }, log: [] };
    const { issued, log } = await request(lab, WHO, browser);
    if (issued) Object.assign(browser, toHeld(issued));
    return { state: { isIn: issued !== null }, log };
  },
});
