import type { ProjectTree } from '@storycanvas/api'
import { isHeading, splitHeading } from './screenplay.ts'

/** The whole story as one Fountain text, every scene in the words that it is stored in. */
export function wholeTextOf({ project, chapters }: ProjectTree): string {
  const isParted = chapters.length > 1
  const parts = chapters.flatMap(({ title, synopsis, scenes }) => [
    ...(isParted ? [`# ${title}`] : []),
    ...(isParted && synopsis.trim() !== '' ? [`= ${synopsis.trim().replaceAll(/\s+/g, ' ')}`] : []),
    ...scenes.flatMap(({ heading, number, text }) => {
      const head = `${isHeading(heading) ? '' : '.'}${heading}${number === null ? '' : ` #${number}#`}`
      const body = splitHeading(text, heading).body.trim()
      return body === '' ? [head] : [head, body]
    }),
  ])
  return `Title: ${project.name.replaceAll(/\s+/g, ' ')}\n\n${parts.join('\n\n')}\n`
}

/** `base` is the story that the text goes out from; `overruled` are headings under which others wrote in the same lines. */
export type Draft = { base: string; text: string; overruled?: string[] }

const place = (accountId: string, projectId: string) => `storycanvas.whole-text.${accountId}.${projectId}`

/** What was written in the whole text and not merged yet; kept in this browser, through a reload too. */
export const drafts = {
  read(accountId: string, projectId: string): Draft | null {
    try {
      return JSON.parse(localStorage.getItem(place(accountId, projectId)) ?? 'null') as Draft | null
    } catch {
      return null
    }
  },
  write: (accountId: string, projectId: string, draft: Draft) =>
    localStorage.setItem(place(accountId, projectId), JSON.stringify(draft)),
  clear: (accountId: string, projectId: string) => localStorage.removeItem(place(accountId, projectId)),
}
