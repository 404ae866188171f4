import { useHotkeys } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { Link, Outlet, useNavigate, useParams } from '@tanstack/react-router'
import { treeQuery } from '../../api/queries.ts'
import { useTopic } from '../../api/realtime/useTopic.ts'
import { PeopleBar } from '../../live/PeopleBar.tsx'
import { Complaint } from '../../shell/Complaint.tsx'
import { projectTabs } from '../../shell/projectTabs.ts'
import styles from './Project.module.css'

/** The second bar, and beneath it one of the project's pages. */
export function Project() {
  const { id } = useParams({ from: '/app/projects/$id' })
  const navigate = useNavigate()
  useTopic(`project:${id}`)
  useHotkeys(projectTabs.map(({ to }, at) => [String(at + 1), () => void navigate({ to, params: { id } })]))
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
        <PeopleBar projectId={id} />
      </div>
      <div className={styles.room}>
        <Outlet />
      </div>
    </>
  )
}
