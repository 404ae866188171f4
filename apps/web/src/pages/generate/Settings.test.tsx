import { MantineProvider } from '@mantine/core'
import { fireEvent, render, screen } from '@testing-library/react'
import { useState } from 'react'
import { expect, test } from 'vitest'
import type { PresetSetting, SettingValues } from './kinds.ts'
import { Settings } from './Settings.tsx'

const settings: PresetSetting[] = [
  { kind: 'integer', name: 'steps', label: null, usual: 25, min: 1, max: 100 },
  { kind: 'choice', name: 'sampler', label: null, usual: 'euler', options: ['euler', 'heun'] },
  { kind: 'text', name: 'negative', label: null, usual: 'blurry' },
]

test('only what differs from the preset is kept, and can be given up again', () => {
  let last: SettingValues = {}
  function Form() {
    const [values, setValues] = useState<SettingValues>({})
    last = values
    return <Settings settings={settings} values={values} onChange={setValues} />
  }
  render(
    <MantineProvider>
      <Form />
    </MantineProvider>,
  )
  fireEvent.click(screen.getByRole('button', { name: 'Settings' }))
  const steps = screen.getByLabelText('Steps')
  fireEvent.change(steps, { target: { value: '30' } })
  fireEvent.change(screen.getByLabelText('Not in the picture'), { target: { value: 'text' } })
  expect(last).toEqual({ steps: 30, negative: 'text' })
  screen.getByRole('button', { name: 'Settings, 2 changed' })
  fireEvent.change(steps, { target: { value: '25' } })
  expect(last).toEqual({ negative: 'text' })
  fireEvent.click(screen.getByRole('button', { name: 'As the preset has them' }))
  expect(last).toEqual({})
})
