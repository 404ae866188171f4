import { Text } from '@mantine/core'
import type { BuiltInTemplate } from '@storycanvas/api'
import { spell } from '../../shell/humanTime.ts'
import styles from './Projects.module.css'

/** What a template sets up, before anything is made: its story with the length of each scene, and its directions. */
export function Brings({ template }: { template: BuiltInTemplate }) {
  const { chapters, directions, durationMs } = template
  const scenes = chapters.flatMap(chapter => chapter.scenes)
  if (scenes.length === 0) return null
  const panels = scenes.reduce((sum, scene) => sum + scene.panels.length, 0)
  return (
    <section className={styles.brings} aria-label="What it brings" tabIndex={0}>
      <Text size="xs" fw={600}>
        {scenes.length} scenes, {panels} panels, {spell(durationMs / 1000)}, to write over
      </Text>
      <ol>
        {chapters.map(({ title, scenes }) => (
          <li key={title}>
            <b>{title}</b>
            <ul>
              {scenes.map(({ heading, synopsis, panels, durationMs }, at) => (
                <li key={at} title={panels.join('\n')}>
                  <span>{synopsis || heading}</span>
                  <span className="timecode">
                    {panels.length} × {spell(durationMs / 1000 / panels.length)}
                  </span>
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ol>
      <Text size="xs" fw={600} mt={6}>
        Directions
      </Text>
      <ul>
        {directions.map(({ scope, text }) => (
          <li key={text}>
            <span>{text}</span>
            <span>{scope}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
