/** Ends a script with one line that names the problem and its remedy, instead of a stack trace. */
export class Stop extends Error {}
