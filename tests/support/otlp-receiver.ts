// A collector of OpenTelemetry: receives OTLP over HTTP, in JSON, and keeps it.
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import type { Until } from "./standalone";

interface Value {
  stringValue?: string;
}
interface Attributes {
  attributes?: { key: string; value: Value }[];
}
interface Scoped {
  scopeSpans?: { spans: (Attributes & { name: string; traceId: string })[] }[];
  scopeMetrics?: { metrics: Metric[] }[];
  resource: Attributes;
}
interface Metric {
  name: string;
  sum?: { dataPoints: Point[] };
  histogram?: { dataPoints: Point[] };
}
type Point = Attributes & { asDouble?: number; count?: number };

const factsOf = ({ attributes = [] }: Attributes) =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, value.stringValue]));

export async function startReceiver(until: Until) {
  const received: { path: string; body: Record<string, Scoped[]> }[] = [];
  const server = createServer(async (request, response) => {
    const body = (await json(request)) as Record<string, Scoped[]>;
    received.push({ path: request.url ?? "", body });
    response.setHeader("content-type", "application/json").end("{}");
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  until(async () => void server.close());

  const all = () => received.flatMap(({ body }) => Object.values(body).flat());
  const spans = () =>
    all()
      .flatMap(({ scopeSpans = [] }) => scopeSpans.flatMap(({ spans }) => spans))
      .map((span) => ({ ...span, facts: factsOf(span) }));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    paths: () => new Set(received.map(({ path }) => path)),
    text: () => JSON.stringify(received),
    services: () => new Set(all().map(({ resource }) => factsOf(resource)["service.name"])),
    spans,
    /** How many checks of a session with that outcome there are in the traces of requests with that name. */
    checksIn(name: string, outcome: string): number {
      const traces = new Set(spans().flatMap((span) => (span.name === name ? span.traceId : [])));
      const checks = spans().filter(
        (span) => span.name === "session.check" && traces.has(span.traceId),
      );
      return checks.filter(({ facts }) => facts.outcome === outcome).length;
    },
    /** How often it was counted or timed with these facts, as was said last. */
    times(name: string, facts: Record<string, string>): number {
      const metrics = all().flatMap(({ scopeMetrics = [] }) =>
        scopeMetrics.flatMap((s) => s.metrics),
      );
      const points = metrics
        .filter((metric) => metric.name === name)
        .flatMap(({ sum, histogram }) => (sum ?? histogram)?.dataPoints ?? [])
        .filter((point) => {
          const found = factsOf(point);
          return Object.entries(facts).every(([key, value]) => found[key] === value);
        });
      const last = points.at(-1);
      return Number(last?.asDouble ?? last?.count ?? 0);
    },
  };
}
