import { Group, Kbd, useMantineColorScheme } from '@mantine/core'
import {
  Spotlight,
  spotlight,
  type SpotlightActionData,
  type SpotlightActionGroupData,
  type SpotlightFilterFunction,
} from '@mantine/spotlight'
import { IconMovie, IconSearch } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { projectsQuery } from '../api/queries.ts'
import { useAccount } from '../api/server.ts'
import { logOut } from './AccountMenu.tsx'
import { type Active, useActiveCommands, useCommands } from './commands/active.ts'
import { fit } from './commands/fuzzy.ts'
import { spelled } from './commands/keys.ts'
import { buttonsOnPage, type PageButton } from './commands/onPage.ts'
import { openKeyboardMap } from './KeyboardMap.tsx'

/** Every action of the page, every page and every project by name. */
export function Palette() {
  const navigate = useNavigate()
  const account = useAccount()
  const { toggleColorScheme } = useMantineColorScheme()
  const projects = useInfiniteQuery(projectsQuery('active', ''))
  const known = projects.data?.pages.flatMap(page => page.items) ?? []
  const active = useActiveCommands()
  const [buttons, setButtons] = useState<readonly PageButton[]>([])
  useCommands('everywhere', { palette: () => spotlight.open(), keys: openKeyboardMap }, 'page')

  const groups: SpotlightActionGroupData[] = [
    ...[...Map.groupBy(active, ({ place, title }) => (place === 'everywhere' ? 'Actions' : title))]
      .filter(([title]) => title !== 'Actions')
      .toReversed()
      .map(([group, commands]) => ({ group, actions: commands.map(actionOf) })),
    {
      group: onThisPage,
      actions: buttons
        .filter(({ label }) => !active.some(({ entry }) => entry.label === label))
        .map(({ label, press }) => ({ id: `press ${label}`, label, onClick: () => soon(press) })),
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
        { id: 'assets', label: 'Assets', onClick: () => void navigate({ to: '/assets' }) },
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
        ...active.filter(({ place }) => place === 'everywhere').map(actionOf),
        { id: 'out', label: 'Log out', onClick: () => void logOut() },
      ],
    },
  ]
  return (
    <Spotlight
      actions={groups.filter(group => group.actions.length > 0)}
      shortcut={null}
      filter={fitting}
      onSpotlightOpen={() => setButtons(buttonsOnPage())}
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

const onThisPage = 'On this page'

/** The palette gives the keyboard back to where it was; what a command does with it comes after that. */
const soon = (work: () => void) => void setTimeout(work, 50)

/** A command with the keys that give it without the palette. */
const actionOf = ({ place, entry: { id, label, keys }, run }: Active): SpotlightActionData => ({
  id: `${place} ${id}`,
  label,
  onClick: () => soon(run),
  rightSection: (
    <Group gap={4} wrap="nowrap" aria-hidden>
      {spelled(keys).map(pressed => (
        <Kbd key={pressed} size="xs">
          {pressed}
        </Kbd>
      ))}
    </Group>
  ),
})

const isGroup = (one: SpotlightActionData | SpotlightActionGroupData): one is SpotlightActionGroupData => 'actions' in one

/** What fits comes first within its group, and the group with what fits best before the others. */
const fitting: SpotlightFilterFunction = (typed, actions) => {
  const groups = actions.filter(isGroup)
  // The buttons of the page are many: they are looked for, not read through.
  if (typed.trim() === '') return groups.filter(({ group }) => group !== onThisPage)
  return groups
    .map(({ group, actions }) => {
      const fits = actions
        .map(action => ({ action, score: fit(action.label ?? '', typed) }))
        .filter(({ score }) => score > 0)
        .toSorted((a, b) => b.score - a.score)
      return { group, best: fits[0]?.score ?? 0, actions: fits.map(({ action }) => action) }
    })
    .filter(({ actions }) => actions.length > 0)
    .toSorted((a, b) => b.best - a.best)
}
