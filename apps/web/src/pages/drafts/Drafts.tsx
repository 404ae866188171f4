import { Badge, Button, Card, Group, Modal, SegmentedControl, Skeleton, Stack, Text } from '@mantine/core'
import type { Draft, ProjectTree } from '@storycanvas/api'
import { IconCheck, IconTrash } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { refresh, useAction } from '../../api/actions.tsx'
import { draftsQuery, keys, takeQuery, treeQuery } from '../../api/queries.ts'
import { server } from '../../api/server.ts'
import { panelsOf, scenesOf } from '../../api/tree.ts'
import { offerUndo } from '../../api/undo.tsx'
import { useFocusBack } from '../../shell/useFocusBack.ts'
import styles from './Drafts.module.css'

/** What awaits a choice: texts or pictures laid side by side, of which one becomes that of its scene or panel. */
export function Drafts({ projectId, onClose }: { projectId: string; onClose: () => void }) {
  const [state, setState] = useState<'open' | 'chosen'>('open')
  const { data } = useQuery(draftsQuery(projectId, state))
  useFocusBack()
  const { data: tree } = useQuery(treeQuery(projectId))
  return (
    <Modal opened onClose={onClose} title="Drafts" size="xl">
      <Stack gap="sm">
        <SegmentedControl
          aria-label="Which drafts"
          w="fit-content"
          size="xs"
          data={[
            { value: 'open', label: 'To choose' },
            { value: 'chosen', label: 'Chosen' },
          ]}
          value={state}
          onChange={value => setState(value === 'chosen' ? 'chosen' : 'open')}
        />
        {!(tree && data) && <Skeleton height={120} />}
        {data?.items.length === 0 && (
          <Text size="sm" c="dimmed">
            {state === 'open'
              ? 'Nothing awaits a choice. Models and programs lay their proposals here; takes of a panel can be laid here too.'
              : 'Nothing has been chosen yet.'}
          </Text>
        )}
        {tree && data?.items.map(draft => <DraftCard key={draft.id} draft={draft} tree={tree} />)}
      </Stack>
    </Modal>
  )
}

function DraftCard({ draft, tree }: { draft: Draft; tree: ProjectTree }) {
  const { id, projectId, title, target, candidates, chosenCandidateId } = draft
  const refreshes = [keys.drafts(projectId), keys.project(projectId), ['panel']]
  const choose = useAction({
    run: (candidateId: string) => server.selectDraft({ params: { id }, body: { candidateId } }),
    refreshes,
  })
  const remove = useAction({
    run: () => server.deleteDraft({ params: { id } }),
    refreshes,
    done: () =>
      offerUndo(`Deleted the draft “${title}”`, async () => {
        await server.restoreDraft({ params: { id } })
        await refresh(...refreshes)
      }),
  })
  return (
    <Card withBorder padding="sm" bg="var(--raised)" component="article" aria-label={title}>
      <Group justify="space-between" wrap="nowrap" mb="xs">
        <Text size="sm" fw={600}>
          {title}
          <Text span size="xs" c="dimmed" ml={8}>
            {nameOf(draft, tree)}
          </Text>
        </Text>
        <Button
          size="compact-xs"
          variant="subtle"
          color="gray"
          flex="none"
          leftSection={<IconTrash size={14} aria-hidden />}
          onClick={() => remove.mutate()}
        >
          Delete
        </Button>
      </Group>
      <ol className={styles.candidates}>
        {candidates.map((candidate, at) => {
          const isChosen = candidate.id === chosenCandidateId
          return (
            <li key={candidate.id} data-chosen={isChosen}>
              {candidate.takeId ? <Picture panelId={target.id} takeId={candidate.takeId} /> : <p>{candidate.text}</p>}
              <Group justify="space-between" gap="xs" wrap="nowrap">
                <Text size="xs" c="dimmed" truncate>
                  {candidate.note}
                </Text>
                {isChosen ? (
                  <Badge size="sm" variant="light">
                    Chosen
                  </Badge>
                ) : (
                  <Button
                    size="compact-xs"
                    variant="default"
                    loading={choose.isPending && choose.variables === candidate.id}
                    leftSection={<IconCheck size={14} aria-hidden />}
                    aria-label={`Choose ${at + 1} of ${title}`}
                    onClick={() => choose.mutate(candidate.id)}
                  >
                    Choose
                  </Button>
                )}
              </Group>
            </li>
          )
        })}
      </ol>
    </Card>
  )
}

function Picture({ panelId, takeId }: { panelId: string; takeId: string }) {
  const { data } = useQuery(takeQuery(panelId, takeId))
  return data ? <img src={data.thumbnailUrl} alt={`Seed ${data.seed}`} /> : <div className={styles.picture} />
}

const fields: Record<Draft['target']['field'], string> = {
  text: 'text',
  synopsis: 'synopsis',
  description: 'description',
  imagePrompt: 'image prompt',
  videoPrompt: 'video prompt',
  negativePrompt: 'what is kept out',
  take: 'picture',
}

function nameOf({ target }: Draft, tree: ProjectTree): string {
  const scene = scenesOf(tree).find(({ id }) => id === target.id)
  const panel = panelsOf(tree).find(({ id }) => id === target.id)
  const of = scene?.heading ?? panel?.description.slice(0, 80) ?? `a ${target.kind} in the trash`
  return `${fields[target.field]} of ${of}`
}
