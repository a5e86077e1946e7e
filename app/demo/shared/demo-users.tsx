import { Code } from "@/components/ui/code";

/** The users that the seed adds. */
export function DemoUsers() {
  return (
    <>
      The demo users are <Code>user@example.com</Code> and <Code>admin@example.com</Code>, both with
      the password <Code>correct horse battery staple</Code>.
    </>
  );
}
