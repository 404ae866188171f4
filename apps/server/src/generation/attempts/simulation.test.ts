import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seededRandom } from '@storycanvas/comfyui/testing'
import { type Mutant, simulate } from './simulation.ts'

const seeds = Number(process.env.FUZZ_RUNS ?? 3000)

async function firstViolation(mutant: Mutant, count: number): Promise<string | null> {
  for (let seed = 1; seed <= count; seed += 1) {
    const { violations } = await simulate(seededRandom(seed), mutant)
    if (violations.length > 0) return `seed ${seed}: ${violations.join(', ')}`
  }
  return null
}

test('whatever crashes, is lost, comes late or twice: each job is delivered once, and goes on only where nothing is left behind', async () => {
  assert.equal(await firstViolation('none', seeds), null)
})

for (const mutant of ['trusts-silence', 'no-fence'] as const)
  test(`the simulation notices a runner that ${mutant === 'no-fence' ? 'writes what another took over' : 'trusts silence'}`, async () => {
    assert.notEqual(await firstViolation(mutant, 2000), null)
  })
