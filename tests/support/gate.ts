/** A door for one moment of a test: `arrived` resolves when someone has come, `open` lets them go on. */
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
