import { Button, Center, EmptyState, Group, SegmentedControl, Stack, TextInput, Title } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconMovie, IconPlus, IconSearch } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { projectsQuery, type ProjectShelf } from '../../api/queries.ts'
import { Complaint } from '../../shell/Complaint.tsx'
import { PageSkeleton } from '../../shell/PageSkeleton.tsx'
import { useFocusStays } from '../../shell/useFocusStays.ts'
import { StartCards } from '../welcome/StartCards.tsx'
import { ImportProject } from './ImportProject.tsx'
import { NewProject } from './NewProject.tsx'
import { ProjectCard } from './ProjectCard.tsx'
import styles from './Projects.module.css'

const shelves: { value: ProjectShelf; label: string }[] = [
  { value: 'active', label: 'Current' },
  { value: 'archived', label: 'Archive' },
  { value: 'trash', label: 'Trash' },
]

export function Projects() {
  const navigate = useNavigate({ from: '/projects' })
  const { shelf = 'active', search = '', make } = useSearch({ from: '/app/projects' })
  const [settled] = useDebouncedValue(search, 200)
  const projects = useInfiniteQuery(projectsQuery(shelf, settled))
  const items = projects.data?.pages.flatMap(page => page.items)
  const list = useFocusStays<HTMLUListElement>('li')
  return (
    <Stack p="md" gap="md">
      <Group>
        <Title order={1} size="h3">
          Projects
        </Title>
        <SegmentedControl
          size="xs"
          aria-label="Which projects"
          data={shelves}
          value={shelf}
          onChange={next => void navigate({ search: old => ({ ...old, shelf: next }) })}
        />
        <TextInput
          size="xs"
          w={220}
          aria-label="Search projects"
          placeholder="Search projects"
          leftSection={<IconSearch size={14} aria-hidden />}
          value={search}
          onChange={event => {
            const text = event.currentTarget.value
            void navigate({ replace: true, search: old => ({ ...old, search: text }) })
          }}
        />
        <ImportProject />
        <Button
          size="xs"
          leftSection={<IconPlus size={16} aria-hidden />}
          onClick={() => void navigate({ search: old => ({ ...old, make: true }) })}
        >
          New project
        </Button>
      </Group>
      {projects.error && <Complaint error={projects.error} retry={() => void projects.refetch()} />}
      {projects.isPending && <PageSkeleton />}
      {items?.length === 0 && <NoProjects shelf={shelf} search={settled} />}
      {items && items.length > 0 && (
        <ul className={styles.grid} aria-label="Projects" {...list}>
          {items.map(project => (
            <ProjectCard key={project.id} project={project} />
          ))}
        </ul>
      )}
      {projects.hasNextPage && (
        <Center>
          <Button variant="default" loading={projects.isFetchingNextPage} onClick={() => void projects.fetchNextPage()}>
            Show more
          </Button>
        </Center>
      )}
      <NewProject
        opened={make !== undefined}
        from={make === true ? 'blank' : make}
        onClose={() =>
          void navigate({ search: ({ shelf, search }) => ({ ...(shelf ? { shelf } : {}), ...(search ? { search } : {}) }) })
        }
      />
    </Stack>
  )
}

function NoProjects({ shelf, search }: { shelf: ProjectShelf; search: string }) {
  if (search)
    return <EmptyState title="No project has that in its name" description="Try fewer letters, or look in the archive." />
  if (shelf === 'archived')
    return <EmptyState title="The archive is empty" description="Archive a project from its menu to keep it out of the way." />
  if (shelf === 'trash')
    return <EmptyState title="The trash is empty" description="Deleted projects stay here for a time, and can be restored." />
  return (
    <Stack maw={860} mx="auto" mt="xl" gap="lg">
      <EmptyState
        icon={<IconMovie size={40} stroke={1.2} aria-hidden />}
        title="No projects yet"
        description="A project holds a story, its pictures and its cut. Where does your first film begin?"
      />
      <StartCards />
    </Stack>
  )
}
