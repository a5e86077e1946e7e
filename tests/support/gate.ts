/** Stops code at one point of a test: `arrived` resolves when the code has reached the gate, `open` lets it continue. */
export function createGate() {
  let arrive = () => {};
  let open = () => {};
  const arrived = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return {
    arrived,
    open,
    async pass() {
      arrive();
      await opened;
    },
  };
}
