// The page without a session again, on a path for which middleware.ts does nothing: what Next.js takes for its own.
export { default } from "../api/open/page";
