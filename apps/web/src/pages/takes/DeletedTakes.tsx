import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { keys } from '../../api/queries.ts'
import { server } from '../../api/server.ts'
import styles from './Takes.module.css'
import type { TakeActions } from './useTakes.ts'

/** What was deleted of a panel, to be brought back. */
export function DeletedTakes({ panelId, actions }: { panelId: string; actions: TakeActions }) {
  const { data } = useQuery({
    queryKey: [...keys.panelTakes(panelId), 'deleted'],
    queryFn: ({ signal }) => server.listDeletedTakes({ params: { id: panelId } }, { signal }),
  })
  if (!data || data.items.length === 0) return null
  return (
    <details className={styles.deleted}>
      <summary>Deleted takes ({data.items.length})</summary>
      <ul>
        {data.items.map(take => (
          <li key={take.id}>
            <img src={take.thumbnailUrl} alt="" loading="lazy" />
            <span>{take.model}</span>
            <Button
              size="compact-xs"
              variant="default"
              loading={actions.restore.isPending && actions.restore.variables.id === take.id}
              onClick={() => actions.restore.mutate(take)}
            >
              Bring back
            </Button>
          </li>
        ))}
      </ul>
    </details>
  )
}
