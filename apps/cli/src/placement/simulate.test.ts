import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'

const main = fileURLToPath(new URL('../main.ts', import.meta.url))

function simulatePlacement(...args: string[]): Promise<{ code: number | null; out: string; err: string }> {
  return new Promise(resolve => {
    const child = spawn(process.execPath, [main, 'simulate-placement', ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
    const [out, err] = [[], []] as [string[], string[]]
    child.stdout.on('data', chunk => out.push(String(chunk)))
    child.stderr.on('data', chunk => err.push(String(chunk)))
    child.on('close', code => resolve({ code, out: out.join(''), err: err.join('') }))
  })
}

const batch = {
  kind: 'batch',
  models: { m: { size_gb: 4 } },
  servers: [{ id: 's', speed: 2, vram_gb: 8, load_gb_per_s: 2, models: ['m'] }],
  jobs: [0, 1].map(id => ({ id, arrival_s: 0, model: 'm', base_s: 6, user: 'u' })),
}

describe('storycanvas simulate-placement', () => {
  let folder: string
  const at = (name: string) => join(folder, name)
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'storycanvas-cli-'))
    const online = { ...batch, kind: 'online', jobs: batch.jobs.map(job => ({ ...job, arrival_s: job.id * 100 })) }
    const broken = { ...batch, servers: [{ ...batch.servers[0], speed: -1 }] }
    for (const [name, instance] of Object.entries({ batch, online, broken }))
      await writeFile(at(`${name}.json`), JSON.stringify(instance))
  })
  after(() => rm(folder, { recursive: true, force: true }))

  test('a batch is held against its lower bound', async () => {
    const { code, out, err } = await simulatePlacement(at('batch.json'))
    assert.equal(code, 0, err)
    // One load of 2 s and two runs of 3 s on the only server.
    const { kind, makespan_s, lower_bound_s, ratio } = JSON.parse(out)
    assert.deepEqual([kind, makespan_s, Math.round(lower_bound_s * 1e6) / 1e6], ['batch', 8, 8])
    assert.ok(Math.abs(ratio - 1) < 1e-6)
  })

  test('jobs that arrive over time are held against least-queue', async () => {
    const { code, out, err } = await simulatePlacement(at('online.json'), '--unknown-speeds', '--seed', '3')
    assert.equal(code, 0, err)
    const { mean_flow_s, loads, speeds, ratios } = JSON.parse(out)
    assert.deepEqual([mean_flow_s, loads, speeds, ratios.least_queue.loads], [4, 1, 'learnt', 1])
  })

  test('what cannot be used is refused with the field and exit code 2', async () => {
    for (const [args, message] of [
      [[], /Name one instance/],
      [[at('none.json')], /cannot be read/],
      [[at('broken.json')], /servers\[0\]\.speed/],
      [[at('batch.json'), '--noise', 'much'], /--noise/],
      [[at('batch.json'), '--seed', '-1'], /--seed/],
      [[at('batch.json'), '--policy', 'luck'], /least_queue/],
    ] as const) {
      const { code, err } = await simulatePlacement(...args)
      assert.equal(code, 2)
      assert.match(err, message)
    }
  })
})
