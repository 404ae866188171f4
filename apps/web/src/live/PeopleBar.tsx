import { Avatar, Button, Tooltip } from '@mantine/core'
import { IconHistory, IconUsers } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useRouterState } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useState } from 'react'
import { commentsQuery } from '../api/queries.ts'
import { useAccount } from '../api/server.ts'
import { LinkButton } from '../shell/LinkButton.tsx'
import { projectTabs } from '../shell/projectTabs.ts'
import styles from './Live.module.css'
import { colourOf, usePeople, useTellPlace } from './people.ts'
import { sendLeftovers } from './texts.ts'

const People = lazy(() => import('../pages/people/People.tsx').then(({ People }) => ({ default: People })))

/** Who else is here, and the way to the people of the project. */
export function PeopleBar({ projectId }: { projectId: string }) {
  const me = useAccount()
  const others = usePeople(projectId).filter(({ accountId }) => accountId !== me?.id)
  const place = usePlace()
  const [isOpen, setOpen] = useState(false)
  useTellPlace(projectId, place)
  useEffect(() => void sendLeftovers(projectId), [projectId])
  const present = [...new Map(others.map(person => [person.accountId, person])).values()]
  return (
    <div className={styles.people}>
      <Avatar.Group role="list" aria-label="Here now">
        {present.map(({ accountId, name, place }) => (
          <Tooltip key={accountId} label={`${name} is on ${titleOf(place.page)}`}>
            <Avatar
              role="listitem"
              size="sm"
              radius="xl"
              name={name}
              style={{ '--colour': colourOf(accountId) }}
              className={styles.avatar}
            />
          </Tooltip>
        ))}
      </Avatar.Group>
      <ActivityLink projectId={projectId} />
      <Button
        size="compact-xs"
        variant="subtle"
        color="gray"
        leftSection={<IconUsers size={14} aria-hidden />}
        onClick={() => setOpen(true)}
      >
        People
      </Button>
      <Suspense>{isOpen && <People projectId={projectId} onClose={() => setOpen(false)} />}</Suspense>
    </div>
  )
}

/** The way to what has happened here; it counts the open comments that speak to me. */
function ActivityLink({ projectId }: { projectId: string }) {
  const mentions = useQuery(commentsQuery(projectId, { mentioned: 'true' })).data?.items.length ?? 0
  return (
    <LinkButton
      size="compact-xs"
      variant="subtle"
      color="gray"
      leftSection={<IconHistory size={14} aria-hidden />}
      to="/projects/$id/activity"
      params={{ id: projectId }}
      search={mentions > 0 ? { show: 'mentions' } : {}}
      aria-label={
        mentions > 0 ? `Activity, ${mentions} open ${mentions === 1 ? 'comment speaks' : 'comments speak'} to you` : 'Activity'
      }
    >
      Activity
      {mentions > 0 && <span className={styles.mentions}>{mentions}</span>}
    </LinkButton>
  )
}

const titleOf = (page: string) => projectTabs.find(({ to }) => to.endsWith(`/${page}`))?.label ?? 'this project'

/** The page that one is on, and the scene or panel that its address names. */
function usePlace() {
  const { pathname, search } = useRouterState({ select: ({ location }) => location })
  const { scene, panel } = search as { scene?: string; panel?: string }
  return { page: pathname.split('/')[3] ?? '', ...(scene ? { sceneId: scene } : {}), ...(panel ? { panelId: panel } : {}) }
}
