import type { DialogueLine, Panel } from '../story.ts'
import { describeShot } from './describe.ts'
import { actionDurationMs, speechDurationMs } from './pace.ts'
import { imagePrompt, type PromptContext, videoPrompt } from './prompts.ts'
import type { Shot } from './shot.ts'

/** Writes a shot down as a panel. */
export function panelOf(shot: Shot, context: PromptContext): Panel {
  const description = describeShot(shot)
  const speeches = shot.moments.filter(moment => moment.kind === 'speech')
  const dialogue = speeches.map(({ character, text, parenthetical }): DialogueLine => ({ character, text, parenthetical }))
  const manner = { areAtOnce: speeches.some(each => each.isDual), business: speeches.map(each => each.business ?? '').join(' ') }
  return {
    description,
    dialogue,
    shotSize: shot.shotSize,
    framing: shot.framing,
    angle: shot.angle,
    cameraMove: shot.cameraMove,
    characters: shot.characters,
    subject: shot.subject,
    imagePrompt: imagePrompt(shot, description, context),
    videoPrompt: videoPrompt(shot, description),
    durationMs: dialogue.length > 0 ? speechDurationMs(dialogue, manner) : silentDurationMs(shot),
    line: shot.moments[0]!.line,
  }
}

function silentDurationMs(shot: Shot): number {
  const text = shot.moments.map(moment => moment.text).join(' ')
  if (shot.moments[0]!.kind === 'silence') return actionDurationMs(text, 'silence')
  const kind = shot.framing === 'establishing' || shot.framing === 'insert' ? shot.framing : 'action'
  return actionDurationMs(text, kind)
}
