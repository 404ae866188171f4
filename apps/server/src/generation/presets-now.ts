import type { KeyedService, PresetNow } from '@storycanvas/api'
import { priceOf } from '../budgets/prices.ts'
import { hostedPreset } from './hosted/catalogue.ts'
import type { GenerationKindName } from './kinds.ts'
import { whyWaiting } from './pool/why-waiting.ts'
import { offered } from './presets.ts'
import type { ServerRow } from './servers/open.ts'
import type { Shelf } from './shelf/shelf.ts'

type Means = { servers: readonly ServerRow[]; keys: readonly { provider: KeyedService }[] }

/** What can draw here, what it costs, and why what cannot draw at once would have to wait. */
export function presetsNow(shelf: Pick<Shelf, 'models' | 'own'>, means: Means): PresetNow[] {
  return offered(shelf).map(preset => ({
    ...preset,
    costMicros: priceOf(preset.id),
    waits: preset.builtIn
      ? []
      : preset.kinds.flatMap(kind => {
          const reason = whyNot(preset.id, kind, means)
          return reason === null ? [] : [{ kind, reason }]
        }),
  }))
}

function whyNot(id: string, kind: GenerationKindName, { servers, keys }: Means): string | null {
  const hosted = hostedPreset(id)
  if (hosted) {
    const isKeyed = keys.some(({ provider }) => provider === hosted.service)
    return isKeyed ? null : `You have left no key for ${hosted.provider}.`
  }
  const why = whyWaiting(servers, id, kind, new Set())
  return why?.kind === 'wait' ? why.reason : null
}
