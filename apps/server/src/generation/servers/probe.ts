import { createHash } from 'node:crypto'
import { checkEligibility, type ComfyServer, type Preset, type ServerFacts } from '@storycanvas/comfyui'
import type { ServerProfile } from './tables.ts'

export type Looked = { facts: ServerFacts; profile: ServerProfile; digest: string }

/** Asks a server what it has, and says for each preset whether it can run there. @throws ServerError */
export async function lookAt(server: ComfyServer, presets: Iterable<Preset>, signal?: AbortSignal): Promise<Looked> {
  const facts = await server.describe(signal ? { signal } : {})
  const { version, memory, objectInfo } = facts
  const digest = createHash('sha256')
  for (const [name, { inputs }] of objectInfo)
    digest.update(JSON.stringify([name, [...inputs].map(([input, spec]) => [input, spec.options])]))
  return { facts, profile: { version, memory, checks: checksOf(presets, facts) }, digest: digest.digest('hex') }
}

function checksOf(presets: Iterable<Preset>, facts: ServerFacts): ServerProfile['checks'] {
  return [...presets].flatMap(preset =>
    Object.keys(preset.kinds).map(kind => {
      const can = checkEligibility(preset, kind, facts)
      return { preset: preset.id, kind, reasons: can.kind === 'eligible' ? [] : [...can.reasons] }
    }),
  )
}

/** A service that cannot be asked is believed to run whatever it was added for. */
export const believed = (presets: Iterable<Preset>): ServerProfile => ({
  version: null,
  memory: null,
  checks: [...presets].flatMap(({ id, kinds }) => Object.keys(kinds).map(kind => ({ preset: id, kind, reasons: [] }))),
})
