import { Button, EmptyState, Group, Select, SegmentedControl, Stack, Title } from '@mantine/core'
import type { ActivityPart } from '@storycanvas/api'
import { IconHistory } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { type KeyboardEvent, useState } from 'react'
import { activityQuery, membersQuery } from '../../api/queries.ts'
import { useAccount } from '../../api/server.ts'
import { Complaint } from '../../shell/Complaint.tsx'
import { LinkButton } from '../../shell/LinkButton.tsx'
import { PageSkeleton } from '../../shell/PageSkeleton.tsx'
import styles from './Activity.module.css'
import { daysOf } from './days.ts'
import { Entry } from './Entry.tsx'
import { SaidList } from './SaidList.tsx'

const shelves = [
  { value: 'changes', label: 'Changes' },
  { value: 'open', label: 'Open comments' },
  { value: 'mentions', label: 'Mentions of me' },
] as const

const kinds: { value: ActivityPart['kind']; label: string }[] = [
  { value: 'chapter', label: 'Chapters' },
  { value: 'scene', label: 'Scenes' },
  { value: 'panel', label: 'Panels' },
  { value: 'character', label: 'Characters' },
  { value: 'location', label: 'Locations' },
  { value: 'instruction', label: 'Directions' },
  { value: 'cut', label: 'The cut' },
  { value: 'project', label: 'Settings' },
]

/** Who did what in a project, each change with a way back, and what people say to each other. */
export function Activity() {
  const { id } = useParams({ from: '/app/projects/$id/activity' })
  const { show = 'changes' } = useSearch({ from: '/app/projects/$id/activity' })
  const navigate = useNavigate({ from: '/projects/$id/activity' })
  return (
    <Stack p="md" gap="md" className={styles.page}>
      <Group>
        <Title order={1} size="h3">
          Activity
        </Title>
        <SegmentedControl
          size="xs"
          aria-label="What to show"
          data={[...shelves]}
          value={show}
          onChange={value => void navigate({ search: value === 'changes' ? {} : { show: value }, replace: true })}
        />
      </Group>
      {show === 'changes' ? <Changes projectId={id} /> : <SaidList projectId={id} mentions={show === 'mentions'} />}
    </Stack>
  )
}

function Changes({ projectId }: { projectId: string }) {
  const [by, setBy] = useState<string | null>(null)
  const [kind, setKind] = useState<ActivityPart['kind'] | null>(null)
  const me = useAccount()
  const members = useQuery(membersQuery(projectId)).data?.items ?? []
  const mayEdit = members.some(({ accountId, role }) => accountId === me?.id && (role === 'owner' || role === 'editor'))
  const activity = useInfiniteQuery(activityQuery(projectId, { ...(by ? { by } : {}), ...(kind ? { kind } : {}) }))
  const entries = activity.data?.pages.flatMap(page => page.items)
  return (
    <>
      <Group gap="xs" role="group" aria-label="Filters">
        <Select
          size="xs"
          w={180}
          clearable
          aria-label="Of whom"
          placeholder="Everybody"
          data={members.map(({ accountId, name }) => ({ value: accountId, label: name }))}
          value={by}
          onChange={setBy}
        />
        <Select
          size="xs"
          w={160}
          clearable
          aria-label="Of what"
          placeholder="Everything"
          data={kinds}
          value={kind}
          onChange={value => setKind(value)}
        />
      </Group>
      {activity.error && <Complaint error={activity.error} retry={() => void activity.refetch()} />}
      {activity.isPending && <PageSkeleton />}
      {entries?.length === 0 && <NothingYet projectId={projectId} isNarrowed={by !== null || kind !== null} />}
      {daysOf(entries ?? []).map(({ day, entries }) => (
        <section key={day} className={styles.day} aria-label={day} onKeyDown={walk}>
          <h2 className={styles.heading}>{day}</h2>
          <ul className={styles.list}>
            {entries.map(entry => (
              <Entry key={entry.id} projectId={projectId} entry={entry} mayEdit={mayEdit} />
            ))}
          </ul>
        </section>
      ))}
      {activity.hasNextPage && (
        <Button variant="default" mx="auto" loading={activity.isFetchingNextPage} onClick={() => void activity.fetchNextPage()}>
          Show more
        </Button>
      )}
    </>
  )
}

/** Up and down go from one button to the next, over all days. */
function walk(event: KeyboardEvent<HTMLElement>) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (step === undefined) return
  const buttons = [...document.querySelectorAll<HTMLElement>(`.${styles.list} button`)]
  const next = buttons[buttons.indexOf(event.target as HTMLElement) + step]
  if (!next) return
  next.focus()
  event.preventDefault()
}

function NothingYet({ projectId, isNarrowed }: { projectId: string; isNarrowed: boolean }) {
  if (isNarrowed) return <EmptyState title="Nothing of that kind" description="Clear a filter to see more." />
  return (
    <EmptyState
      mt={60}
      icon={<IconHistory size={40} stroke={1.2} aria-hidden />}
      title="Nothing has been changed yet"
      description="Every change of the story, the cast and the cut will stand here, with who made it and a way back."
    >
      <LinkButton mt="md" to="/projects/$id/story" params={{ id: projectId }}>
        Go to the story
      </LinkButton>
    </EmptyState>
  )
}
