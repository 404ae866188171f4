import type { PanelPicture } from './artist/picture.ts'
import { inputsHash } from '../takes/inputs-hash.ts'

/** Everything about a panel that its picture depends on. The variation is not part of it: another seed is no change of content. */
export type PictureInputs = Omit<PanelPicture, 'variation'>

export const hashOfPicture = (picture: PictureInputs): string => inputsHash(picture)
