import type { WorkflowRole } from '@storycanvas/api'
import {
  checkReferences,
  Graph,
  type MappedPlace,
  Preset,
  PresetError,
  presetOfWorkflow,
  WorkflowError,
} from '@storycanvas/comfyui'
import type { z } from 'zod'
import type { FieldError } from '../../platform/http/problem.ts'
import { invalidField, RequestError } from '../../platform/http/problem.ts'
import type { GenerationKindName } from '../kinds.ts'

type Workflow = {
  name: string
  note: string
  kind: GenerationKindName
  graph: Record<string, unknown>
  places: { role: WorkflowRole; nodeId: string; input: string }[]
}

/** What a kind is made from, and so must have a place for. */
const needed: Partial<Record<GenerationKindName, readonly WorkflowRole[]>> = {
  'image-to-image': ['image'],
  inpaint: ['image', 'mask'],
  controlnet: ['control'],
  'image-to-video': ['image'],
  'lip-sync': ['image', 'voice'],
}

const roleName: Partial<Record<WorkflowRole, MappedPlace['role']>> = { 'last-frame': 'lastImage', voice: 'audio' }

/** A preset that somebody wrote. @throws RequestError that names each wrong field */
export function readWritten(given: Record<string, unknown>): Preset {
  const read = Preset.safeParse(given)
  if (!read.success) throw refusal(read.error.issues.map(issueIn))
  try {
    checkReferences(read.data)
    return read.data
  } catch (error) {
    if (!(error instanceof PresetError)) throw error
    throw refusal(error.problems.map(({ field, message }) => ({ field: `preset.${field}`, message })))
  }
}

/** A preset of a workflow with its places mapped. @throws RequestError */
export function presetOf(id: string, { name, note, kind, graph: given, places }: Workflow): Preset {
  const graph = Graph.safeParse(given)
  if (!graph.success) throw invalidField('workflow.graph', 'is no workflow in ComfyUI’s API format')
  const missing = (needed[kind] ?? []).filter(role => places.every(place => place.role !== role))
  if (missing.length > 0)
    throw invalidField('workflow.places', `has no place for ${missing.join(' and ')}, which ${kind} is made from`)
  try {
    const mapped = places.map(({ role, ...place }) => ({ ...place, role: roleName[role] ?? (role as MappedPlace['role']) }))
    return presetOfWorkflow({ id, name, note, kind, graph: graph.data, places: mapped })
  } catch (error) {
    if (error instanceof WorkflowError) throw invalidField('workflow.places', error.message)
    if (error instanceof PresetError) throw invalidField('workflow.graph', error.message)
    throw error
  }
}

const refusal = (errors: FieldError[]) =>
  new RequestError('invalid-request', 'The preset is not as its schema says.', { errors: errors.slice(0, 20) })

const issueIn = ({ path, message }: z.core.$ZodIssue): FieldError => ({ field: ['preset', ...path].join('.'), message })

/** A name as part of an address: `My Own, v2` is `my-own-v2`. */
export const slugOf = (name: string): string =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 40) || 'workflow'
