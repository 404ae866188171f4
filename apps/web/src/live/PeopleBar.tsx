import { Avatar, Button, Tooltip } from '@mantine/core'
import { IconUsers } from '@tabler/icons-react'
import { useRouterState } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useState } from 'react'
import { useAccount } from '../api/server.ts'
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

const titleOf = (page: string) => projectTabs.find(({ to }) => to.endsWith(`/${page}`))?.label ?? 'this project'

/** The page that one is on, and the scene or panel that its address names. */
function usePlace() {
  const { pathname, search } = useRouterState({ select: ({ location }) => location })
  const { scene, panel } = search as { scene?: string; panel?: string }
  return { page: pathname.split('/')[3] ?? '', ...(scene ? { sceneId: scene } : {}), ...(panel ? { panelId: panel } : {}) }
}
