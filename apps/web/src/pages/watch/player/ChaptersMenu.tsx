import { ActionIcon, Menu } from '@mantine/core'
import type { Video } from '@storycanvas/api'
import { IconListNumbers } from '@tabler/icons-react'
import { clock } from '../../../shell/humanTime.ts'
import styles from './VideoPlayer.module.css'

export type Chapters = Video['chapters']

/** What a chapter is called, if only by its number. */
export const chapterName = (chapters: Chapters, at: number) => chapters[at]?.title || `Chapter ${at + 1}`

/** Which chapter a moment lies in; -1 before the first. */
export const chapterAt = (chapters: Chapters, seconds: number) =>
  chapters.findLastIndex(({ startMs }) => startMs <= seconds * 1000 + 1)

type Props = { chapters: Chapters; time: number; onSeek: (seconds: number) => void }

/** The chapters as a list to jump by. */
export function ChaptersMenu({ chapters, time, onSeek }: Props) {
  const current = chapterAt(chapters, time)
  return (
    <Menu position="top-end" withinPortal={false} width={260}>
      <Menu.Target>
        <ActionIcon className={styles.control} size="lg" title="Chapters" aria-label="Chapters">
          <IconListNumbers size={20} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown className={styles.menu}>
        <Menu.RadioGroup value={String(current)} onChange={at => onSeek((chapters[Number(at)]?.startMs ?? 0) / 1000)}>
          {chapters.map(({ startMs }, at) => (
            <Menu.RadioItem key={`${at} ${startMs}`} closeMenuOnClick value={String(at)} rightSection={clock(startMs / 1000)}>
              {chapterName(chapters, at)}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  )
}
