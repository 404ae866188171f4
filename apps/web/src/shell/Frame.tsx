import { Outlet } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useAccount } from '../api/server.ts'
import { useTopic } from '../api/realtime/useTopic.ts'
import styles from './Frame.module.css'
import { KeyboardMap } from './KeyboardMap.tsx'
import { OfflineBanner } from './OfflineBanner.tsx'
import { Palette } from './Palette.tsx'
import { Rail } from './Rail.tsx'
import { TopBar } from './TopBar.tsx'
import { useFocusAfterBusy } from './useFocusAfterBusy.ts'

export const Frame = () => (
  <Around>
    <Outlet />
  </Around>
)

/** What stands around every page of a person who is signed in. */
export function Around({ children }: { children: ReactNode }) {
  const account = useAccount()
  useFocusAfterBusy()
  useTopic(account && `user:${account.id}`)
  return (
    <div className={styles.frame}>
      <a className={styles.skip} href="#page">
        Skip to the page
      </a>
      <Rail />
      <TopBar />
      <main id="page" className={styles.page} tabIndex={-1}>
        <OfflineBanner />
        {children}
      </main>
      <Palette />
      <KeyboardMap />
    </div>
  )
}
