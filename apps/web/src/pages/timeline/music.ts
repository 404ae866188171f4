import { notifications } from '@mantine/notifications'
import { complain } from '../../api/actions.tsx'
import { server } from '../../api/server.ts'
import { titleOf } from '../../api/uploads/title.ts'
import type { Workbench } from './desk/workbench.ts'

/** Uploads pieces of music and lays them on a track one after the other, over whatever lies there. */
export async function placeMusic(bench: Workbench, files: readonly File[], track: string, startFrame: number) {
  let frame = startFrame
  for (const file of files) frame += await placeOne(bench, file, track, frame)
}

/** Answers how many frames the piece is long; none when it was not taken. */
async function placeOne({ edit, cut, select }: Workbench, file: File, track: string, startFrame: number): Promise<number> {
  const note = notifications.show({ message: `Uploading ${file.name}…`, loading: true, autoClose: false, withCloseButton: false })
  try {
    const { id: mediaId, durationMs } = await server.uploadMusic({ file, fileName: file.name, body: {} })
    const { rate } = cut().timeline
    const durationFrames = Math.max(1, Math.floor(((durationMs ?? 0) * rate.num) / rate.den / 1000))
    const name = titleOf(file.name)
    const after = edit([{ kind: 'overwrite', track, startFrame, durationFrames, sourceInFrame: 0, source: { mediaId }, name }])
    const placed = after?.tracks.find(({ id }) => id === track)?.clips.find(({ start }) => start === startFrame)
    if (placed) select({ clips: new Set([placed.id]) })
    return durationFrames
  } catch (error) {
    complain(error)
    return 0
  } finally {
    notifications.hide(note)
  }
}
