import { Button, EmptyState, Group, Progress, Text } from '@mantine/core'
import type { Generation, GenerationBatch } from '@storycanvas/api'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { batchesQuery, batchQuery } from '../../api/queries.ts'
import { ago } from '../../shell/humanTime.ts'
import { Mark } from '../../shell/Mark.tsx'
import type { Drawing } from '../board/useDrawing.ts'
import { tones } from '../queue/words.ts'
import styles from './Generate.module.css'

/** What was asked for together: one progress for each, and the outcome of every item. */
export function Batches({ projectId, drawing }: { projectId: string; drawing: Drawing }) {
  const { data } = useQuery(batchesQuery(projectId))
  if (data?.items.length === 0)
    return (
      <EmptyState
        title="Nothing has been drawn yet"
        description="“Draw” makes takes of the panels that you name, here or on the board."
      />
    )
  return (
    <ul className={styles.batches} aria-label="Batches">
      {data?.items.map(batch => (
        <BatchRow key={batch.id} batch={batch} onCancel={() => drawing.cancel(batch.id)} />
      ))}
    </ul>
  )
}

function BatchRow({ batch, onCancel }: { batch: GenerationBatch; onCancel: () => void }) {
  const [isUnfolded, unfold] = useState(false)
  const part = (count: number) => (count / Math.max(1, batch.total)) * 100
  const isOpen = batch.queued + batch.running > 0
  const facts = [
    `${batch.succeeded} of ${batch.total} drawn`,
    batch.running > 0 && `${batch.running} running`,
    batch.queued > 0 && `${batch.queued} waiting`,
    batch.failed > 0 && `${batch.failed} failed`,
    batch.cancelled > 0 && `${batch.cancelled} cancelled`,
    ago(batch.createdAt),
  ].filter(Boolean)
  return (
    <li>
      <Group gap="sm">
        <Progress.Root w={200} size="md">
          <Progress.Section value={part(batch.succeeded)} color="green" aria-label="Drawn" />
          <Progress.Section value={part(batch.failed)} color="red" aria-label="Failed" />
          <Progress.Section value={part(batch.running)} color="accent" animated aria-label="Running" />
        </Progress.Root>
        <Text size="sm">{facts.join(' · ')}</Text>
        {isOpen && (
          <Button size="compact-xs" variant="default" onClick={onCancel}>
            Cancel
          </Button>
        )}
        <Button size="compact-xs" variant="subtle" color="gray" aria-expanded={isUnfolded} onClick={() => unfold(!isUnfolded)}>
          {isUnfolded ? 'Fold' : 'Each outcome'}
        </Button>
      </Group>
      {isUnfolded && <Items batch={batch} />}
    </li>
  )
}

/** While the batch is open its items are asked for this often. */
const LOOK_MS = 1500

function Items({ batch }: { batch: GenerationBatch }) {
  const isOpen = batch.queued + batch.running > 0
  const batches = useInfiniteQuery({ ...batchQuery(batch.projectId, batch.id), refetchInterval: isOpen ? LOOK_MS : false })
  const items = batches.data?.pages.flatMap(page => page.items) ?? []
  return (
    <>
      <ul className={styles.items} aria-label="Outcome of each">
        {items.map(item => (
          <li key={item.id}>
            <Item item={item} />
          </li>
        ))}
      </ul>
      {batches.hasNextPage && (
        <Button variant="default" size="xs" loading={batches.isFetchingNextPage} onClick={() => void batches.fetchNextPage()}>
          Show more of {batch.total}
        </Button>
      )}
    </>
  )
}

function Item({ item }: { item: Generation }) {
  const words = item.error?.message ?? (item.state === 'queued' || item.state === 'running' ? item.stage : null)
  return (
    <Link to="/projects/$id/takes/$panel" params={{ id: item.projectId, panel: item.target.id }} className={styles.item}>
      {item.take ? <img src={item.take.thumbnailUrl} alt="" loading="lazy" /> : <span className={styles.noPicture} />}
      <span className={styles.itemFacts}>
        <Mark tone={tones[item.state]}>{item.cached ? 'made before' : item.state}</Mark>
        <span className={styles.small}>seed {item.seed}</span>
        {words && <span className={styles.small}>{words}</span>}
      </span>
    </Link>
  )
}
