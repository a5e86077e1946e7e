// The page without a session on a path for which middleware.ts does nothing. Shows the cost of running a middleware in
// Next.js.
export { default } from "../api/open/page";
