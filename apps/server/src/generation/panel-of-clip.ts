import type { Reader } from '../platform/database/database.ts'
import { invalidField } from '../platform/http/problem.ts'

/** The panel that a clip shows, for which takes are made where they are asked for by the clip. @throws RequestError `invalid-request` */
export async function panelOfClip(database: Reader, clipId: string): Promise<string> {
  const panel = await database
    .selectFrom('clip as c')
    .innerJoin('panel as p', 'p.id', 'c.panelId')
    .select('p.id')
    .where('c.id', '=', clipId)
    .where('p.deletedAt', 'is', null)
    .executeTakeFirst()
  if (!panel) throw invalidField('target.id', 'is a clip that shows no panel: name the panel, character or location to draw')
  return panel.id
}
