import { build } from "./build.mjs";
import { nowServing, runScript } from "./lifecycle.mjs";
import { prepare } from "./prepare.mjs";
import { serve } from "./serve.mjs";
import { step } from "./steps.mjs";

export async function demo() {
  await runScript(async () => {
    console.log("");
    const { env, settings, port, seeded } = await prepare("production");
    await step("Build", () => build(settings));
    let server;
    await step("Server", async () => {
      server = await serve(env, port);
    });
    tellWhereItIs(port, server.health.strategy, seeded);
    nowServing();
    server.showLog();
  });
}

function tellWhereItIs(port, strategy, seeded) {
  const other = strategy === "jwt" ? "database" : "jwt";
  const withPort = process.env.PORT ? `PORT=${port} ` : "";
  const users = seeded
    ? ["user@example.com or admin@example.com", "password: correct horse battery staple"]
    : [
        "nobody yet: the database is on another host, and the demo's password is public",
        "add the demo users all the same: npm run db:seed",
      ];
  console.log(`
  Open          http://localhost:${port}
  Sign in as    ${users.join("\n                ")}
  Strategy      ${strategy} (another one: ${withPort}AUTH_STRATEGY=${other} npm run demo)
  Stop          Ctrl-C; your data stays
`);
}
