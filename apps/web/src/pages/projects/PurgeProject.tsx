import { notifications } from '@mantine/notifications'
import type { Project } from '@storycanvas/api'
import { useAction } from '../../api/actions.tsx'
import { keys } from '../../api/queries.ts'
import { server } from '../../api/server.ts'
import { DeleteForGood } from '../../shell/DeleteForGood.tsx'

type Props = { project: Project; opened: boolean; onClose: () => void }

/** Asks before a project goes for good: the one thing here that cannot be taken back. */
export function PurgeProject({ project: { id, name, panelCount }, opened, onClose }: Props) {
  const purge = useAction({
    run: () => server.purgeProject({ params: { id } }),
    refreshes: [keys.projects],
    done() {
      onClose()
      notifications.show({ message: `“${name}” is deleted for good` })
    },
    quiet: true,
  })
  const panels = panelCount === 0 ? '' : panelCount === 1 ? ', its panel' : `, its ${panelCount} panels`
  return (
    <DeleteForGood opened={opened} onClose={onClose} deletion={purge}>
      “{name}” goes with its story{panels}, every take and the cut. This cannot be taken back. Films that were published from it
      stay in the library.
    </DeleteForGood>
  )
}
