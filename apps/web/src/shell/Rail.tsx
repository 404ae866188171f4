import { Tooltip } from '@mantine/core'
import { IconBooks, IconListCheck, IconMovie, IconPhotoVideo, IconShieldCog } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useAccount } from '../api/server.ts'
import styles from './Frame.module.css'

const rooms = [
  { to: '/projects', label: 'Projects', Icon: IconMovie },
  { to: '/library', label: 'Library', Icon: IconPhotoVideo },
  { to: '/assets', label: 'Assets', Icon: IconBooks },
  { to: '/queue', label: 'Queue', Icon: IconListCheck },
] as const

export function Rail() {
  const account = useAccount()
  const isAdmin = account?.role === 'owner' || account?.role === 'admin'
  const shown = isAdmin ? [...rooms, { to: '/admin', label: 'Admin', Icon: IconShieldCog } as const] : rooms
  return (
    <nav className={styles.rail} aria-label="Rooms">
      <img className={styles.logo} src="/icon.svg" alt="StoryCanvas" width={32} height={32} />
      {shown.map(({ to, label, Icon }) => (
        <Tooltip key={to} label={label} position="right">
          <Link to={to} className={styles.railLink} aria-label={label}>
            <Icon size={20} stroke={1.6} aria-hidden />
          </Link>
        </Tooltip>
      ))}
    </nav>
  )
}
