import { loadavg } from 'node:os'

export type Figure = { value: number; unit: 's' | 'ms' | 'µs' | 'MB' | '/s' | '×' | '%' | ''; atMost?: number; atLeast?: number }

/**
 * Prints what a benchmark found: one line of JSON on standard output for programs, one line for people on standard error.
 * The load average is that of the last minute, so it holds the benchmark's own work too.
 */
export function report(bench: string, figures: Readonly<Record<string, Figure>>, facts: Readonly<Record<string, unknown>> = {}) {
  const rounded = Object.fromEntries(
    Object.entries(figures).map(([name, one]) => [name, { ...one, value: shortened(one.value) }]),
  )
  const load = loadavg().map(one => Number(one.toFixed(2)))
  process.stdout.write(`${JSON.stringify({ bench, load, figures: rounded, facts })}\n`)
  const words = Object.entries(rounded).map(([name, one]) => `${name} ${one.value} ${one.unit}${boundOf(one)}`.trimEnd())
  process.stderr.write(`${bench}: ${words.join(' · ')} (load ${load[0]})\n`)
}

function boundOf({ value, atMost, atLeast }: Figure): string {
  if (atMost !== undefined) return ` (at most ${atMost}${value > atMost ? ', MISSED' : ''})`
  if (atLeast !== undefined) return ` (at least ${atLeast}${value < atLeast ? ', MISSED' : ''})`
  return ''
}

/** Three significant digits, and never fewer than the whole number. */
const shortened = (value: number): number => (Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3)))
