import type { Frames, Rate } from '@storycanvas/timeline'

/** Words on the picture, in frames from the start of a segment. */
export type Words = {
  readonly style: 'caption' | 'slate' | 'watermark'
  readonly start: Frames
  readonly end: Frames
  readonly text: string
}

export type CaptionFont = {
  /** Family name. libass takes other fonts of the machine for characters that it lacks. */
  readonly family: string
  /** Directory with fonts of ours, or null to use only the machine's. */
  readonly directory: string | null
}

/** The words as an Advanced SubStation Alpha script for libass, drawn on a canvas of the given size. */
export function captionScript(
  words: readonly Words[],
  canvas: { readonly width: number; readonly height: number },
  rate: Rate,
  font: CaptionFont,
): string {
  const unit = Math.min(canvas.height, canvas.width * 0.75) / 100
  const size = (share: number): string => (unit * share).toFixed(1)
  const family = font.family.replace(/[^\p{L}\p{N} -]/gu, '')
  const style = (name: string, height: number, colour: string, alignment: number, margin: number): string =>
    `Style: ${name},${family},${size(height)},${colour},${colour},&H00000000,&H80000000,0,0,0,0,100,100,0,0,1,${size(0.35)},${size(0.15)},${alignment},${size(8)},${size(8)},${size(margin)},1`
  return [
    '[Script Info]',
    'ScriptType: v4.00+',
    `PlayResX: ${canvas.width}`,
    `PlayResY: ${canvas.height}`,
    'WrapStyle: 0',
    'ScaledBorderAndShadow: yes',
    'YCbCr Matrix: TV.709',
    '[V4+ Styles]',
    'Format: Name,Fontname,Fontsize,PrimaryColour,SecondaryColour,OutlineColour,BackColour,Bold,Italic,Underline,StrikeOut,ScaleX,ScaleY,Spacing,Angle,BorderStyle,Outline,Shadow,Alignment,MarginL,MarginR,MarginV,Encoding',
    style('caption', 5.5, '&H00FFFFFF', 2, 5),
    style('slate', 6.5, '&H00FFFFFF', 5, 8),
    style('watermark', 3, '&H80FFFFFF', 9, 3),
    '[Events]',
    'Format: Layer,Start,End,Style,Name,MarginL,MarginR,MarginV,Effect,Text',
    ...words.map(
      one => `Dialogue: 0,${instant(one.start, rate)},${instant(one.end, rate)},${one.style},,0,0,0,,${plain(one.text)}`,
    ),
    '',
  ].join('\n')
}

/** Half a frame early: the script's clock ticks in centiseconds, and a rounded time must not fall behind its frame. */
function instant(frame: Frames, rate: Rate): string {
  const hundredths = Math.max(0, Math.round(((frame - 0.5) * rate.den * 100) / rate.num))
  const two = (value: number): string => String(value).padStart(2, '0')
  const seconds = Math.floor(hundredths / 100)
  return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}.${two(hundredths % 100)}`
}

/** Text that libass shows as it is: no override block, no escape, one line per line. */
function plain(text: string): string {
  return (
    text
      .normalize('NFC')
      .replace(/\r\n?/g, '\n')
      .replace(/[\u0000-\u0009\u000b-\u001f\u007f]/g, ' ')
      // A word joiner after a backslash keeps it from beginning \N, \h or an escaped brace.
      .replaceAll('\\', '\\\u2060')
      .replaceAll('{', '\\{')
      .replaceAll('}', '\\}')
      .replaceAll('\n', '\\N')
  )
}
