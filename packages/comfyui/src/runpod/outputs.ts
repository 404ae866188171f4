import { mediumOf, type Output, type OutputSource } from '../server/output.ts'
import * as shapes from './shapes.ts'

const maxOutputs = 500

/** What a worker of RunPod gives back: bytes in base64, or addresses of an S3 store. */
export function collectRunPodOutputs(output: unknown): readonly Output[] {
  const old = shapes.OldOutput.safeParse(output).data
  if (old !== undefined) return file('output.png', old.message) ?? []
  const lists = Object.values(shapes.Output.safeParse(output).data ?? {}).filter(Array.isArray)
  return lists
    .flat()
    .slice(0, maxOutputs)
    .flatMap(item => {
      const read = shapes.OutputItem.safeParse(item).data
      return (read && file(read.filename, read.data)) ?? []
    })
}

function file(filename: string, data: string): Output[] | undefined {
  const source = readSource(data)
  return source && [{ kind: 'file', medium: mediumOf(filename), nodeId: '', isKept: true, source }]
}

function readSource(data: string): OutputSource | undefined {
  if (/^https?:\/\//.test(data)) return data.length <= 4000 && URL.canParse(data) ? { kind: 'url', url: data } : undefined
  const bare = data.replace(/^data:[\w.+/-]+;base64,/, '')
  return /^[A-Za-z0-9+/]+={0,2}$/.test(bare) ? { kind: 'inline', base64: bare } : undefined
}
