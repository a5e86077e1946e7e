/** Whether app/demo was there at build. Set in next.config.ts. */
declare const __DEMO__: boolean;
