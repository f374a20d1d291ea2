export type Labels = Readonly<Record<string, string>>

/** One metric with its samples, as a line each: `# HELP` and `# TYPE` come before them. */
export interface Family {
  readonly name: string
  readonly type: 'gauge' | 'counter'
  readonly help: string
  /** Samples: ready labels as `labelsOf` makes them, and the value. */
  samples(): Iterable<readonly [labels: string, value: number]>
}

/** `{host="kvm-01",vm="web"}`; made once for an object, whatever many samples it has. */
export function labelsOf(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`)
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`
}

const escaped = (value: string) => value.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n')

/** More labels behind those that are there. */
export const withLabels = (labels: string, more: Labels): string => `${labels.slice(0, -1)},${labelsOf(more).slice(1)}`

const batch = 500

/** Prometheus' text format 0.0.4, in pieces that keep the event loop free. https://prometheus.io/docs/instrumenting/exposition_formats/ */
export function* textOf(families: Iterable<Family>): Generator<string> {
  for (const { name, type, help, samples } of families) {
    let text = `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n`
    let lines = 0
    for (const [labels, value] of samples()) {
      text += `${name}${labels} ${value}\n`
      if (++lines % batch > 0) continue
      yield text
      text = ''
    }
    yield text
  }
}
