import { demoPage } from "../shared/gate";
import { Result } from "../shared/stage";

export const instant = false;

export default demoPage(function PrivateCachePage() {
  return <Result note="Sign in, then open one of the two pages.">–</Result>;
});
