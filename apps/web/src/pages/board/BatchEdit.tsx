import { Button, Group, MultiSelect, NumberInput, Popover, Stack } from '@mantine/core'
import { CameraAngle, CameraMove, type Character, type Panel, ShotSize } from '@storycanvas/api'
import { IconAdjustments } from '@tabler/icons-react'
import { useState } from 'react'
import { useAction } from '../../api/actions.tsx'
import { keys } from '../../api/queries.ts'
import { offerToTakeBack } from '../../api/ownChanges.ts'
import { server } from '../../api/server.ts'
import { Choice } from './Choice.tsx'

type Props = { projectId: string; count: number; panelIds: () => string[]; characters: ReadonlyMap<string, Character> }
type Values = Partial<Pick<Panel, 'shotSize' | 'angle' | 'cameraMove' | 'durationMs' | 'characterIds'>>

/** The same values for all selected panels; what is left empty stays as it is in each. */
export function BatchEdit({ projectId, count, panelIds, characters }: Props) {
  const [opened, setOpened] = useState(false)
  const [values, setValues] = useState<Values>({})
  const tree = keys.tree(projectId)
  const apply = useAction({
    run: () => server.updatePanels({ params: { id: projectId }, body: { panelIds: panelIds(), ...values } }),
    refreshes: [tree, keys.timeline(projectId)],
    done() {
      setOpened(false)
      setValues({})
      void offerToTakeBack(projectId, `Changed ${count} panels`)
    },
  })
  const set = (change: Values) => setValues(old => ({ ...old, ...change }))
  const choice = { placeholder: 'as it is', isWithin: true, onChoose: set }
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" trapFocus withArrow>
      <Popover.Target>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconAdjustments size={16} aria-hidden />}
          onClick={() => setOpened(open => !open)}
        >
          Edit selected ({count})
        </Button>
      </Popover.Target>
      <Popover.Dropdown w={300}>
        <Stack gap="xs">
          <Choice {...choice} label="Shot size" name="shotSize" options={ShotSize.options} value={values.shotSize ?? null} />
          <Choice {...choice} label="Angle" name="angle" options={CameraAngle.options} value={values.angle ?? null} />
          <Choice
            {...choice}
            label="Camera move"
            name="cameraMove"
            options={CameraMove.options}
            value={values.cameraMove ?? null}
          />
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
            data={[...characters.values()].map(({ id, name }) => ({ value: id, label: name }))}
            onChange={characterIds => set({ characterIds })}
          />
          <Group justify="flex-end">
            <Button
              size="xs"
              loading={apply.isPending}
              disabled={Object.keys(values).length === 0}
              onClick={() => apply.mutate()}
            >
              Apply to {count}
            </Button>
          </Group>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}
