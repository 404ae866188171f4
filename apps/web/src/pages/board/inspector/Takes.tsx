import { Stack, Text, Title, VisuallyHidden } from '@mantine/core'
import type { Panel, ProjectTree, Take } from '@storycanvas/api'
import { useQuery } from '@tanstack/react-query'
import { useAction } from '../../../api/actions.tsx'
import { keys, panelTakesQuery } from '../../../api/queries.ts'
import { queryClient, server } from '../../../api/server.ts'
import { withPanels } from '../../../api/tree.ts'
import { TextLink } from '../../../shell/TextLink.tsx'
import styles from '../Board.module.css'

/** All takes of the panel, newest first, the chosen one marked. None is ever overwritten. */
export function Takes({ panel }: { panel: Panel }) {
  const { data } = useQuery(panelTakesQuery(panel.id))
  const choose = useAction({
    run: (take: Take) => server.chooseTake({ params: { id: take.id } }),
    refreshes: [keys.panelTakes(panel.id), keys.timeline(panel.projectId)],
    done: take =>
      queryClient.setQueryData<ProjectTree>(
        keys.tree(panel.projectId),
        tree => tree && withPanels(tree, new Map([[panel.id, { chosenTake: take }]])),
      ),
  })
  return (
    <Stack gap={4}>
      <Title order={3} size="h6">
        Takes ({panel.takeCount})
      </Title>
      <div className={styles.takes} role="group" aria-label="Takes">
        {data?.items.map((take, at) => (
          <button
            key={take.id}
            type="button"
            className={styles.take}
            aria-pressed={take.id === panel.chosenTake?.id}
            onClick={() => choose.mutate(take)}
          >
            <img src={take.thumbnailUrl} alt="" loading="lazy" />
            <span>
              <VisuallyHidden>Take </VisuallyHidden>
              {data.items.length - at}
              <VisuallyHidden>{` by ${take.provider}, seed ${take.seed}`}</VisuallyHidden>
              {take.stale ? ' · stale' : ''}
              {take.id === panel.chosenTake?.id ? ' · chosen' : ''}
            </span>
          </button>
        ))}
      </div>
      <TextLink to="/projects/$id/takes/$panel" params={{ id: panel.projectId, panel: panel.id }}>
        Compare, branches, how each was made
      </TextLink>
      {panel.chosenTake && (
        <Text size="xs" c="dimmed">
          By {panel.chosenTake.provider}, seed {panel.chosenTake.seed}
          {panel.chosenTake.stale && '. The panel has changed since; redraw it to bring the picture up to date.'}
        </Text>
      )}
    </Stack>
  )
}
