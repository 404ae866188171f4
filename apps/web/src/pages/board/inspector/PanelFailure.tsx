import { Alert } from '@mantine/core'
import type { Panel } from '@storycanvas/api'
import { useQuery } from '@tanstack/react-query'
import { server } from '../../../api/server.ts'

/** Why the last attempt at the picture failed. */
export function PanelFailure({ panel }: { panel: Panel }) {
  const { data } = useQuery({
    queryKey: ['panel', panel.id, 'failure', panel.updatedAt],
    queryFn: ({ signal }) =>
      server.listGenerations({ query: { projectId: panel.projectId, panelId: panel.id, state: 'failed', limit: 1 } }, { signal }),
  })
  return (
    <Alert color="red" variant="outline" title="It could not be drawn">
      {data?.items[0]?.error?.message ?? 'The reason is not known.'} Draw it again, or change the description first.
    </Alert>
  )
}
