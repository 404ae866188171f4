import { hashOfPicture, type PictureInputs } from '../../generation/inputs.ts'
import type { Reader } from '../../platform/database/database.ts'
import { frameSizes } from '../../projects/frame-size.ts'
import { readProject } from '../../projects/read.ts'
import type { CurrentInputs } from '../../takes/read.ts'
import type { PanelRow } from '../panels/read.ts'
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

/** The hash of that for each panel: a take of another hash is stale. */
export async function currentInputsOf(database: Reader, projectId: string, panelIds: readonly string[]): Promise<CurrentInputs> {
  return hashes(await pictureInputs(database, projectId, panelIds))
}

/** The same for panels that have been read already. */
export async function currentInputs(database: Reader, projectId: string, panels: readonly PanelRow[]): Promise<CurrentInputs> {
  if (panels.length === 0) return new Map()
  return hashes(await inputsOf(database, projectId, await subjectsAround(database, panels)))
}

async function inputsOf(database: Reader, projectId: string, subjects: readonly Subject[]): Promise<Map<string, PictureInputs>> {
  const size = frameSizes[(await readProject(database, projectId)).aspectRatio]
  return new Map(subjects.map(subject => [subject.panel.id, { ...pictureFrom(subject), ...size, caption: 'none' }]))
}

const hashes = (inputs: ReadonlyMap<string, PictureInputs>): CurrentInputs =>
  new Map([...inputs].map(([id, picture]) => [id, hashOfPicture(picture)]))
