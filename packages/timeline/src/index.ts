export { toSrt } from './captions/srt.ts'
export { toWebVtt } from './captions/webvtt.ts'
export { InvalidTimeline, type Problem, type ProblemCode } from './check/problem.ts'
export { requireValid, validate } from './check/validate.ts'
export { duration, trackDuration } from './duration.ts'
export type { Chosen, Format, FormatOption, WriteSettings, Written, WrittenFile } from './formats/format.ts'
export { fileName } from './formats/file-name.ts'
export type { Loss, LossCode, LossPlace, LostThing } from './formats/loss.ts'
export type { LossTally } from './formats/losses.ts'
export { mediaAddress } from './formats/media-address.ts'
export {
  type FormatId,
  type FormatLosses,
  formats,
  isFormatId,
  lossesByFormat,
  UnknownOption,
  writeAs,
} from './formats/registry.ts'
export { type FrameMap, frameMap, type Shown, type SourceAt, sourcesAt, type Span, type TrackFrames } from './frames/map.ts'
export { sourceFrame, sourceRange, sourceStep } from './frames/source.ts'
export {
  createAudioMedia,
  createCaption,
  createClip,
  createImageMedia,
  createMarker,
  createTimeline,
  createTrack,
  createTransition,
  createVideoMedia,
} from './make.ts'
export type * from './model.ts'
export { timelineJsonSchema, timelineSchema } from './schema/timeline.ts'
export { decodeTimeline } from './formats/decode.ts'
export { faultIn } from './formats/json/fault.ts'
export { type ArchivedFile, cutInArchive } from './formats/package/archive.ts'
export { longestFile, type ReadableFormat, requireReadable } from './formats/limits.ts'
export { UnreadableTimeline } from './formats/unreadable.ts'
export type { Reader, ReadNote, ReadResult, ReadSettings } from './formats/read.ts'
export { otherLists } from './formats/edl/read/list.ts'
export { readEdlLists } from './formats/edl/read/read.ts'
export { isOnGrid, rescale, toFrames, toTime } from './time/conversion.ts'
export {
  add,
  compare,
  divide,
  type Fraction,
  fraction,
  multiply,
  type Rounding,
  round,
  scale,
  subtract,
} from './time/fraction.ts'
export { allowsDropFrame, commonRates, isNtsc, rateLabel, rateOf, sameRate, seconds, timebase } from './time/rate.ts'
export { formatTimecode, framesPerDay, parseTimecode, type Timecode } from './time/timecode.ts'
export type { Change, ChangeKind } from './compare/change.ts'
export { changes } from './compare/changes.ts'
export { withIdsOf } from './compare/alike.ts'
export { type Skipped, type Taken, takeChanges, type Versions } from './compare/take.ts'
export { applyEdit } from './edit/apply.ts'
export { type Edit, type Edited, EditRefused, type NewId } from './edit/edit.ts'
export { edited, type History, redone, startHistory, undone } from './edit/history.ts'
export { snap, snapPoints } from './edit/snap.ts'
export { type Package, type PackagedMedia, packageWith, zipFiles } from './formats/package/package.ts'
export { arrivalPlane, knownWipes, wipeSoftness } from './wipe.ts'
