import type { Project } from '@storycanvas/api'
import { timebase, type Timeline } from '@storycanvas/timeline'
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react'
import { Controls, Scrubber } from '../../player/Controls.tsx'
import { isTyping, playerKey } from '../../player/keys.ts'
import { Screen } from '../../player/Screen.tsx'
import { useSound } from '../../player/sound/useSound.ts'
import { timecodeOf } from '../../player/time.ts'
import { useTransport } from '../../player/useTransport.ts'
import { CutComments } from './bars/CutComments.tsx'
import { SelectionBar } from './bars/SelectionBar.tsx'
import { Toolbar } from './bars/Toolbar.tsx'
import { CutCanvas } from './canvas/CutCanvas.tsx'
import { heightOf } from './canvas/rows.ts'
import { cutOf } from './cut.ts'
import { createDesk } from './desk/desk.ts'
import { createWorkbench } from './desk/workbench.ts'
import { useEditor } from './edits/useEditor.ts'
import { FollowsBoard } from './FollowsBoard.tsx'
import { TrackHeads } from './heads/TrackHeads.tsx'
import { commandOf } from './keys/keymap.ts'
import { run } from './keys/run.ts'
import { useTimelineCommands } from './keys/useTimelineCommands.ts'
import type { Known } from './known.ts'
import styles from './Timeline.module.css'

type Props = { document: Timeline; known: Known; project: Project }

/** The player above, the timeline below, and the keys that work both. */
export function CuttingRoom({ document, known, project }: Props) {
  const [desk] = useState(createDesk)
  const { timeline, editor } = useEditor(project.id, document, desk)
  const cut = useMemo(() => cutOf(timeline, known), [timeline, known])
  const { programme } = cut
  const transport = useTransport(programme)
  useSound(programme, transport)
  // Keys and pointers work on the cut as it is when they are pressed, not as it was when they were bound.
  const latest = useRef(cut)
  latest.current = cut
  const [bench] = useState(() => createWorkbench({ cut: () => latest.current, desk, transport, editor }))
  const room = useRef<HTMLDivElement>(null)
  useTimelineCommands(command => run(bench, command))
  useEffect(() => room.current?.focus({ preventScroll: true }), [])

  function key(event: KeyboardEvent) {
    const isPressed =
      event.target instanceof HTMLElement && event.target.matches('button, a, input') && /^( |Enter)$/.test(event.key)
    if (isTyping(event.target) || isPressed || !(event.target instanceof Node) || !room.current?.contains(event.target)) return
    const command = commandOf(event.nativeEvent)
    if (command) run(bench, command)
    else if (!playerKey(event, programme, transport)) return
    event.preventDefault()
  }

  const length = timecodeOf(cut.length, programme.rate, programme.dropFrame)
  const count = timeline.tracks.reduce((sum, track) => sum + track.clips.length, 0)
  return (
    // The timeline takes keys wherever the focus is inside it, as editors do.
    <div className={styles.room} role="application" aria-label="Timeline" tabIndex={0} onKeyDown={key} ref={room}>
      <div className={styles.monitor}>
        <Screen programme={programme} transport={transport} />
      </div>
      <div className={styles.tools}>
        <Controls programme={programme} transport={transport} />
        <FollowsBoard project={project} />
        <Toolbar bench={bench} />
        <CutComments bench={bench} projectId={project.id} />
      </div>
      <div className={styles.scrub}>
        <Scrubber programme={programme} transport={transport} />
      </div>
      <div className={styles.strip} style={{ height: heightOf(cut.rows) }}>
        <TrackHeads bench={bench} />
        <CutCanvas bench={bench} label={`${count} clips, ${length} long, ${timebase(programme.rate)} frames a second`} />
      </div>
      <SelectionBar bench={bench} projectId={project.id} />
    </div>
  )
}
