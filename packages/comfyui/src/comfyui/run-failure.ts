import { nodeTitle, type Graph } from '../graph/graph.ts'
import type { RunFailure } from '../server/run-failure.ts'
import { ExecutionError } from './shapes.ts'

type Cause = Pick<RunFailure, 'reason' | 'remedy' | 'retry'> & { readonly pattern: RegExp; readonly words: string }

/** In this order; read from the exception's type and message together. */
const causes: readonly Cause[] = [
  {
    pattern: /out of memory|OutOfMemory|cudaErrorMemoryAllocation|HIP out of memory/i,
    reason: 'out-of-memory',
    words: 'ran out of memory',
    remedy: 'Take a smaller size or fewer frames, or a server with more video memory.',
    retry: 'larger',
  },
  {
    pattern: /No space left on device|Errno 28|disk full/i,
    reason: 'disk-full',
    words: 'found no room on the server’s disk',
    remedy: 'Make room on the server’s disk.',
    retry: 'other',
  },
  {
    pattern: /FileNotFoundError|No such file or directory|Invalid image file/i,
    reason: 'missing-file',
    words: 'did not find a file',
    remedy: 'Send the file to the server again, or install it there.',
    retry: 'other',
  },
]

/**
 * An `execution_error` in words.
 *
 * @param graph for the names that a person gave the nodes
 */
export function readRunFailure(data: unknown, graph: Graph | null): RunFailure {
  const error = ExecutionError.safeParse(data).data ?? { exception_message: '', exception_type: '' }
  const nodeId = error.node_id ?? null
  const nodeClass = error.node_type ?? null
  const title = nodeId !== null && graph !== null && Object.hasOwn(graph, nodeId) ? nodeTitle(graph, nodeId) : nodeClass
  const who = title === null ? 'The job' : `“${title}”`
  const cause = causes.find(({ pattern }) => pattern.test(`${error.exception_type}: ${error.exception_message}`))
  const said = error.exception_message.trim().split('\n')[0] ?? ''
  if (cause !== undefined) {
    const { reason, words, remedy, retry } = cause
    return { reason, nodeId, nodeClass, message: `${who} ${words}${said === '' ? '' : `: ${said}`}`, remedy, retry }
  }
  return {
    reason: 'node-error',
    nodeId,
    nodeClass,
    message: `${who} failed: ${said === '' ? error.exception_type || 'the server does not say why' : said}`,
    remedy: 'Look at the settings of this node; if they are right, its code on the server is at fault.',
    retry: 'other',
  }
}
