/** Whether app/demo was there at build, so that no link is left behind when it is deleted. Set in next.config.ts. */
declare const __DEMO__: boolean;
/** A regular expression for the paths of all pages. Set in next.config.ts. */
declare const __PAGES__: string;
