import { demoPage } from "../../shared/gate";
import { Says } from "../says";
import { look } from "../scene";

export const instant = false;

export default demoPage(async function AskedPage() {
  return <Says {...(await look())} />;
});
