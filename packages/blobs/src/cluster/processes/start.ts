import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Program, startProgram } from '../../testing/program.ts'

const file = fileURLToPath(new URL('node-program.ts', import.meta.url))

/** Starts storage nodes as processes below a folder; `ready` of each is its address. */
export const startNodes = (folder: string, names: readonly string[], env = process.env): Promise<Program[]> =>
  Promise.all(names.map(name => startNode(folder, name, 0, env)))

export const startNode = (folder: string, name: string, port = 0, env = process.env): Promise<Program> =>
  startProgram([file, join(folder, name), name, String(port)], env)
