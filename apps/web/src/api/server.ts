import { contract, createClient } from '@storycanvas/api'
import { QueryClient } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import { isProblem } from './problem.ts'
import { createSession } from './session.ts'

const signedOut = createClient(contract, { baseUrl: '', accessToken: () => null })

/** The one session of this tab. */
export const session = createSession({
  storage: localStorage,
  locks: navigator.locks,
  refresh: refreshToken => signedOut.refreshTokens({ body: { refreshToken } }),
  now: Date.now,
})
addEventListener('storage', session.storageChanged)

/** Every endpoint of the server, called as the person who is signed in. */
export const server = createClient(contract, { baseUrl: '', accessToken: session.accessToken })
export type Server = typeof server

export const useAccount = () => useSyncExternalStore(session.subscribe, session.account)

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      // Changes are announced over the WebSocket, so what has been loaded stays good until told otherwise.
      staleTime: 60_000,
      retry: (failures, error) => failures < 2 && !isProblem(error),
    },
  },
})
