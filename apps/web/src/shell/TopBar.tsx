import { Kbd } from '@mantine/core'
import { spotlight } from '@mantine/spotlight'
import { IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, useRouterState } from '@tanstack/react-router'
import { keys } from '../api/queries.ts'
import type { ProjectTree } from '@storycanvas/api'
import { AccountMenu } from './AccountMenu.tsx'
import styles from './Frame.module.css'
import { RunningJobs } from './RunningJobs.tsx'

const isMac = navigator.platform.startsWith('Mac')

export function TopBar() {
  return (
    <header className={styles.bar}>
      <Crumbs />
      <RunningJobs />
      <button type="button" className={styles.search} onClick={spotlight.open}>
        <IconSearch size={14} aria-hidden />
        <span>Search and commands</span>
        <Kbd size="xs" aria-hidden>
          {isMac ? '⌘' : 'Ctrl'} K
        </Kbd>
      </button>
      <AccountMenu />
    </header>
  )
}

const names: Record<string, string> = {
  projects: 'Projects',
  library: 'Library',
  queue: 'Queue',
  admin: 'Admin',
  account: 'Account',
  watch: 'Watch',
}

function Crumbs() {
  const path = useRouterState({ select: state => state.location.pathname })
  const [, room = '', id] = path.split('/')
  const label = names[room] ?? ''
  return (
    <nav className={styles.crumbs} aria-label="Where you are">
      {room === 'projects' && id ? (
        <>
          <Link to="/projects">Projects</Link>
          <span aria-hidden>/</span>
          <ProjectName id={id} />
        </>
      ) : (
        <span className={styles.here} aria-current="page">
          {label}
        </span>
      )}
    </nav>
  )
}

/** The name comes with the tree that the project's pages load: this only reads it. */
function ProjectName({ id }: { id: string }) {
  const tree = useQuery<ProjectTree>({ queryKey: keys.tree(id), enabled: false })
  return (
    <span className={styles.here} aria-current="page">
      {tree.data?.project.name ?? '…'}
    </span>
  )
}
