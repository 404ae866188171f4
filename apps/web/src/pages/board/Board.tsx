import { EmptyState } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { treeQuery } from '../../api/queries.ts'
import { LinkButton } from '../../shell/LinkButton.tsx'
import { PageSkeleton } from '../../shell/PageSkeleton.tsx'
import { Panels } from './Panels.tsx'

export function Board() {
  const { id } = useParams({ from: '/app/projects/$id/board' })
  const { data: tree } = useQuery(treeQuery(id))
  if (!tree) return <PageSkeleton />
  if (tree.chapters.some(({ scenes }) => scenes.length > 0)) return <Panels key={id} tree={tree} />
  return (
    <EmptyState mt={80} title="Nothing to draw yet" description="The board shows the panels of each scene. Begin with the story.">
      <LinkButton mt="md" to="/projects/$id/story" params={{ id }}>
        Go to the story
      </LinkButton>
    </EmptyState>
  )
}
