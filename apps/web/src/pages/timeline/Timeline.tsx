import { EmptyState } from '@mantine/core'
import type { ProjectTree } from '@storycanvas/api'
import type { Timeline as TimelineDocument } from '@storycanvas/timeline'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useMemo } from 'react'
import { timelineQuery, treeQuery } from '../../api/queries.ts'
import { LinkButton } from '../../shell/LinkButton.tsx'
import { Complaint } from '../../shell/Complaint.tsx'
import { PageSkeleton } from '../../shell/PageSkeleton.tsx'
import { CuttingRoom } from './CuttingRoom.tsx'
import { knownOf } from './known.ts'

export function Timeline() {
  const { id } = useParams({ from: '/app/projects/$id/timeline' })
  const tree = useQuery(treeQuery(id))
  const timeline = useQuery(timelineQuery(id))
  if (timeline.error && !timeline.data) return <Complaint error={timeline.error} retry={() => void timeline.refetch()} />
  if (!tree.data || !timeline.data) return <PageSkeleton />
  // The contract names the document's version; its shape is that of packages/timeline.
  return <Loaded tree={tree.data} document={timeline.data as unknown as TimelineDocument} />
}

function Loaded({ tree, document }: { tree: ProjectTree; document: TimelineDocument }) {
  const known = useMemo(() => knownOf(tree), [tree])
  const { id } = tree.project
  const isEmpty = document.tracks.every(({ clips }) => clips.length === 0)
  if (isEmpty && tree.project.cutFollowsBoard)
    return (
      <EmptyState
        mt={80}
        title="Nothing is cut yet"
        description="The cut is laid from the board: each panel becomes a clip, as long as the panel says."
      >
        <LinkButton mt="md" to="/projects/$id/board" params={{ id }}>
          Go to the board
        </LinkButton>
      </EmptyState>
    )
  return <CuttingRoom key={id} document={document} known={known} project={tree.project} />
}
