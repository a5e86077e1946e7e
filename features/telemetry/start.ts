// Sends spans and metrics to the collector at OTEL_EXPORTER_OTLP_ENDPOINT. Next.js adds its own spans for requests, renders and
// fetches. The SDK reads its other settings itself: OTEL_SERVICE_NAME, OTEL_EXPORTER_OTLP_HEADERS, OTEL_TRACES_SAMPLER.
import "server-only";
import { type Histogram, metrics, SpanStatusCode, trace } from "@opentelemetry/api";
import { OTLPMetricExporter } from "@opentelemetry/exporter-metrics-otlp-http";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { detectResources, envDetector, resourceFromAttributes } from "@opentelemetry/resources";
import { MeterProvider, PeriodicExportingMetricReader } from "@opentelemetry/sdk-metrics";
import {
  BatchSpanProcessor,
  NodeTracerProvider,
  type ReadableSpan,
} from "@opentelemetry/sdk-trace-node";
import { withoutTokens } from "../../lib/log";
import { closeAtShutdown } from "../../lib/shutdown";
import type { Telemetry } from "./observe";

const NAME = "next-auth-strategies";

export function startTelemetry(): void {
  const resource = resourceFromAttributes({ "service.name": NAME }).merge(
    detectResources({ detectors: [envDetector] }),
  );
  const tracing = new NodeTracerProvider({
    resource,
    spanProcessors: [new CleanSpans(new OTLPTraceExporter())],
  });
  tracing.register();
  const metering = new MeterProvider({
    resource,
    readers: [new PeriodicExportingMetricReader({ exporter: new OTLPMetricExporter() })],
  });
  metrics.setGlobalMeterProvider(metering);
  Object.assign(globalThis, { telemetry: createTelemetry(), traceId });
  closeAtShutdown(() => Promise.all([tracing.shutdown(), metering.shutdown()]));
}

/** The trace of the current request. */
const traceId = () => trace.getActiveSpan()?.spanContext().traceId;

function createTelemetry(): Telemetry {
  const tracer = trace.getTracer(NAME);
  const meter = metrics.getMeter(NAME);
  const histograms = new Map<string, Histogram>();
  const histogramOf = (name: string) => {
    const made = histograms.get(name) ?? meter.createHistogram(name, { unit: "s" });
    histograms.set(name, made);
    return made;
  };
  return {
    time: (name, facts, work, { of, ofError }) =>
      tracer.startActiveSpan(name, { attributes: facts }, async (span) => {
        const start = performance.now();
        let outcome = "";
        try {
          const result = await work();
          outcome = of(result);
          return result;
        } catch (error) {
          outcome = ofError(error);
          if (outcome !== "refused") span.setStatus({ code: SpanStatusCode.ERROR });
          throw error;
        } finally {
          span.setAttribute("outcome", outcome);
          histogramOf(name).record((performance.now() - start) / 1000, { ...facts, outcome });
          span.end();
        }
      }),
    count: (name, facts) => meter.createCounter(name).add(1, facts),
  };
}

/**
 * Next.js writes whole URLs and error messages into its spans. A query may contain the token of a mailed link or the code of
 * a provider, so queries and tokens are removed.
 */
class CleanSpans extends BatchSpanProcessor {
  override onEnd(span: ReadableSpan): void {
    Object.assign(span, { name: clean(span.name) });
    span.status.message &&= clean(span.status.message);
    for (const { attributes } of [span, ...span.events])
      for (const [name, value] of Object.entries(attributes ?? {}))
        if (attributes && typeof value === "string") attributes[name] = clean(value);
    super.onEnd(span);
  }
}

const clean = (text: string): string => withoutTokens(text.replace(/\?[^\s"']*/g, ""));
