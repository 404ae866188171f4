import { existsSync } from 'node:fs'
import { type Config, readConfig } from '@storycanvas/server/config'
import { createLog } from '@storycanvas/server/log'
import { openStorages } from '@storycanvas/server/storage'
import type { Command } from '../command.ts'
import { UsageError } from '../usage-error.ts'
import { drainNode } from './drain.ts'
import { moveBlobs } from './move.ts'
import { scrubStorage } from './scrub.ts'
import { showStatus } from './status.ts'

const usage = `storycanvas storage status [--json]
storycanvas storage move --to local|s3|cluster    copies every blob that is not there yet; run it again to go on
storycanvas storage scrub [--mb-per-second 50]    reads everything again, names what is damaged, mends it on storage nodes
storycanvas storage drain <node> [--undo]         moves all chunks off a storage node and waits until it is empty
  All of them read the settings of the server from the environment and .env.`

type Action = (storages: Storages, config: Config, args: string[], signal: AbortSignal) => Promise<void>
type Storages = Awaited<ReturnType<typeof openStorages>>

const actions: Record<string, Action> = { status: showStatus, move: moveBlobs, scrub: scrubStorage, drain: drainNode }

export const storage: Command = { usage, run }

async function run([name = '', ...args]: string[], signal: AbortSignal): Promise<void> {
  const action = actions[name]
  if (!action) throw new UsageError(`storycanvas storage has ${Object.keys(actions).join(', ')}.`)
  if (existsSync('.env')) process.loadEnvFile('.env')
  const config = readConfig(process.env)
  await using storages = await openStorages(config, createLog('error'))
  await action(storages, config, args, signal)
}
