import type { WorkflowPlace, WorkflowRole } from '@storycanvas/api'
import type { Kind } from '../kinds.ts'

/** What each place is for, by its key; one that is not there is left as it is. */
export type Mapping = ReadonlyMap<string, WorkflowRole>

export const keyOf = ({ nodeId, input }: Pick<WorkflowPlace, 'nodeId' | 'input'>) => JSON.stringify([nodeId, input])

type RoleWords = { label: string; holds: 'string' | 'number' }

const roles: Record<WorkflowRole, RoleWords> = {
  prompt: { label: 'Prompt', holds: 'string' },
  negative: { label: 'Not in the picture', holds: 'string' },
  seed: { label: 'Seed', holds: 'number' },
  width: { label: 'Width', holds: 'number' },
  height: { label: 'Height', holds: 'number' },
  frames: { label: 'Number of frames', holds: 'number' },
  fps: { label: 'Frames a second', holds: 'number' },
  steps: { label: 'Steps', holds: 'number' },
  cfg: { label: 'Guidance (CFG)', holds: 'number' },
  denoise: { label: 'Strength of the change', holds: 'number' },
  image: { label: 'Picture to start from', holds: 'string' },
  mask: { label: 'Mask', holds: 'string' },
  'last-frame': { label: 'Picture to end with', holds: 'string' },
  control: { label: 'Picture that guides', holds: 'string' },
  voice: { label: 'Voice', holds: 'string' },
  prefix: { label: 'Name of the file', holds: 'string' },
}
export const roleLabel = (role: WorkflowRole) => roles[role].label

const allRoles = Object.keys(roles) as WorkflowRole[]

/** What a place can be for, going by what stands in it. */
export const rolesFor = (value: string | number): WorkflowRole[] => allRoles.filter(role => roles[role].holds === typeof value)

/** As it was guessed; a guess that what stands there cannot be is none. */
export const guessed = (places: readonly WorkflowPlace[]): Mapping =>
  new Map(places.flatMap(place => (place.role && rolesFor(place.value).includes(place.role) ? [[keyOf(place), place.role]] : [])))

export function mapped(mapping: Mapping, place: WorkflowPlace, role: WorkflowRole | null): Mapping {
  const { [keyOf(place)]: _old, ...others } = Object.fromEntries(mapping)
  return new Map(Object.entries(role === null ? others : { ...others, [keyOf(place)]: role }))
}

type SentPlace = Pick<WorkflowPlace, 'nodeId' | 'input'> & { role: WorkflowRole }

/** What the server is told, in the order of the places. */
export const placesToSend = (places: readonly WorkflowPlace[], mapping: Mapping): SentPlace[] =>
  places.flatMap(place => {
    const role = mapping.get(keyOf(place))
    return role === undefined ? [] : [{ role, nodeId: place.nodeId, input: place.input }]
  })

/** What goes to more than one place: `Seed goes to 2 places`. */
export function shared(mapping: Mapping): string[] {
  const uses = [...mapping.values()]
  return allRoles.flatMap(role => {
    const count = uses.filter(one => one === role).length
    return count > 1 ? [`${roleLabel(role)} goes to ${count} places.`] : []
  })
}

const needs: Record<Kind, readonly WorkflowRole[]> = {
  'text-to-image': ['prompt'],
  'image-to-image': ['image'],
  inpaint: ['image', 'mask'],
  controlnet: ['control'],
  'text-to-video': ['prompt'],
  'image-to-video': ['image'],
  'lip-sync': ['image', 'voice'],
}

/** What goes wrong if it is added like this, in words. */
export function lacking(kind: Kind, mapping: Mapping): string[] {
  const uses = new Set(mapping.values())
  return [
    ...needs[kind].flatMap(role => (uses.has(role) ? [] : [`No input takes “${roleLabel(role)}”, which every take is made of.`])),
    ...(uses.has('seed') ? [] : ['No input takes the seed, so every take of the same words is the same.']),
  ]
}

/** Places in which the words stand, whatever their case: title, input or value. */
export function found(places: readonly WorkflowPlace[], words: string): readonly WorkflowPlace[] {
  const wanted = words.trim().toLowerCase()
  return wanted === ''
    ? places
    : places.filter(({ nodeId, label, input, value }) => `${label} #${nodeId} ${input} ${value}`.toLowerCase().includes(wanted))
}
