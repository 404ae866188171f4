import type { Calls } from '../server/calls.ts'
import { readDownload } from '../server/download.ts'
import type { OutputSource } from '../server/output.ts'
import type { Download, DownloadOptions } from '../server/server.ts'

type Viewable = Extract<OutputSource, { kind: 'view' }>

/** Silence on the wire, and in all: a film over a slow line. */
const idle = 30_000
const total = 30 * 60_000

export async function view(
  calls: Calls,
  { filename, subfolder, type }: Viewable,
  { maxBytes, signal }: DownloadOptions,
): Promise<Download> {
  const query = new URLSearchParams({ filename, subfolder, type })
  const response = await calls.open(`/view?${query.toString()}`, { maxBytes, idle, total, signal })
  return readDownload(response, maxBytes)
}
