import { notifications } from '@mantine/notifications'
import { useAction } from '../../api/actions.tsx'
import { keys } from '../../api/queries.ts'
import { server } from '../../api/server.ts'
import { DeleteForGood } from '../../shell/DeleteForGood.tsx'

type Props = {
  /** What goes: these videos of the trash, or all of it. */
  ids: readonly string[] | 'all'
  /** In words, for the question. */
  what: string
  opened: boolean
  onClose: () => void
  onDone?: () => void
}

/** Asks before videos go for good, which cannot be taken back. */
export function PurgeVideos({ ids, what, opened, onClose, onDone }: Props) {
  const purge = useAction({
    run: () => server.bulkPurgeVideos({ body: ids === 'all' ? {} : { ids: [...ids] } }),
    refreshes: [keys.videos, keys.storage],
    done: ({ done, left }) => {
      notifications.show({
        color: left > 0 ? 'yellow' : 'green',
        message: `Deleted for good: ${done}${left > 0 ? `; ${left} are still used and stay in the trash` : ''}`,
      })
      onClose()
      onDone?.()
    },
    quiet: true,
  })
  return (
    <DeleteForGood opened={opened} onClose={onClose} deletion={purge}>
      {what} cannot be restored afterwards. Views, statistics and every link go as well, and the room that the files take is free
      again unless something else uses them.
    </DeleteForGood>
  )
}
