import { useMantineColorScheme } from '@mantine/core'
import { Spotlight, type SpotlightActionGroupData } from '@mantine/spotlight'
import { IconMovie, IconSearch } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { projectsQuery } from '../api/queries.ts'
import { useAccount } from '../api/server.ts'
import { logOut } from './AccountMenu.tsx'
import { openKeyboardMap } from './KeyboardMap.tsx'
import { projectTabs } from './projectTabs.ts'

/** Every page, project and action by name. */
export function Palette() {
  const navigate = useNavigate()
  const account = useAccount()
  const { id: projectId } = useParams({ strict: false })
  const { toggleColorScheme } = useMantineColorScheme()
  const projects = useInfiniteQuery(projectsQuery('active', ''))
  const known = projects.data?.pages.flatMap(page => page.items) ?? []
  const isProject = known.some(project => project.id === projectId)

  const groups: SpotlightActionGroupData[] = [
    {
      group: 'This project',
      actions:
        isProject && projectId
          ? projectTabs.map(({ to, label }) => ({
              id: to,
              label: `Go to ${label}`,
              onClick: () => void navigate({ to, params: { id: projectId } }),
            }))
          : [],
    },
    {
      group: 'Projects',
      actions: known.map(project => ({
        id: project.id,
        label: project.name,
        description: project.description,
        leftSection: <IconMovie size={16} aria-hidden />,
        onClick: () =>
          void navigate({
            to: project.panelCount > 0 ? '/projects/$id/board' : '/projects/$id/story',
            params: { id: project.id },
          }),
      })),
    },
    {
      group: 'Pages',
      actions: [
        { id: 'projects', label: 'Projects', onClick: () => void navigate({ to: '/projects' }) },
        {
          id: 'archive',
          label: 'Archived projects',
          onClick: () => void navigate({ to: '/projects', search: { shelf: 'archived' } }),
        },
        { id: 'trash', label: 'Trash', onClick: () => void navigate({ to: '/projects', search: { shelf: 'trash' } }) },
        { id: 'library', label: 'Library', onClick: () => void navigate({ to: '/library' }) },
        { id: 'queue', label: 'Queue', onClick: () => void navigate({ to: '/queue' }) },
        { id: 'account', label: 'Sessions and API keys', onClick: () => void navigate({ to: '/account' }) },
        ...(account?.role === 'owner' || account?.role === 'admin'
          ? [{ id: 'admin', label: 'Admin', onClick: () => void navigate({ to: '/admin' }) }]
          : []),
      ],
    },
    {
      group: 'Actions',
      actions: [
        { id: 'new', label: 'New project', onClick: () => void navigate({ to: '/projects', search: { make: true } }) },
        { id: 'theme', label: 'Switch between dark and light', onClick: () => toggleColorScheme() },
        { id: 'keys', label: 'Keyboard shortcuts', onClick: openKeyboardMap },
        { id: 'out', label: 'Log out', onClick: () => void logOut() },
      ],
    },
  ]
  return (
    <Spotlight
      actions={groups.filter(group => group.actions.length > 0)}
      shortcut={['mod + K']}
      nothingFound="Nothing by that name"
      highlightQuery
      limit={60}
      scrollable
      maxHeight={480}
      attributes={{ content: { 'aria-label': 'Search and commands' } }}
      searchProps={{
        placeholder: 'Go to a page or project, or do something',
        'aria-label': 'Search and commands',
        leftSection: <IconSearch size={18} aria-hidden />,
      }}
    />
  )
}
