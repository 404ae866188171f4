import { Button, Group, MultiSelect, NumberInput, Popover, Select, Stack } from '@mantine/core'
import { CameraAngle, CameraMove, type Character, type Panel, ShotSize } from '@storycanvas/api'
import { IconAdjustments } from '@tabler/icons-react'
import { useState } from 'react'
import { refresh, useAction } from '../../api/actions.tsx'
import { keys } from '../../api/queries.ts'
import { server } from '../../api/server.ts'
import { offerUndo } from '../../api/undo.tsx'
import { choicesOf } from '../../film/words.ts'

type Props = { projectId: string; panels: readonly Panel[]; characters: readonly Character[] }
type Values = Partial<Pick<Panel, 'shotSize' | 'angle' | 'cameraMove' | 'durationMs' | 'characterIds'>>

/** The same values for all selected panels; what is left empty stays as it is in each. */
export function BatchEdit({ projectId, panels, characters }: Props) {
  const [opened, setOpened] = useState(false)
  const [values, setValues] = useState<Values>({})
  const tree = keys.tree(projectId)
  const apply = useAction({
    async run() {
      const before = { panels, changed: Object.keys(values) as (keyof Values)[] }
      await server.updatePanels({ params: { id: projectId }, body: { panelIds: panels.map(({ id }) => id), ...values } })
      return before
    },
    refreshes: [tree, keys.timeline(projectId)],
    done(before) {
      setOpened(false)
      setValues({})
      offerUndo(`Changed ${before.panels.length} panels`, () => takeBack(projectId, before))
    },
  })
  const set = (change: Values) => setValues(old => ({ ...old, ...change }))
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" trapFocus withArrow>
      <Popover.Target>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconAdjustments size={16} aria-hidden />}
          onClick={() => setOpened(open => !open)}
        >
          Edit selected ({panels.length})
        </Button>
      </Popover.Target>
      <Popover.Dropdown w={300}>
        <Stack gap="xs">
          <Choice label="Shot size" options={ShotSize.options} onChange={shotSize => set({ shotSize })} />
          <Choice label="Angle" options={CameraAngle.options} onChange={angle => set({ angle })} />
          <Choice label="Camera move" options={CameraMove.options} onChange={cameraMove => set({ cameraMove })} />
          <NumberInput
            label="Length"
            placeholder="as it is"
            suffix=" s"
            min={0.1}
            max={600}
            step={0.5}
            decimalScale={3}
            onChange={value => typeof value === 'number' && value > 0 && set({ durationMs: Math.round(value * 1000) })}
          />
          <MultiSelect
            label="Characters"
            placeholder="as they are"
            comboboxProps={{ withinPortal: false }}
            data={characters.map(({ id, name }) => ({ value: id, label: name }))}
            onChange={characterIds => set({ characterIds })}
          />
          <Group justify="flex-end">
            <Button
              size="xs"
              loading={apply.isPending}
              disabled={Object.keys(values).length === 0}
              onClick={() => apply.mutate()}
            >
              Apply to {panels.length}
            </Button>
          </Group>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}

type Word = Parameters<typeof choicesOf>[0][number]
type ChoiceProps<T extends Word> = { label: string; options: readonly T[]; onChange: (value: T) => void }

function Choice<T extends Word>({ label, options, onChange }: ChoiceProps<T>) {
  return (
    <Select
      label={label}
      placeholder="as it is"
      comboboxProps={{ withinPortal: false }}
      data={choicesOf(options)}
      onChange={value => {
        const chosen = options.find(option => option === value)
        if (chosen) onChange(chosen)
      }}
    />
  )
}

type Before = { panels: readonly Panel[]; changed: readonly (keyof Values)[] }

/** Each panel gets back what it had. */
async function takeBack(projectId: string, { panels, changed }: Before): Promise<void> {
  for (const panel of panels) {
    const body = Object.fromEntries(changed.map(key => [key, panel[key]])) as Values
    await server.updatePanel({ params: { id: panel.id }, body })
  }
  await refresh(keys.tree(projectId), keys.timeline(projectId))
}
