import { readObjectInfo, type ObjectInfo } from '../graph/object-info.ts'
import type { Calls } from '../server/calls.ts'
import * as shapes from './shapes.ts'

export type ComfyDescription = {
  readonly objectInfo: ObjectInfo
  readonly version: string | null
  readonly devices: readonly { readonly name: string; readonly kind: string; readonly memory: number; readonly free: number }[]
  /** Gigabytes of the largest device; null where there is none. */
  readonly memory: number | null
  /** Largest upload in bytes; null where the server does not say. */
  readonly maxUpload: number | null
}

/** Several MB with custom nodes, and more with long lists of files. */
const maxObjectInfo = 64 * 1024 * 1024
const gigabyte = 1024 ** 3

export async function describeServer(calls: Calls, signal?: AbortSignal): Promise<ComfyDescription> {
  const [nodes, { system, devices }, features] = await Promise.all([
    calls.get('/object_info', shapes.Features, { maxBytes: maxObjectInfo, total: 120_000, signal }),
    calls.get('/system_stats', shapes.SystemStats, { signal }),
    calls.ask('/features', { signal }),
  ])
  const largest = Math.max(0, ...devices.map(({ vram_total: total }) => total))
  const flags = shapes.Features.safeParse(features.json).data ?? {}
  return {
    objectInfo: readObjectInfo(nodes),
    version: system.comfyui_version ?? null,
    devices: devices.map(({ name, type, vram_total: memory, vram_free: free }) => ({
      name,
      kind: type,
      memory: memory / gigabyte,
      free: free / gigabyte,
    })),
    memory: largest > 0 ? largest / gigabyte : null,
    maxUpload: typeof flags.max_upload_size === 'number' ? flags.max_upload_size : null,
  }
}
