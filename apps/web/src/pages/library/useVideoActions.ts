import type { Video } from '@storycanvas/api'
import { refresh, useAction } from '../../api/actions.tsx'
import { keys } from '../../api/queries.ts'
import { server } from '../../api/server.ts'
import { offerUndo } from '../../api/undo.tsx'

/** Deleting, restoring and stopping a video. */
export function useVideoActions({ id, title, jobId }: Video) {
  const reload = () => refresh(keys.videos, keys.video(id))
  const restore = useAction({ run: () => server.restoreVideo({ params: { id } }).then(reload) })
  const remove = useAction({
    run: () => server.deleteVideo({ params: { id } }),
    refreshes: [keys.videos],
    done: () => offerUndo(`Moved “${title}” to the trash`, () => server.restoreVideo({ params: { id } }).then(reload)),
  })
  const cancel = useAction({
    run: async () => (jobId ? server.cancelJob({ params: { id: jobId } }) : undefined),
    refreshes: [keys.videos, keys.video(id)],
  })
  const retry = useAction({
    run: async () => (jobId ? server.retryJob({ params: { id: jobId } }) : undefined),
    refreshes: [keys.videos, keys.video(id)],
  })
  return { restore, remove, cancel, retry }
}
