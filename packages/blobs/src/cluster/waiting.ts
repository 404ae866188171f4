import type { NodeRow } from './ledger/nodes.ts'
import type { Round } from './ledger/rounds.ts'

type Facts = {
  readonly isSettled: boolean
  readonly openHints: number
  readonly nodes: readonly (Pick<NodeRow, 'id' | 'state' | 'chunks' | 'silentMs'> & { readonly isAway: boolean })[]
  readonly round: (Round & { readonly agoMs: number }) | undefined
}

/** What a cluster that is not as it should be waits for, a sentence each; none when all is well. */
export function waitingFor({ isSettled, openHints, nodes, round }: Facts): string[] {
  if (nodes.length === 0) return ['no storage node has answered yet']
  const away = nodes.filter(({ isAway }) => isAway)
  const { missing = 0, kept = 0, obstacles = [] } = round ?? {}
  // Once all is settled a drained node may still have chunks that are in no blob, which are swept in time.
  const emptying = isSettled && kept === 0 ? [] : nodes.filter(({ state, chunks }) => state === 'draining' && chunks > 0)
  const compared = round === undefined ? 'never yet' : `last ${seconds(round.agoMs)} ago`
  const reasons = [
    ...away.map(({ id, silentMs }) => `${id} is silent for ${seconds(silentMs)}`),
    ...emptying.map(({ id, chunks }) => `${id} is drained and still holds ${chunks} chunks`),
    ...(openHints > 0 ? [`${openHints} copies are owed to nodes that missed them`] : []),
    ...(missing > 0 ? [`${missing} copies could not be made`] : []),
    ...(kept > 0 ? [`${kept} copies in excess stay until every node that is to hold them has confirmed its own`] : []),
    ...obstacles,
  ]
  if (isSettled && reasons.length === 0) return []
  return [...reasons, `the next comparison of all nodes (${compared})`]
}

const seconds = (ms: number) => `${Math.round(ms / 1000)} s`
