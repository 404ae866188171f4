import type { contract } from '@storycanvas/api'
import type { Handlers } from '../platform/http/handlers.ts'
import type { Tickets } from './tickets.ts'

export const realtimeRoutes = (tickets: Tickets): Handlers<Pick<typeof contract, 'createRealtimeTicket'>> => ({
  createRealtimeTicket: async ({ actor }) => tickets.issue(actor),
})
