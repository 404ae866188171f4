import {
  type AttemptId,
  type AttemptState,
  estimateCost,
  type GenerationServer,
  type Output,
  type OutputFile,
  type Preset,
  PresetError,
  ServerError,
  type ServerFacts,
} from '@storycanvas/comfyui'
import { type Provider, ProviderError, type ProviderKey, type ProviderLook, type ProviderRequest } from '../provider.ts'
import { storedIn } from '../../guides/stored.ts'
import { compileFor, parametersOf } from './compile.ts'
import { asFailure, asLookError, asSubmitError } from './errors.ts'
import { hintOf } from './hints.ts'

type Options = {
  server: GenerationServer
  presets: ReadonlyMap<string, Preset>
  /** What the server said of itself last; null where it cannot be asked. */
  facts: () => ServerFacts | null
  label: string
}

/** A ComfyUI server or a RunPod endpoint as a provider. */
export function createComfyProvider({ server, presets, facts, label }: Options): Provider {
  const presetOf = ({ preset: id }: ProviderRequest): Preset => {
    const preset = presets.get(id)
    if (!preset) throw new ProviderError('not-there', `There is no preset ${id} any more.`, { retry: 'nowhere' })
    return preset
  }
  return {
    name: label,
    abilities: {
      kinds: [...new Set([...presets.values()].flatMap(({ kinds }) => Object.keys(kinds)))] as Provider['abilities']['kinds'],
      sizes: { kind: 'steps', multiple: 8, min: 64, max: 4096 },
      seed: true,
      cancel: true,
      previews: server.abilities.events,
      findsByOurId: server.abilities.findsByOurId,
    },
    estimate: request => {
      const preset = presetOf(request)
      return { seconds: estimateCost(preset, parametersOf(preset, request)).seconds, costMicros: 0 }
    },
    async submit({ id, request }, options = {}) {
      const preset = presetOf(request)
      try {
        const { uploaded, files } = await putFiles(server, id, request, options.signal)
        const { graph } = compileFor(preset, request, { attemptId: id, uploaded, facts: facts() })
        const { remoteId } = await server.submit({ id: id as AttemptId, graph, files }, patience(options.signal))
        return remoteId
      } catch (error) {
        options.signal?.throwIfAborted()
        if (error instanceof PresetError)
          throw new ProviderError('not-there', error.message, { code: 'preset', retry: 'nowhere', cause: error })
        throw error instanceof ProviderError ? error : asSubmitError(error)
      }
    },
    look: (key, { signal } = {}) => asking(signal, async () => lookOf(await server.find(keyOf(key), patience(signal)))),
    cancel: (key, { signal } = {}) => asking(signal, async () => lookOf(await server.cancel(keyOf(key), patience(signal)))),
    fetch: ({ source }, { maxBytes, signal }) =>
      asking(signal, async () => (await server.download(source as Output, { maxBytes, ...patience(signal) })).stream),
    listen: listener =>
      server.listen(event => {
        const hint = hintOf(event)
        if (hint) listener(hint)
      }),
  }
}

/** Files go up before the job, or along with it. Nothing of the job is there yet when this fails. */
async function putFiles(server: GenerationServer, attemptId: string, request: ProviderRequest, signal?: AbortSignal) {
  const named = (role: string, type: string) => ({ role, type, name: `sc-${attemptId}-${role}.${type.split('/')[1] ?? 'png'}` })
  const files = [
    ...request.pictures.map(({ role, mediaType, bytes }) => ({ ...named(role, mediaType), bytes })),
    ...storedIn(request.parameters ?? {}).map(({ name, mediaType, hash }) => ({ ...named(name, mediaType), stored: hash })),
  ]
  if (server.abilities.uploads === 'inline') return { uploaded: new Map(files.map(({ role, name }) => [role, name])), files }
  try {
    const uploaded = new Map<string, string>()
    for (const { role, ...file } of files) uploaded.set(role, await server.upload(file, patience(signal)))
    return { uploaded, files: [] }
  } catch (error) {
    signal?.throwIfAborted()
    if (error instanceof ProviderError) throw error
    const { message, code } = asLookError(error)
    // One that answers and does not take it will not take it the next time either.
    const retry = error instanceof ServerError && /refused|broken/.test(error.failure.kind) ? 'other' : 'anywhere'
    throw new ProviderError('not-there', `A file that goes in could not be sent ahead: ${message}`, { code, retry, cause: error })
  }
}

async function asking<T>(signal: AbortSignal | undefined, call: () => Promise<T>): Promise<T> {
  try {
    return await call()
  } catch (error) {
    signal?.throwIfAborted()
    throw asLookError(error)
  }
}

function lookOf(state: AttemptState): ProviderLook {
  switch (state.kind) {
    case 'absent':
      return { kind: 'unknown' }
    case 'pending':
      return { kind: 'queued' }
    case 'running':
      return { kind: 'running', progress: null }
    case 'finished': {
      const files = state.outputs.filter((output): output is OutputFile => output.kind === 'file')
      const kept = files.some(({ isKept }) => isKept) ? files.filter(({ isKept }) => isKept) : files
      return { kind: 'done', outputs: kept.map(output => ({ medium: output.medium, source: output })), seconds: state.seconds }
    }
    case 'failed':
      return { kind: 'failed', failure: asFailure(state.failure) }
    case 'interrupted':
      return {
        kind: 'failed',
        failure: { code: 'interrupted', message: 'Somebody interrupted it at the server.', retry: 'anywhere' },
      }
  }
}

const keyOf = ({ id, remoteId }: ProviderKey) => ({ id: id as AttemptId, remoteId: remoteId ?? undefined })
const patience = (signal: AbortSignal | undefined) => (signal ? { signal } : {})
