import { SimpleGrid } from '@mantine/core'
import { CameraAngle, CameraMove, Framing, type Panel, ShotSize } from '@storycanvas/api'
import { complain } from '../../../api/actions.tsx'
import type { PanelFields } from '../../../api/editing.ts'
import { Choice } from '../Choice.tsx'
import { useSame } from '../useSame.ts'

type Props = { panel: Panel; save: (fields: PanelFields) => Promise<unknown> }

/** What the camera does in a panel. */
export function ShotFields({ panel, save }: Props) {
  const { onChoose } = useSame({ onChoose: (fields: PanelFields) => void save(fields).catch(complain) })
  return (
    <SimpleGrid cols={2} spacing="xs" verticalSpacing="xs">
      <Choice label="Shot size" name="shotSize" options={ShotSize.options} value={panel.shotSize} onChoose={onChoose} />
      <Choice label="Framing" name="framing" options={Framing.options} value={panel.framing} onChoose={onChoose} />
      <Choice label="Angle" name="angle" options={CameraAngle.options} value={panel.angle} onChoose={onChoose} />
      <Choice label="Camera move" name="cameraMove" options={CameraMove.options} value={panel.cameraMove} onChoose={onChoose} />
    </SimpleGrid>
  )
}
