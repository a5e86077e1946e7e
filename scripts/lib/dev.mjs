import { end, isEnding, nowServing, runScript } from "./lifecycle.mjs";
import { nextServer } from "./port.mjs";
import { prepare } from "./prepare.mjs";
import { startNode } from "./run.mjs";

export async function dev() {
  await runScript(async () => {
    console.log("");
    const { env, place } = await prepare("development");
    console.log("");
    nowServing();
    const next = nextServer("dev", place);
    const code = await startNode(next.args, { env: { ...env, ...next.env }, stdio: "inherit" })
      .exited;
    if (!isEnding()) await end(code === 0 ? 0 : 1);
  });
}
