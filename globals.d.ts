// #region demo
/** Whether app/demo existed at build. Without it, pages have no links to the demo. Set in next.config.ts. */
declare const __DEMO__: boolean;
// #endregion
/** A regular expression for the paths of all pages. Set in next.config.ts. */
declare const __PAGES__: string;
