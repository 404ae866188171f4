import { useNetwork } from '@mantine/hooks'
import { useLineState } from '../api/realtime/useTopic.ts'
import styles from './OfflineBanner.module.css'

/** Says when what is on screen may be behind, and that it catches up by itself. */
export function OfflineBanner() {
  const { online } = useNetwork()
  const line = useLineState()
  if (online && line !== 'lost') return null
  return (
    <div className={styles.banner} role="status">
      {online
        ? 'The connection to the server was lost. It is tried again by itself; what you see may be behind.'
        : 'You are offline. What you see may be behind. Texts that you write are kept and merged; other changes have to wait for the connection.'}
    </div>
  )
}
