import { context, metrics, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { type DataPoint, MeterProvider, type MetricData, MetricReader } from "@opentelemetry/sdk-metrics";
import { InMemorySpanExporter, type ReadableSpan, SimpleSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
import { onTestFinished } from "vitest";

/** What the program's OpenTelemetry SDK has seen. */
export interface RecordedTelemetry {
  /** Spans that have ended, in that order. */
  spans(): ReadableSpan[];
  /** The values of a metric by their attributes; a histogram's is its count. */
  values(name: string): Promise<{ value: number; attributes: Readonly<Record<string, unknown>> }[]>;
}

/** Registers an OpenTelemetry SDK that keeps all in memory, until the test ends. */
export function recordTelemetry(): RecordedTelemetry {
  const exporter = new InMemorySpanExporter();
  const reader = new PullReader();
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  trace.setGlobalTracerProvider(new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] }));
  metrics.setGlobalMeterProvider(new MeterProvider({ readers: [reader] }));
  onTestFinished(() => {
    for (const api of [context, trace, metrics]) api.disable();
  });
  return {
    spans: () => exporter.getFinishedSpans(),
    values: async (name) => {
      const { resourceMetrics } = await reader.collect();
      const found = resourceMetrics.scopeMetrics.flatMap((scope) => scope.metrics);
      const points = found.filter(({ descriptor }) => descriptor.name === name).flatMap(pointsOf);
      return points.map(({ value, attributes }) => ({
        value: typeof value === "number" ? value : value.count,
        attributes,
      }));
    },
  };
}

function pointsOf({ dataPoints }: MetricData): DataPoint<number | { readonly count: number }>[] {
  return dataPoints as DataPoint<number | { readonly count: number }>[];
}

class PullReader extends MetricReader {
  override async onForceFlush(): Promise<void> {}
  override async onShutdown(): Promise<void> {}
}
