import { hashOfPicture, type PictureInputs } from '../../generation/inputs.ts'
import type { Reader } from '../../platform/database/database.ts'
import { frameSizes } from '../../projects/frame-size.ts'
import { readProject } from '../../projects/read.ts'
import { inputsHash } from '../../takes/inputs-hash.ts'
import type { CurrentInputs } from '../../takes/read.ts'
import type { PanelRow } from '../panels/read.ts'
import { type ModelInputs, modelInputsFrom } from './model-inputs.ts'
import { pictureFrom } from './picture.ts'
import { type Subject, subjectsAround, subjectsOf } from './subject.ts'

/** What panels of one project would be drawn from today, by panel id. */
export async function pictureInputs(
  database: Reader,
  projectId: string,
  panelIds: readonly string[],
): Promise<Map<string, PictureInputs>> {
  return inputsOf(database, projectId, await subjectsOf(database, panelIds))
}

/** What models of pictures and of moving pictures would be told of the same panels; `inputsHash` of it goes into their takes. */
export async function modelInputs(
  database: Reader,
  projectId: string,
  panelIds: readonly string[],
): Promise<Map<string, ModelInputs>> {
  const { aspectRatio } = await readProject(database, projectId)
  const subjects = await subjectsOf(database, panelIds)
  return new Map(subjects.map(subject => [subject.panel.id, modelInputsFrom(subject, aspectRatio)]))
}

/** The hashes of all that for each panel: a take of another hash is stale. */
export async function currentInputsOf(database: Reader, projectId: string, panelIds: readonly string[]): Promise<CurrentInputs> {
  return hashesOf(database, projectId, await subjectsOf(database, panelIds))
}

/** The same for panels that have been read already. */
export async function currentInputs(database: Reader, projectId: string, panels: readonly PanelRow[]): Promise<CurrentInputs> {
  if (panels.length === 0) return new Map()
  return hashesOf(database, projectId, await subjectsAround(database, panels))
}

async function inputsOf(database: Reader, projectId: string, subjects: readonly Subject[]): Promise<Map<string, PictureInputs>> {
  const size = frameSizes[(await readProject(database, projectId)).aspectRatio]
  return new Map(subjects.map(subject => [subject.panel.id, { ...pictureFrom(subject), ...size, caption: 'none' }]))
}

async function hashesOf(database: Reader, projectId: string, subjects: readonly Subject[]): Promise<CurrentInputs> {
  const pictures = await inputsOf(database, projectId, subjects)
  const { aspectRatio } = await readProject(database, projectId)
  return new Map(
    subjects.map(subject => {
      const picture = pictures.get(subject.panel.id)
      const own = picture ? [hashOfPicture(picture)] : []
      const words = modelInputsFrom(subject, aspectRatio)
      return [subject.panel.id, new Set([...own, inputsHash(words.image), inputsHash(words.video)])]
    }),
  )
}
