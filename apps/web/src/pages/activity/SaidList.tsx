import { EmptyState } from '@mantine/core'
import type { Comment, ProjectTree } from '@storycanvas/api'
import { IconMessage } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { commentsQuery, treeQuery } from '../../api/queries.ts'
import { panelsOf, scenesOf } from '../../api/tree.ts'
import { Said } from '../../live/Comments.tsx'
import { timecodeOf } from '../../player/time.ts'
import { Complaint } from '../../shell/Complaint.tsx'
import { LinkButton } from '../../shell/LinkButton.tsx'
import { PageSkeleton } from '../../shell/PageSkeleton.tsx'
import { TextLink } from '../../shell/TextLink.tsx'
import styles from './Activity.module.css'

/** Open comments of the whole project, or those that speak to who reads, each with the way to what it is about. */
export function SaidList({ projectId, mentions }: { projectId: string; mentions: boolean }) {
  const comments = useQuery(commentsQuery(projectId, mentions ? { mentioned: 'true' } : {}))
  const { data: tree } = useQuery(treeQuery(projectId))
  if (comments.error) return <Complaint error={comments.error} retry={() => void comments.refetch()} />
  if (!comments.data || !tree) return <PageSkeleton />
  const { items } = comments.data
  if (items.length === 0)
    return (
      <EmptyState
        mt={60}
        icon={<IconMessage size={40} stroke={1.2} aria-hidden />}
        title={mentions ? 'Nobody is waiting for you' : 'Nothing is open'}
        description={
          mentions
            ? 'Comments that name you with @ stand here until they are settled.'
            : 'Comments on panels, scenes and stretches of the cut stand here until they are settled.'
        }
      >
        <LinkButton mt="md" variant="default" to="/projects/$id/board" params={{ id: projectId }}>
          Go to the board
        </LinkButton>
      </EmptyState>
    )
  return (
    <ul className={styles.list} aria-label={mentions ? 'Mentions of me' : 'Open comments'}>
      {items.map(comment => (
        <li key={comment.id} className={styles.said}>
          <Said projectId={projectId} comment={comment} />
          <About tree={tree} target={comment.target} />
        </li>
      ))}
    </ul>
  )
}

function About({ tree, target }: { tree: ProjectTree; target: Comment['target'] }) {
  const params = { id: tree.project.id }
  const { rate, dropFrame } = tree.project
  const at = (frame: number) => timecodeOf(frame, rate, dropFrame)
  if (target.kind === 'cut')
    return (
      <TextLink className={styles.about} to="/projects/$id/timeline" params={params}>
        Cut, {at(target.from)} – {at(target.to)}
      </TextLink>
    )
  if (target.kind === 'scene') {
    const scene = scenesOf(tree).find(({ id }) => id === target.id)
    return (
      <TextLink className={styles.about} to="/projects/$id/story" params={params} search={{ scene: target.id }}>
        {scene?.heading ?? 'A scene in the trash'}
      </TextLink>
    )
  }
  const panel = panelsOf(tree).find(({ id }) => id === target.id)
  return (
    <TextLink className={styles.about} to="/projects/$id/board" params={params} search={{ panel: target.id }}>
      {panel ? panel.description.slice(0, 60) || 'A panel' : 'A panel in the trash'}
    </TextLink>
  )
}
