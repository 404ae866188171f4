import { notify, videoTopic } from '../../platform/bus/publish.ts'
import type { Tx } from '../../platform/database/database.ts'

/** The bus takes words of a few thousand bytes. */
const inOneWord = 100

/** Fewer may see these videos: whoever listens to one is asked anew, before anything else is told of it. */
export async function narrowed(tx: Tx, ids: readonly string[]): Promise<void> {
  for (let from = 0; from < ids.length; from += inOneWord)
    await notify(tx, { kind: 'narrowed', topics: ids.slice(from, from + inOneWord).map(videoTopic) })
}
