import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, Outlet, useNavigate, useParams } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { takeBackOwn } from '../../api/ownChanges.ts'
import { treeQuery } from '../../api/queries.ts'
import { useTopic } from '../../api/realtime/useTopic.ts'
import { PeopleBar } from '../../live/PeopleBar.tsx'
import { useCommands } from '../../shell/commands/active.ts'
import { Complaint } from '../../shell/Complaint.tsx'
import { projectTabs } from '../../shell/projectTabs.ts'
import styles from './Project.module.css'

const Directions = lazy(() => import('../directions/Directions.tsx').then(({ Directions }) => ({ default: Directions })))
const Drafts = lazy(() => import('../drafts/Drafts.tsx').then(({ Drafts }) => ({ default: Drafts })))

/** The second bar, and beneath it one of the project's pages. */
export function Project() {
  const { id } = useParams({ from: '/app/projects/$id' })
  const navigate = useNavigate()
  useTopic(`project:${id}`)
  const [opened, open] = useState<'directions' | 'drafts' | null>(null)
  const go = (to: (typeof projectTabs)[number]['to']) => () => void navigate({ to, params: { id } })
  // The timeline has a history of its own.
  const turn = (way: 'undo' | 'redo') => () => {
    if (!location.pathname.endsWith('/timeline')) void takeBackOwn(id, way)
  }
  useCommands(
    'project',
    {
      story: go('/projects/$id/story'),
      board: go('/projects/$id/board'),
      cast: go('/projects/$id/cast'),
      timeline: go('/projects/$id/timeline'),
      generate: go('/projects/$id/generate'),
      export: go('/projects/$id/export'),
      activity: () => void navigate({ to: '/projects/$id/activity', params: { id } }),
      undo: turn('undo'),
      redo: turn('redo'),
      directions: () => open('directions'),
      drafts: () => open('drafts'),
    },
    'page',
  )
  const tree = useQuery(treeQuery(id))
  if (tree.error && !tree.data)
    return (
      <div className={styles.trouble}>
        <Complaint error={tree.error} retry={() => void tree.refetch()} />
      </div>
    )
  return (
    <>
      <div className={styles.bar}>
        <nav className={styles.tabs} aria-label="Project">
          {projectTabs.map(({ to, label }) => (
            <Link key={to} to={to} params={{ id }} className={styles.tab}>
              {label}
            </Link>
          ))}
        </nav>
        <div className={styles.more}>
          <Button size="compact-xs" variant="subtle" color="gray" onClick={() => open('directions')}>
            Directions
          </Button>
          <Button size="compact-xs" variant="subtle" color="gray" onClick={() => open('drafts')}>
            Drafts
          </Button>
        </div>
        <PeopleBar projectId={id} />
      </div>
      <div className={styles.room}>
        <Outlet />
      </div>
      <Suspense>
        {opened === 'directions' && <Directions projectId={id} onClose={() => open(null)} />}
        {opened === 'drafts' && <Drafts projectId={id} onClose={() => open(null)} />}
      </Suspense>
    </>
  )
}
