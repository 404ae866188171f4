import type { WorkflowRead, WorkflowRole } from '@storycanvas/api'
import {
  checkEligibility,
  type ComfyServer,
  convertWorkflow,
  findInputs,
  type Graph,
  type InputRole,
  isLink,
  needsOfGraph,
  nodeTitle,
  type ObjectInfo,
  PresetError,
  presetOfWorkflow,
  readWorkflow,
  ServerError,
  type Transport,
  WorkflowError,
} from '@storycanvas/comfyui'
import type { Context } from '../../context.ts'
import { invalidField, RequestError } from '../../platform/http/problem.ts'
import type { GenerationKindName } from '../kinds.ts'
import { openServer, type ServerRow } from '../servers/open.ts'
import { poolServers } from '../servers/store.ts'

type Parts = Pick<Context, 'database' | 'vault'> & { transport: Transport }

/** Places that are told; a graph of more is mapped by those that were guessed. */
const mostPlaces = 600
/** Milliseconds that a server may take to tell what it has. */
const patience = 15_000

/** What somebody dropped, as it is understood, and who could run it. @throws RequestError */
export async function readBrought(parts: Parts, file: Uint8Array, serverId: string | undefined): Promise<WorkflowRead> {
  const read = await understood(() => readWorkflow(file))
  const rows = (await poolServers(parts.database)).filter(({ kind, state }) => kind === 'comfyui' && state !== 'off')
  if (serverId !== undefined && rows.every(({ id }) => id !== serverId))
    throw invalidField('serverId', 'is no ComfyUI server of the pool that is on')
  const asked = serverId === undefined ? rows : rows.filter(({ id }) => id === serverId)
  const known = (await Promise.all(asked.map(row => ask(parts, row)))).filter(one => one !== null)
  const graph = read.kind === 'api' ? read.graph : await convert(read.workflow, known)
  const kind = kindOf(graph)
  const looked = known.map(one => ({ serverId: one.id, server: one.label, reasons: whyNot(graph, kind, one) }))
  return {
    graph: { ...graph },
    nodes: Object.keys(graph).length,
    kind,
    places: placesIn(graph),
    files: [...needsOfGraph(graph).files],
    can: looked.flatMap(({ serverId, server, reasons }) => (reasons.length === 0 ? [{ serverId, server }] : [])),
    cannot: looked.filter(({ reasons }) => reasons.length > 0),
  }
}

type Known = Awaited<ReturnType<ComfyServer['describe']>> & Pick<ServerRow, 'id' | 'label'>

/** Null where a server does not answer: others may. */
async function ask({ vault, transport }: Parts, row: ServerRow): Promise<Known | null> {
  const opened = await openServer(row, vault, transport).catch(() => null)
  if (!opened?.comfy) return null
  const { comfy } = opened
  try {
    return { ...(await comfy.describe({ signal: AbortSignal.timeout(patience) })), id: row.id, label: row.label }
  } catch (error) {
    if (error instanceof ServerError || (error instanceof DOMException && error.name === 'TimeoutError')) return null
    throw error
  } finally {
    await comfy.close()
  }
}

/** A saved page tells the values of widgets by their order only: a server that knows the nodes is needed to name them. */
async function convert(workflow: Parameters<typeof convertWorkflow>[0], known: readonly Known[]): Promise<Graph> {
  if (known.length === 0)
    throw new RequestError(
      'not-possible-now',
      'This workflow is as ComfyUI’s page saves it, and no ComfyUI server that is on answers to say what its widgets are called. Export it with “Export (API)”, or add a server first.',
    )
  const infos: ObjectInfo[] = known.map(({ objectInfo }) => objectInfo)
  for (const info of infos.slice(0, -1)) {
    try {
      return convertWorkflow(workflow, info)
    } catch (error) {
      if (!(error instanceof WorkflowError)) throw error
    }
  }
  return understood(() => convertWorkflow(workflow, infos.at(-1) as ObjectInfo))
}

async function understood<T>(read: () => T): Promise<T> {
  try {
    return read()
  } catch (error) {
    if (error instanceof WorkflowError) throw invalidField('file', error.message)
    throw error
  }
}

const has = (graph: Graph, pattern: RegExp) => Object.values(graph).some(({ class_type: name }) => pattern.test(name))

function kindOf(graph: Graph): GenerationKindName {
  const isFilm = has(graph, /SaveVideo|VideoCombine|SaveWEBM|SaveAnimated|CreateVideo/)
  const takesPicture = has(graph, /^LoadImage/)
  if (isFilm && has(graph, /^LoadAudio/)) return 'lip-sync'
  if (isFilm) return takesPicture ? 'image-to-video' : 'text-to-video'
  if (!takesPicture) return 'text-to-image'
  if (has(graph, /Inpaint|SetLatentNoiseMask/)) return 'inpaint'
  return has(graph, /ControlNetApply/) ? 'controlnet' : 'image-to-image'
}

const roles: Partial<Record<InputRole, WorkflowRole | null>> = { audio: 'voice', video: null }

/** The guesses, and then everything else that could be set. */
function placesIn(graph: Graph): WorkflowRead['places'] {
  const guessed = findInputs(graph).map(({ role, ...place }) => ({
    ...place,
    role: roles[role] === undefined ? (role as WorkflowRole) : roles[role],
  }))
  const known = new Set(guessed.map(({ nodeId, input }) => JSON.stringify([nodeId, input])))
  const others = Object.entries(graph).flatMap(([nodeId, { inputs }]) =>
    Object.entries(inputs).flatMap(([input, value]) =>
      isLink(value) || (typeof value !== 'string' && typeof value !== 'number') || known.has(JSON.stringify([nodeId, input]))
        ? []
        : [{ role: null, nodeId, input, label: nodeTitle(graph, nodeId), value }],
    ),
  )
  return [...guessed, ...others].slice(0, mostPlaces)
}

function whyNot(graph: Graph, kind: GenerationKindName, known: Known): string[] {
  try {
    const bare = presetOfWorkflow({ id: 'looked-at', name: 'It', note: '', kind, graph, places: [] })
    const can = checkEligibility(bare, kind, known)
    return can.kind === 'eligible' ? [] : [...can.reasons]
  } catch (error) {
    if (error instanceof WorkflowError || error instanceof PresetError) throw invalidField('file', error.message)
    throw error
  }
}
