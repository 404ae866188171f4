import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CameraAngle, CameraMove, Framing, Setting, ShotSize, TimeOfDay } from '@storycanvas/api'
import * as fc from 'fast-check'
import { drawPanel } from './draw.ts'
import type { PanelPicture } from './picture.ts'
import { panelPicture } from './picture.maker.ts'

const ELEMENTS = /^(svg|defs|clipPath|linearGradient|radialGradient|stop|g|path|rect|circle|text)$/

/** Only our own shapes, and nothing that points outside the picture. */
function assertOwnMarkup(svg: string): void {
  for (const [, name = '', attributes = ''] of svg.matchAll(/<\/?([A-Za-z]+)((?:\s+[\w:-]+="[^"<]*")*)\s*\/?>/g)) {
    assert.match(name, ELEMENTS)
    assert.doesNotMatch(attributes, /\s(?:href|xlink|on\w+|style|src)/)
    assert.doesNotMatch(attributes, /url\((?!#)/)
  }
}

function assertWellFormed(svg: string): void {
  const stack: string[] = []
  let end = 0
  for (const match of svg.matchAll(/<(\/?)([A-Za-z]+)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>/g)) {
    const between = svg.slice(end, match.index)
    assert.doesNotMatch(between, /[<>]/, 'text between tags is escaped')
    assert.doesNotMatch(between, /&(?!(?:amp|lt|gt|quot|#39);)/)
    end = match.index + match[0].length
    const [, closing, name = '', , selfClosing] = match
    if (closing === '/') assert.equal(stack.pop(), name)
    else if (selfClosing !== '/') stack.push(name)
  }
  assert.equal(end, svg.length)
  assert.deepEqual(stack, [])
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML 1.0 forbids
  assert.doesNotMatch(svg, /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/)
  assert.ok(svg.isWellFormed())
  assert.doesNotMatch(svg, /NaN|Infinity|undefined/)
}

test('the same picture is drawn the same way every time', () => {
  const picture = panelPicture({ id: 'again', description: 'She holds a letter' })
  assert.equal(drawPanel(picture), drawPanel({ ...picture }))
})

test('another id or variation is another drawing of the same content', () => {
  const drawn = [
    panelPicture({}),
    panelPicture({ id: 'other' }),
    ...[1, 2, 3, 4, 5].map(variation => panelPicture({ variation })),
  ].map(drawPanel)
  assert.equal(new Set(drawn).size, drawn.length)
  for (const svg of drawn) assert.match(svg, /We should not have come/)
})

const vocabulary: readonly (readonly [string, readonly Partial<PanelPicture>[]])[] = [
  ['shot size', ShotSize.options.map(shotSize => ({ shotSize }))],
  ['framing', Framing.options.map(framing => ({ framing }))],
  ['angle', CameraAngle.options.map(angle => ({ angle }))],
  ['camera move', CameraMove.options.map(cameraMove => ({ cameraMove }))],
  ['time of day', TimeOfDay.options.map(timeOfDay => ({ timeOfDay }))],
]
for (const [name, choices] of vocabulary) {
  test(`every ${name} is drawn, and differently`, () => {
    // Without a caption: it is the picture that must differ, not the label.
    const drawn = choices.map(choice => drawPanel(panelPicture({ ...choice, caption: 'none' })))
    for (const svg of drawn) assertWellFormed(svg)
    const alike = name === 'time of day' ? 1 : 0
    assert.equal(new Set(drawn).size, drawn.length - alike)
  })
}

test('inside and outside look different', () => {
  const drawn = Setting.options.map(setting =>
    drawPanel(panelPicture({ setting, location: { name: 'Station', description: '' } })),
  )
  for (const svg of drawn) assertWellFormed(svg)
  assert.notEqual(drawn[0], drawn[1])
})

test('no words can leave the text they stand in', () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      '</text><script>alert(1)</script>',
      '"><image href="file:///etc/passwd"/>',
      ']]>',
      '<!DOCTYPE x [<!ENTITY a "b">]>&a;',
      '&#0;&#x1F;',
      '\u0000\u0008\ud800 lone',
      '\u202edrawkcab',
      "' onload='x",
    ),
  )
  fc.assert(
    fc.property(hostile, hostile, fc.constantFrom(...Framing.options), (words, other, framing) => {
      const svg = drawPanel(
        panelPicture({
          id: words,
          framing,
          description: words,
          dialogue: other,
          mood: words,
          location: { name: other, description: words },
          characters: [{ name: words, colour: other, look: words, side: 'left', speaking: true }],
        }),
      )
      assertWellFormed(svg)
      assertOwnMarkup(svg)
    }),
    { numRuns: 60 },
  )
})

test('any size and cast is drawn without a stray number', () => {
  fc.assert(
    fc.property(
      fc.record({
        width: fc.integer({ min: 64, max: 1920 }),
        height: fc.integer({ min: 64, max: 1080 }),
        shotSize: fc.constantFrom(...ShotSize.options),
        framing: fc.constantFrom(...Framing.options),
        angle: fc.constantFrom(...CameraAngle.options),
        setting: fc.constantFrom(...Setting.options),
        timeOfDay: fc.constantFrom(...TimeOfDay.options),
        variation: fc.integer({ min: -5, max: 50 }),
        caption: fc.constantFrom('strip' as const, 'none' as const),
        people: fc.integer({ min: 0, max: 8 }),
        place: fc.constantFrom('Car', 'Roof', 'Corridor', 'Forest', 'Train carriage', 'Nowhere', ''),
      }),
      ({ people, place, ...picture }) => {
        const characters = Array.from({ length: people }, (_, index) => ({
          name: `Person ${index}`,
          colour: '',
          look: '',
          side: (['left', 'right', 'centre'] as const)[index % 3] ?? 'centre',
          speaking: index === 1,
        }))
        assertWellFormed(drawPanel(panelPicture({ ...picture, characters, location: { name: place, description: '' } })))
      },
    ),
    { numRuns: 120 },
  )
})

test('a size that is not a number still gives a picture', () => {
  assert.match(drawPanel(panelPicture({ width: Number.NaN, height: -4 })), /^<svg [^>]*width="720" height="64"/)
})
