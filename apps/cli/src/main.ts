import { ProblemError } from '@storycanvas/api'
import type { Command } from './command.ts'
import { UsageError } from './usage-error.ts'

/** Loaded when called for: a conversion must not wait for a whole server to be read in. */
const commands: Record<string, () => Promise<Command>> = {
  make: async () => (await import('./make/make.ts')).make,
  convert: async () => (await import('./timeline/convert.ts')).convert,
  framemap: async () => (await import('./timeline/framemap.ts')).framemap,
  render: async () => (await import('./timeline/render.ts')).render,
  queue: async () => (await import('./queue/queue.ts')).queue,
  'simulate-placement': async () => (await import('./placement/simulate.ts')).simulatePlacement,
  'storage-node': async () => (await import('./storage/node.ts')).node,
  storage: async () => (await import('./storage/storage.ts')).storage,
  probe: async () => (await import('./media/probe.ts')).probe,
  ladder: async () => (await import('./media/ladder.ts')).ladder,
}

const [name = '', ...args] = process.argv.slice(2)
const interrupted = new AbortController()
process.once('SIGINT', () => interrupted.abort(new Error('interrupted')))
process.once('SIGTERM', () => interrupted.abort(new Error('interrupted')))

const command = await commands[name]?.()
if (!command) {
  console.error(`storycanvas <command> --help, with one of: ${Object.keys(commands).join(', ')}`)
  process.exitCode = 2
} else if (args.includes('--help')) console.log(command.usage)
else await run(command)

async function run(command: Command): Promise<void> {
  try {
    await command.run(args, interrupted.signal)
  } catch (error) {
    console.error(isCallError(error) ? `${error.message}\n\n${command.usage}` : sentenceOf(error))
    process.exitCode = interrupted.signal.aborted ? 130 : isInputError(error) ? 2 : 1
  }
}

/** The input was understood as a call and cannot be used, or not even that. */
function isInputError(error: unknown) {
  return error instanceof UsageError || isCallError(error)
}

/** The call itself is wrong: our own sentence, or Node's about an option that it does not know. */
function isCallError(error: unknown): error is Error {
  if (error instanceof UsageError) return error.cause === undefined
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')
}

function sentenceOf(error: unknown): string {
  if (error instanceof UsageError) return error.message
  if (error instanceof ProblemError) return `${error.message} ${error.problem.remedy}`
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message
}
