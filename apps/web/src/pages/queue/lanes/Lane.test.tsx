import { MantineProvider } from '@mantine/core'
import type { GenerationServer } from '@storycanvas/api'
import { QueryClientProvider } from '@tanstack/react-query'
import { render, screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { keys } from '../../../api/queries.ts'
import { queryClient } from '../../../api/server.ts'
import { aJob } from '../../../testing/make.ts'
import { Lane } from './Lane.tsx'

const aServer = (fields: Partial<GenerationServer> = {}): GenerationServer => ({
  id: 'server',
  label: 'Cellar',
  kind: 'comfyui',
  url: null,
  headerNames: [],
  slots: 1,
  presets: null,
  state: 'enabled',
  condition: 'up',
  reason: null,
  restsUntil: null,
  version: '0.3.64',
  memory: 24,
  running: 0,
  waiting: 0,
  inHand: [],
  lastPreset: 'sd15',
  secondsPerRun: 3.2,
  runs: [],
  seenAt: '2026-11-21T09:30:00.000Z',
  createdAt: '2026-11-21T09:30:00.000Z',
  ...fields,
})
const jobs = new Map(
  [aJob('j1', { title: 'Draw a fox', state: 'running', progress: 0.4 }), aJob('j2', { title: 'Draw a hare' })].map(job => [
    job.id,
    job,
  ]),
)

function show(server: GenerationServer, mayManage = false) {
  render(
    <MantineProvider>
      <QueryClientProvider client={queryClient}>
        <Lane server={server} jobs={jobs} mayManage={mayManage} onLooked={() => {}} />
      </QueryClientProvider>
    </MantineProvider>,
  )
}

test('a lane shows what runs with its preview, and what is next', () => {
  queryClient.setQueryData(keys.preview('j1'), 'data:image/jpeg;base64,AAAA')
  show(
    aServer({
      running: 1,
      waiting: 2,
      inHand: [
        { jobId: 'j1', state: 'running' },
        { jobId: 'j2', state: 'waiting' },
        { jobId: 'strange', state: 'waiting' },
      ],
    }),
  )
  expect(screen.getByRole('img', { name: 'Preview of Draw a fox' }).getAttribute('src')).toContain('data:image/jpeg')
  expect(screen.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('40')
  expect(screen.getAllByText(/^Next: /).map(({ textContent }) => textContent)).toEqual(['Next: Draw a hare', 'Next: other work'])
  expect(screen.getByText(/^sd15 loaded · 3 s a run · 24 GB · ComfyUI 0\.3\.64/)).toBeTruthy()
})

test('what others have there is counted', () => {
  show(aServer({ running: 1, waiting: 3, inHand: [{ jobId: 'j2', state: 'waiting' }] }))
  expect(screen.getByText('One job of other people at work')).toBeTruthy()
  expect(screen.queryByText('Nothing runs here')).toBeNull()
  expect(screen.getAllByText(/^Next: /).map(({ textContent }) => textContent)).toEqual([
    'Next: Draw a hare',
    'Next: 2 jobs of other people',
  ])
})

test('a resting server says why; only those who manage it may change it', () => {
  show(aServer({ condition: 'resting', reason: 'It did not answer.' }))
  expect(screen.getByText('resting')).toBeTruthy()
  expect(screen.getByText('It did not answer.')).toBeTruthy()
  expect(screen.getByText('Nothing runs here')).toBeTruthy()
  expect(screen.queryByRole('button', { name: 'What to do with Cellar' })).toBeNull()
})

test('an administrator has a menu', () => {
  show(aServer(), true)
  expect(screen.getByRole('button', { name: 'What to do with Cellar' })).toBeTruthy()
})
