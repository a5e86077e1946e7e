/**
 * `true`: the app's timeouts are as long as in production. `false`: they are longer (tests/support/patient.mjs). Something
 * that is slow on purpose sets it to `true`.
 */
export function setRealLimits(real: boolean): void {
  (globalThis as { realLimits?: boolean }).realLimits = real;
}
