/** Leaves a fifth of the picture's height at its foot to the player's controls. */
const placement = 'line:80%'

/** WebVTT for players: cues that do not say where they stand stand above the controls. */
export function raiseCues(webVtt: string): string {
  return webVtt.replaceAll(/^((?:\d+:)?\d\d:\d\d\.\d{3} --> (?:\d+:)?\d\d:\d\d\.\d{3})[ \t]*$/gm, `$1 ${placement}`)
}
