import { createStore } from '../desk/store.ts'

export type TransitionKind = 'dissolve' | 'wipe' | 'fade'

/** A drag does not tell what it carries before it is let go, and the timeline wants to show it before. */
const store = createStore<{ kind: TransitionKind | null }>({ kind: null })

export const carried = () => store.get().kind
export const carry = (kind: TransitionKind | null) => store.set({ kind })
