import type { PresetNow } from '@storycanvas/api'
import { whyWaiting } from './pool/why-waiting.ts'
import { presets } from './presets.ts'
import type { ServerRow } from './servers/open.ts'

/** What can draw here, and why what cannot draw at once would have to wait. */
export function presetsNow(servers: readonly ServerRow[]): PresetNow[] {
  return presets.map(preset => ({
    ...preset,
    waits: preset.builtIn
      ? []
      : preset.kinds.flatMap(kind => {
          const why = whyWaiting(servers, preset.id, kind, new Set())
          return why?.kind === 'wait' ? [{ kind, reason: why.reason }] : []
        }),
  }))
}
