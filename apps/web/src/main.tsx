import '@mantine/core/styles.css'
import '@mantine/notifications/styles.css'
import '@mantine/spotlight/styles.css'
import './shell/global.css'
import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { queryClient, session } from './api/server.ts'
import { router } from './routes.tsx'
import { cssVariables, theme } from './shell/theme.ts'

// Whoever signs out, here or in another tab, leaves nothing of theirs behind on the screen.
let signedIn = false
session.subscribe(() => {
  const was = signedIn
  signedIn = session.account() !== null
  if (!was || signedIn) return
  void router.navigate({ to: '/login' }).then(() => queryClient.clear())
})

createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="dark">
      <QueryClientProvider client={queryClient}>
        <Notifications position="top-right" limit={4} />
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
)
