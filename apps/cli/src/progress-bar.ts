import type { WriteStream } from 'node:tty'

const width = 28

/** One line that says what is being done and how far it is: redrawn on a terminal, a line per step elsewhere. */
export function createProgressBar(out: WriteStream | NodeJS.WriteStream = process.stderr) {
  let lastStep = ''
  return {
    show(step: string, share: number, detail = '') {
      if (out.isTTY) {
        const filled = Math.round(share * width)
        const bar = '█'.repeat(filled) + '░'.repeat(width - filled)
        out.write(`\r\u001b[K${step.padEnd(18)} ${bar} ${String(Math.round(share * 100)).padStart(3)} % ${detail}`)
      } else if (step !== lastStep) out.write(`${step} …\n`)
      lastStep = step
    },
    done(text: string) {
      out.write(out.isTTY ? `\r\u001b[K${text}\n` : `${text}\n`)
      lastStep = ''
    },
  }
}
export type ProgressBar = ReturnType<typeof createProgressBar>
