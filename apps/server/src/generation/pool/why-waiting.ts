import type { ServerRow } from '../servers/open.ts'
import { isResting } from '../servers/trust.ts'

/** Why no server takes a job: it may change (`wait`), or every server that could has failed at it already (`hopeless`). */
export type WhyWaiting = { kind: 'wait'; reason: string } | { kind: 'hopeless' } | null

/** Words for the person who waits; null where a server will take it as soon as it is free. */
export function whyWaiting(rows: readonly ServerRow[], preset: string, kind: string, excluded: ReadonlySet<string>): WhyWaiting {
  const on = rows.filter(({ state }) => state !== 'off')
  if (on.length === 0) return wait('There is no server to draw this; somebody who manages this install has to add one.')
  const looked = on.map(row => ({ row, reasons: reasonsOf(row, preset, kind) }))
  const fit = looked.filter(({ reasons }) => reasons.length === 0).map(({ row }) => row)
  if (fit.length === 0)
    return wait(nobodyFits(looked.map(({ row, reasons }) => ({ label: row.label, reason: reasons.join(' and ') }))))
  const left = fit.filter(({ id }) => !excluded.has(id))
  if (left.length === 0) return { kind: 'hopeless' }
  if (left.some(row => row.state === 'enabled' && !isResting(row.trust))) return null
  return wait(
    `It waits for ${left
      .map(({ label, trust, state }) => `${label} (${trust.reason ?? state})`)
      .slice(0, 3)
      .join(', ')}`,
  )
}

const wait = (reason: string) => ({ kind: 'wait', reason }) as const

function reasonsOf({ profile, presets }: ServerRow, preset: string, kind: string): readonly string[] {
  if (presets !== null && !presets.includes(preset)) return [`is not to run ${preset}`]
  if (profile === null) return ['has not been seen yet']
  return (
    profile.checks.find(check => check.preset === preset && check.kind === kind)?.reasons ?? [`cannot do ${kind} with ${preset}`]
  )
}

/** “No server has flux1-dev.safetensors” where all lack the same; else each with what it lacks. */
function nobodyFits(lacking: readonly { label: string; reason: string }[]): string {
  const [first] = lacking
  if (first && lacking.every(({ reason }) => reason === first.reason) && first.reason.startsWith('has no '))
    return `No server has ${first.reason.slice('has no '.length)}.`
  const shown = lacking.slice(0, 3).map(({ label, reason }) => `${label} ${reason}`)
  const more = lacking.length > 3 ? ` and ${lacking.length - 3} more` : ''
  return `No server fits: ${shown.join('; ')}${more}.`
}
