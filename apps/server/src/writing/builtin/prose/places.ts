import type { Setting } from '@storycanvas/api'
import { displayName } from '../scenes/display-name.ts'
import type { Place } from '../scenes/draft.ts'
import { timeOfDayIn } from '../scenes/place.ts'
import { sentences } from '../scenes/sentences.ts'

const INDOORS =
  'apartment|attic|bar|barn|basement|bathroom|bedroom|cabin|café|cathedral|cave|cellar|chapel|church|cinema|classroom|cottage|corridor|courtroom|dining room|factory|flat|garage|hall|hallway|hospital|hotel|house|hut|inn|kitchen|laboratory|library|lighthouse|living room|mill|museum|office|palace|parlour|prison|pub|restaurant|school|shop|stable|stairwell|station|store|studio|study|tavern|temple|tent|theatre|theater|tower|train|tunnel|warehouse|workshop'
const OUTDOORS =
  'alley|avenue|bay|beach|bridge|cemetery|city|clearing|cliff|coast|courtyard|crossroads|desert|dock|farm|field|forest|garden|graveyard|harbour|harbor|hill|hillside|island|jungle|lake|lane|marsh|market|marketplace|meadow|mountain|orchard|park|pier|plain|platform|playground|port|quay|river|riverbank|road|roof|rooftop|sea|shore|square|street|swamp|town|valley|village|wood|woods|yard'
const ADJECTIVES = String.raw`(?:(?:old|great|little|small|big|dark|empty|abandoned|ruined|narrow|black|white|red|green|upper|lower|main|royal|frozen|ancient|lonely|stone|wooden|quiet)\s+){0,2}`
const PLACE = new RegExp(
  String.raw`\b(?:the|an?|her|his|their|its|our|my)\s+(${ADJECTIVES}(${INDOORS}|${OUTDOORS}))\b(?!\s+(?:of|door|window|wall|lamp|keeper|master|dog|mouse))`,
  'i',
)
const INDOOR = new RegExp(`^(?:${INDOORS})$`, 'i')

const TIME_CHANGE =
  /^(?:and |but |then )?(?:(?:the )?(?:next|following|same) (?:morning|day|afternoon|evening|night|week|spring|summer|autumn|winter)|that (?:morning|afternoon|evening|night|same)|in the (?:morning|evening|afternoon|\p{L}+ (?:winter|spring|summer|autumn|year))|at (?:dawn|dusk|midnight|noon|daybreak|nightfall|sunrise|sunset)|towards? (?:midnight|dawn|evening|morning|noon)|by (?:nightfall|morning|evening|dawn|noon|midnight)|(?:\p{L}+ ){0,3}(?:minutes|hours|days|weeks|months|years) (?:later|after|afterwards|passed)|one (?:day|morning|evening|night|afternoon)|meanwhile|when (?:morning|night|evening|dawn) (?:came|fell)|long after)\b/iu
const ARRIVAL = /\b(?:came (?:at last )?to|reached|arrived at|entered|went into|walked into|came into)\s+$/i
const PLACE_OPENS = /^(?:inside|outside|back (?:in|at)|in|at|upstairs|downstairs|across)\b/i

/** A paragraph that opens by moving the story to another time or another place. */
export function opensScene(paragraph: string, here: string): boolean {
  if (TIME_CHANGE.test(paragraph)) return true
  const [first = ''] = sentences(paragraph)
  const place = PLACE.exec(first)
  if (place === null || headNoun(place[1]!) === headNoun(here)) return false
  const before = first.slice(0, place.index)
  return (PLACE_OPENS.test(first) && /^[\p{L}\s]{0,14}$/u.test(before)) || (ARRIVAL.test(before) && before.length < 40)
}

/** Where and when a scene plays, from its first sentences; what they leave open stays as it was. */
export function placeOf(opening: string, before: Place | null, known: readonly string[]): Place {
  const head = sentences(opening).slice(0, 3).join(' ')
  const found = PLACE.exec(head)
  const timeOfDay = timeOfDayIn(head) ?? before?.timeOfDay ?? 'unspecified'
  if (found === null) return { setting: before?.setting ?? 'unspecified', location: before?.location ?? '', timeOfDay }
  const name = displayName(found[1]!.toUpperCase())
  // "The marsh" is the great marsh that was spoken of before.
  const location = known.find(each => headNoun(each) === headNoun(name)) ?? name
  return { setting: settingOf(found[2]!), location, timeOfDay }
}

/** A heading in the way of a screenplay, so that a prose story can be exported as one. */
export function headingOf({ setting, location, timeOfDay }: Place, number: number): string {
  if (location === '') return `SCENE ${number}`
  const prefix = setting === 'interior' ? 'INT. ' : setting === 'exterior' ? 'EXT. ' : ''
  const time = timeOfDay === 'unspecified' ? '' : ` - ${timeOfDay.toUpperCase()}`
  return `${prefix}${location.toUpperCase()}${time}`
}

function settingOf(noun: string): Setting {
  return INDOOR.test(noun) ? 'interior' : 'exterior'
}

function headNoun(name: string): string {
  return name.toLowerCase().split(' ').at(-1) ?? ''
}
