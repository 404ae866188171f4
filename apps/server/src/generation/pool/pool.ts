import type { Transport } from '@storycanvas/comfyui'
import type { Context } from '../../context.ts'
import type { ConnectionFacts } from '../../platform/database/database.ts'
import { type Dispatcher, startDispatch } from './dispatch.ts'
import { takeLead } from './leader.ts'
import { type PoolTimes, usualPoolTimes } from './times.ts'

type Parts = Pick<Context, 'database' | 'media' | 'tools' | 'config' | 'log' | 'vault' | 'ear' | 'shelf'> & {
  facts: ConnectionFacts
  transport: Transport
}

export type GenerationPool = { stop: () => Promise<void> }

/** Runs the generation pool from here whenever no other process does. */
export function startPool(parts: Parts, times: PoolTimes = usualPoolTimes): GenerationPool {
  let dispatcher: Dispatcher | null = null
  const deafen = parts.ear.hear(notice => {
    if (notice.kind === 'cancel-job') dispatcher?.cancelled(notice.jobId)
    if (notice.kind === 'pool' && notice.what === 'jobs') dispatcher?.jobsChanged()
    if (notice.kind === 'pool' && notice.what === 'servers') dispatcher?.serversChanged()
    if (notice.kind === 'reconnected') dispatcher?.serversChanged()
  })
  const unfollow = parts.shelf.hear(() => dispatcher?.presetsChanged())
  const leading = takeLead(parts.facts, parts.log, async signal => {
    dispatcher = startDispatch({ ...parts, presets: parts.shelf.models, times, signal })
    await dispatcher.ended
    dispatcher = null
  })
  return {
    async stop() {
      deafen()
      unfollow()
      await leading.stop()
    },
  }
}
