import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Connection } from '../../apps/server/src/platform/embedded-postgres/start.ts'

export type Statement = { text: string; values: unknown[] }
/** What a bare server answers with, and what it asks the database before. */
export type BareSetting = { connection: Connection; text: string; statements: Statement[] }

export type Rival = AsyncDisposable & { address: string; pid: number }
export type Ours = Rival & {
  /** The statements that the server sends while `work` goes on, from the first `begin` or `select` on. */
  statementsOf(work: () => Promise<unknown>): Promise<Statement[]>
}

/** Our server on a database, in a process of its own. */
export async function startOurs(environment: Record<string, string>, execArgv: string[]): Promise<Ours> {
  const child = fork(fileURLToPath(new URL('ours.ts', import.meta.url)), { env: { ...process.env, ...environment }, execArgv })
  const rival = await listening(child)
  return {
    ...rival,
    async statementsOf(work) {
      child.send('watch')
      await work()
      const told = heard<{ statements: Statement[] }>(child, 'seen')
      child.send('tell')
      return (await told).statements
    },
  }
}

/** A Fastify without anything, in a process of its own. */
export async function startBare(setting: BareSetting): Promise<Rival> {
  const child = fork(fileURLToPath(new URL('bare.ts', import.meta.url)))
  child.send(setting)
  return listening(child)
}

async function listening(child: ChildProcess): Promise<Rival> {
  const { address } = await heard<{ address: string }>(child, 'listens')
  return {
    address,
    pid: child.pid ?? 0,
    async [Symbol.asyncDispose]() {
      const exit = once(child, 'exit')
      child.disconnect()
      await exit
    },
  }
}

function heard<Word>(child: ChildProcess, kind: string): Promise<Word> {
  return new Promise((resolve, reject) => {
    child.on('message', (word: { kind: string }) => word.kind === kind && resolve(word as Word))
    child.once('exit', code => reject(new Error(`a rival ended with ${code}`)))
  })
}
