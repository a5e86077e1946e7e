import type { Metadata } from "next";
import { strategy } from "@/auth";
import { newToken } from "@/lib/session/tokens/reference-token";
import { cookieBytes } from "../shared/cookie-bytes";
import { ExperimentPage } from "../shared/experiment-page";
import { demoPage } from "../shared/gate";
import { Experiment } from "./experiment";

export const metadata: Metadata = { title: "Cookie size" };
export const instant = false;

export default demoPage(function CookieSizePage() {
  return (
    <ExperimentPage
      page="cookie-size"
      title="Cookie size"
      lead="It is tempting to put roles, permissions and group names into the token. Add some, and see what your browser sends back and when it stops working."
      stage={() => (
        <Experiment
          strategy={strategy.name}
          reference={cookieBytes("database.session-token", newToken())}
        />
      )}
      next={{
        "/demo/inspector": "How large is the cookie of my own session?",
        "/demo/roles": "What if a claim in the cookie is out of date?",
      }}
    >
      <div className="grid max-w-prose gap-3 text-pretty text-muted-foreground">
        <p>
          These are real cookies, encrypted like a session cookie. They have another name and are
          sent to one path of this lab only, so nothing else breaks. Without extra claims they are
          as large as your session cookie under jwt.
        </p>
        <p>
          <strong className="font-semibold text-foreground">What a size is.</strong> Everywhere in
          the lab and in the report, it is the length of the cookie's name, “=”, and its value, as
          sent in a request. The size differs between users, because their id, name and email are in
          the cookie. It is also different on https, where the name has a prefix. A random key has
          the same size for every user.
        </p>
        <p>
          Keep in the token what every request needs (here: id, name, email, role), and read the
          rest from the database where it is needed. Auth.js joins a split cookie again. Other code
          that reads the cookie, such as middleware or another service, has to join it too.
        </p>
      </div>
    </ExperimentPage>
  );
});
