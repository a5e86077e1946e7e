export { default } from "../api/open/layout";
