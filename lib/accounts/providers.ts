import "server-only";
import { authConfig } from "@/auth.config";

export interface ProviderInfo {
  id: string;
  name: string;
}

/** The OAuth and OpenID Connect providers that this process is configured with. */
export function listProviders(): ProviderInfo[] {
  return authConfig.providers.map(({ id, name }) => ({ id, name }));
}
