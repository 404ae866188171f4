/**
 * Renders an animatic of stills with camera moves, dissolves and captions, and prints wall time over film time.
 * Run: node packages/media/bench/render.ts [stills=150] [seconds of each=4] [cores=2]
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createCaption, createClip, createImageMedia, createTimeline, createTrack, createTransition } from '@storycanvas/timeline'
import sharp from 'sharp'
import { openMediaTools, renderTimeline } from '../src/index.ts'

const [stills = 150, seconds = 4, cores = 2] = process.argv.slice(2).map(Number)
const directory = await mkdtemp(join(tmpdir(), 'bench-render-'))
try {
  const length = seconds * 24
  const media = Object.fromEntries(Array.from({ length: stills }, (_, i) => [`m${i}`, createImageMedia({ id: `m${i}` })]))
  for (let i = 0; i < stills; i++) await drawStill(i, join(directory, `m${i}.jpg`))
  const clips = Array.from({ length: stills }, (_, i) =>
    createClip({
      id: `c${i}`,
      mediaId: `m${i}`,
      start: i * length,
      duration: length,
      motion: {
        easing: 'ease',
        keyframes: [
          { at: 0, x: 0.5, y: 0.5, scale: 1, rotation: 0 },
          { at: 1, x: 0.45 + (i % 3) * 0.05, y: 0.5, scale: 1.2, rotation: 0 },
        ],
      },
    }),
  )
  const transitions = clips.slice(1).map((clip, i) =>
    createTransition({
      id: `x${i}`,
      cut: clip.start,
      inOffset: 6,
      outOffset: 6,
      ...(i % 10 === 9 ? { kind: 'wipe', wipe: 1 } : {}),
    }),
  )
  const captions = clips.map((clip, i) =>
    createCaption({ id: `k${i}`, start: clip.start + 12, duration: length - 24, text: `This is caption number ${i + 1}.` }),
  )
  const timeline = createTimeline({
    id: 'animatic',
    canvas: { width: 1280, height: 720 },
    media,
    tracks: [createTrack({ id: 'v', kind: 'video', clips, transitions })],
    captions,
  })
  const tools = openMediaTools()
  const render = async (output: string): Promise<number> => {
    const began = performance.now()
    await renderTimeline({
      tools,
      timeline,
      resolveMedia: one => ({ path: join(directory, `${one.id}.jpg`), origin: 'own' }),
      output: join(directory, output),
      workDir: directory,
      cacheDir: join(directory, 'cache'),
      captions: 'burnt-in',
      cores,
    })
    return (performance.now() - began) / 1000
  }
  const film = stills * seconds
  const fresh = await render('first.mp4')
  const again = await render('again.mp4')
  const memory = Math.round(process.resourceUsage().maxRSS / 1024)
  console.log(
    `${film} s of film on ${cores} cores: ${fresh.toFixed(1)} s (${(fresh / film).toFixed(3)} of its length), memory ${memory} MB`,
  )
  console.log(`from the cache: ${again.toFixed(1)} s (${(again / film).toFixed(3)})`)
} finally {
  await rm(directory, { recursive: true, force: true })
}

/** A picture with flat surfaces, edges, gradients and a little grain, as drawn and generated panels have. */
async function drawStill(number: number, path: string): Promise<void> {
  const hue = (number * 47) % 360
  const shapes = Array.from({ length: 40 }, (_, i) => {
    const x = (i * 389 + number * 71) % 1920
    const y = (i * 223 + number * 37) % 1080
    return `<circle cx="${x}" cy="${y}" r="${20 + ((i * 13) % 120)}" fill="hsl(${(hue + i * 9) % 360} 50% ${30 + (i % 5) * 10}%)"/>`
  })
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="1920" height="1080"><defs><linearGradient id="g"><stop stop-color="hsl(${hue} 40% 30%)"/><stop offset="1" stop-color="hsl(${hue + 60} 60% 70%)"/></linearGradient></defs><rect width="1920" height="1080" fill="url(#g)"/>${shapes.join('')}</svg>`
  const grain = await sharp({
    create: { width: 1920, height: 1080, channels: 3, background: 'black', noise: { type: 'gaussian', mean: 128, sigma: 6 } },
  })
    .png()
    .toBuffer()
  await sharp(Buffer.from(svg))
    .composite([{ input: grain, blend: 'soft-light' }])
    .jpeg({ quality: 92 })
    .toFile(path)
}
