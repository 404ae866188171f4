import type { InstanceRole } from '@storycanvas/api'

export type Actor =
  | { kind: 'nobody' }
  | {
      kind: 'account'
      id: string
      role: InstanceRole
      via: { kind: 'session'; id: string } | { kind: 'api-key'; id: string; scope: 'read' | 'write' }
    }

export type AccountActor = Extract<Actor, { kind: 'account' }>
