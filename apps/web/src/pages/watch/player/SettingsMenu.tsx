import { ActionIcon, Menu } from '@mantine/core'
import { IconSettings } from '@tabler/icons-react'
import { speeds } from './keys.ts'
import type { StreamState } from './useStream.ts'
import styles from './VideoPlayer.module.css'

type Props = { stream: StreamState; rate: number; onRate: (rate: number) => void }

/** Quality and speed. Inside the player, so that it shows in full screen too. */
export function SettingsMenu({ stream: { stream, heights, height, isAuto }, rate, onRate }: Props) {
  return (
    <Menu position="top-end" withinPortal={false} width={190}>
      <Menu.Target>
        <ActionIcon className={styles.control} size="lg" title="Quality and speed" aria-label="Quality and speed">
          <IconSettings size={20} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown className={styles.menu}>
        {heights.length > 0 && (
          <>
            <Menu.Label>Quality</Menu.Label>
            <Menu.RadioGroup
              value={isAuto ? 'auto' : String(height)}
              onChange={value => stream?.choose(value === 'auto' ? null : Number(value))}
            >
              <Menu.RadioItem value="auto">{isAuto && height ? `Auto (${height} p)` : 'Auto'}</Menu.RadioItem>
              {heights.map(one => (
                <Menu.RadioItem key={one} value={String(one)}>
                  {one} p
                </Menu.RadioItem>
              ))}
            </Menu.RadioGroup>
            <Menu.Divider />
          </>
        )}
        <Menu.Label>Speed</Menu.Label>
        <Menu.RadioGroup value={String(rate)} onChange={value => onRate(Number(value))}>
          {speeds.map(speed => (
            <Menu.RadioItem key={speed} value={String(speed)}>
              {speed === 1 ? 'Normal' : `${speed}×`}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  )
}
