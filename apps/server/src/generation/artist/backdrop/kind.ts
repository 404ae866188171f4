import type { Setting } from '@storycanvas/api'
import type { Piece, Stage } from '../view/stage.ts'
import * as city from './city.ts'
import * as indoors from './indoors.ts'
import * as outdoors from './outdoors.ts'
import * as transport from './transport.ts'

/** A kind of place: how it is drawn, the words that name it, and where it lies when the panel does not say. */
type Backdrop = {
  readonly draw: (stage: Stage) => Piece[]
  readonly words: RegExp
  readonly lies: 'interior' | 'exterior' | 'either'
}

const word = (alternatives: string) => new RegExp(`\\b(?:${alternatives})\\b`, 'i')

/** In order: the first kind whose words occur in the name, then in the description, wins. */
const BACKDROPS: readonly Backdrop[] = [
  { draw: city.rooftop, lies: 'exterior', words: word('roof|rooftops?|roof terrace|balcony|terrace') },
  {
    draw: transport.carriage,
    lies: 'interior',
    words: word('carriage|compartment|train car|subway car|bus|coach|plane|aeroplane|airplane|aircraft|cabin of|tram|metro car'),
  },
  {
    draw: transport.station,
    lies: 'either',
    words: word('stations?|platforms?|railway|terminal|subway|metro|underground|train'),
  },
  { draw: transport.carInside, lies: 'interior', words: word('cars?|taxi|cab|van|truck|pickup|limousine|vehicle|sedan') },
  {
    draw: indoors.cinema,
    lies: 'interior',
    words: word(
      'cinema|movie theat(?:er|re)|movie house|picture house|screening room|auditorium|projection (?:room|booth)|filmhouse',
    ),
  },
  { draw: city.cinemaFront, lies: 'exterior', words: word('cinema|movie theat(?:er|re)|picture house|marquee') },
  { draw: transport.theatre, lies: 'interior', words: word('stage|theat(?:er|re)|opera|concert|backstage|club|nightclub') },
  { draw: indoors.kitchen, lies: 'interior', words: word('kitchen|pantry|scullery') },
  {
    draw: indoors.diner,
    lies: 'interior',
    words: word('diner|caf[eé]|coffee ?(?:shop|house)|restaurant|canteen|cafeteria|bistro'),
  },
  { draw: indoors.bar, lies: 'interior', words: word('bar|pub|tavern|saloon|inn|cantina|lounge bar') },
  {
    draw: indoors.bedroom,
    lies: 'interior',
    words: word('bed ?rooms?|motel(?: room)?|hotel(?: room)?|dormitory|dorm|nursery|attic'),
  },
  {
    draw: indoors.hospital,
    lies: 'interior',
    words: word('hospital|ward|clinic|infirmary|emergency room|surgery|doctor|morgue|laboratory|lab'),
  },
  { draw: indoors.church, lies: 'interior', words: word('church|chapel|cathedral|temple|monastery|abbey|mosque|synagogue|nave') },
  { draw: indoors.classroom, lies: 'interior', words: word('class ?rooms?|school|lecture|university') },
  { draw: indoors.library, lies: 'interior', words: word('library|archives?|book ?(?:shop|store)') },
  { draw: indoors.shop, lies: 'interior', words: word('shop|store|supermarket|market|pharmacy|bakery|grocery|boutique') },
  {
    draw: indoors.office,
    lies: 'interior',
    words: word('offices?|precinct|police station|newsroom|headquarters|bureau|reception|bank|interrogation|study'),
  },
  {
    draw: indoors.corridor,
    lies: 'interior',
    words: word('corridor|hall ?way|hall|passage|stair(?:s|well|case)?|landing|elevator|lift|lobby|tunnel'),
  },
  {
    draw: indoors.warehouse,
    lies: 'interior',
    words: word('warehouse|factory|garage|workshop|basement|cellar|hangar|barn|shed|boiler|mill|bunker|vault|studio'),
  },
  {
    draw: indoors.livingRoom,
    lies: 'interior',
    words: word('living ?room|apartment|flat|lounge|parlou?r|house|home|cottage|den|mansion|sitting room|dining room'),
  },
  {
    draw: transport.harbour,
    lies: 'exterior',
    words: word('harbou?r|pier|dock|quay|boat|ship|deck|ferry|marina|wharf|lake|river|sea|ocean|water|lighthouse'),
  },
  { draw: outdoors.beach, lies: 'exterior', words: word('beach|shore|seaside|coast|sand|surf|island|cove') },
  { draw: outdoors.forest, lies: 'exterior', words: word('forest|woods?|jungle|grove|woodland|swamp|trees') },
  {
    draw: outdoors.park,
    lies: 'exterior',
    words: word('park|garden|yard|courtyard|playground|cemetery|graveyard|lawn|backyard|bench'),
  },
  { draw: outdoors.desert, lies: 'exterior', words: word('desert|dunes?|wasteland|canyon|mesa|highway') },
  { draw: outdoors.mountains, lies: 'exterior', words: word('mountains?|cliffs?|hills?|peak|valley|summit|glacier|ridge|snow') },
  {
    draw: outdoors.field,
    lies: 'exterior',
    words: word('fields?|meadow|farm|prairie|countryside|pasture|vineyard|country road|dirt road'),
  },
  {
    draw: city.street,
    lies: 'exterior',
    words: word(
      'streets?|road|alley(?:way)?|avenue|boulevard|city|town|downtown|sidewalk|pavement|square|plaza|village|parking(?: lot)?|bridge|intersection|market|shop|store|diner|bar|caf[eé]|hotel|motel|hospital|school|office|house|apartment|station|cars?|taxi|library|bank|church|block',
    ),
  },
  { draw: outdoors.openSky, lies: 'exterior', words: word('sky|clouds?|space|heaven|dream|void|air') },
]

export type Scene = {
  readonly setting: Exclude<Setting, 'unspecified'>
  readonly draw: (stage: Stage) => Piece[]
  readonly isVehicle: boolean
  /** The lens must look straight down it, or it would stand behind a wall. */
  readonly isNarrow: boolean
}

const lies = (backdrop: Backdrop, setting: 'interior' | 'exterior') => backdrop.lies === 'either' || backdrop.lies === setting

/** What place to draw. Words decide the kind; the panel's setting, where it is given, decides inside or outside. */
export function recogniseScene(setting: Setting, name: string, description: string): Scene {
  // Long treatments cost time and say nothing new about the place.
  const [title, text] = [name.slice(0, 300), description.slice(0, 1500)]
  const wanted = setting === 'interior' || setting === 'exterior' ? setting : undefined
  const eligible = wanted === undefined ? BACKDROPS : BACKDROPS.filter(backdrop => lies(backdrop, wanted))
  const found = eligible.find(backdrop => backdrop.words.test(title)) ?? eligible.find(backdrop => backdrop.words.test(text))
  const inside = wanted ?? (found === undefined || found.lies === 'either' ? 'exterior' : found.lies)
  const plain = inside === 'interior' ? indoors.plainRoom : outdoors.plainExterior
  return {
    setting: setting === 'interior-exterior' && inside === 'exterior' ? 'interior-exterior' : inside,
    draw: found?.draw ?? plain,
    isVehicle: found?.draw === transport.carInside,
    isNarrow: found?.draw === transport.carriage || found?.draw === indoors.corridor,
  }
}
