import type { ProjectTree } from '@storycanvas/api'
import { type DragEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react'
import type { ProjectEditor } from '../../api/editing.ts'
import { chapterStep, sceneStep, type TreeChapter } from '../../api/tree.ts'
import { dropPlace, type Side, sideDown } from '../../fields/dropPlace.ts'

type Thing = { kind: 'chapter' | 'scene'; id: string }

/** Of the element that can be held to move a chapter or scene. */
export const handleId = ({ kind, id }: Thing) => `outline-${kind}-${id}`

/** Chapters and scenes of the outline are moved by dragging them, or with Alt and the arrows. */
export function useArranging(tree: ProjectTree, edit: ProjectEditor) {
  const [dragged, setDragged] = useState<Thing | null>(null)
  const [over, setOver] = useState<{ id: string; side: Side } | null>(null)
  const held = useRef<string | null>(null)
  // What moves to another place in the page loses the keyboard.
  useEffect(() => {
    if (held.current && document.activeElement === document.body) document.getElementById(held.current)?.focus()
  })

  function step(thing: Thing, direction: -1 | 1) {
    held.current = handleId(thing)
    const moving =
      thing.kind === 'chapter'
        ? edit.moveChapter(thing.id, now => chapterStep(now, thing.id, direction))
        : edit.moveScene(thing.id, now => sceneStep(now, thing.id, direction))
    void moving.finally(() => {
      held.current = null
    })
  }
  function end() {
    setDragged(null)
    setOver(null)
  }
  const hover = (id: string, event: DragEvent<HTMLElement>) => {
    event.preventDefault()
    event.stopPropagation()
    const side = sideDown(event)
    setOver(old => (old?.id === id && old.side === side ? old : { id, side }))
  }

  return {
    /** On which side of a chapter or scene what is dragged would come to stand. */
    sideOf: (id: string) => (over?.id === id ? over.side : undefined),
    handle: (thing: Thing) => ({
      id: handleId(thing),
      draggable: true,
      onDragStart(event: DragEvent<HTMLElement>) {
        event.dataTransfer.effectAllowed = 'move'
        event.dataTransfer.setData('text/plain', thing.id)
        setDragged(thing)
      },
      onDragEnd: end,
      onKeyDown(event: KeyboardEvent) {
        if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return
        event.preventDefault()
        step(thing, event.key === 'ArrowUp' ? -1 : 1)
      },
    }),
    /** A chapter takes chapters beside it; a scene let go anywhere else in it becomes its first or last. */
    chapterTarget: (chapter: TreeChapter) => ({
      onDragOver: (event: DragEvent<HTMLElement>) => dragged && hover(chapter.id, event),
      onDrop(event: DragEvent<HTMLElement>) {
        if (!dragged) return
        const side = sideDown(event)
        if (dragged.kind === 'chapter') {
          const place = dropPlace(tree.project.id, tree.chapters, chapter.id, side, new Set([dragged.id]))
          if (place) void edit.moveChapter(dragged.id, place)
        } else {
          const others = chapter.scenes.filter(({ id }) => id !== dragged.id)
          const after = side === 'before' ? null : (others.at(-1)?.id ?? null)
          void edit.moveScene(dragged.id, { parentId: chapter.id, after })
        }
        end()
      },
    }),
    sceneTarget: (chapter: TreeChapter, sceneId: string) => ({
      onDragOver: (event: DragEvent<HTMLElement>) => dragged?.kind === 'scene' && hover(sceneId, event),
      onDrop(event: DragEvent<HTMLElement>) {
        if (dragged?.kind !== 'scene') return
        event.stopPropagation()
        const place = dropPlace(chapter.id, chapter.scenes, sceneId, sideDown(event), new Set([dragged.id]))
        if (place) void edit.moveScene(dragged.id, place)
        end()
      },
    }),
  }
}
