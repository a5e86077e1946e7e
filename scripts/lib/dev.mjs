import { end, isEnding, nowServing, runScript } from "./lifecycle.mjs";
import { prepare } from "./prepare.mjs";
import { startNode } from "./run.mjs";

export async function dev() {
  await runScript(async () => {
    console.log("");
    const { env, port } = await prepare("development");
    console.log("");
    nowServing();
    const next = ["node_modules/next/dist/bin/next", "dev", "-p", String(port)];
    const code = await startNode(next, { env, stdio: "inherit" }).exited;
    if (!isEnding()) await end(code === 0 ? 0 : 1);
  });
}
