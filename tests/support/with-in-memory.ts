// Set-up of the contract tests: adds a strategy to the registry.
import { vi } from "vitest";

vi.mock("@/lib/session/strategies", async (original) => {
  const registry = await original<typeof import("@/lib/session/strategies")>();
  const { inMemory } = await import("./in-memory");
  const strategies = { ...registry.strategies, [inMemory.name]: inMemory };
  return { ...registry, strategies, strategyNames: Object.keys(strategies) };
});
