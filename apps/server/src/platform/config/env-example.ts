import { settings } from './settings.ts'

/** The text of `.env.example`: every setting with its meaning and default. */
export function envExample(): string {
  const entries = Object.entries(settings).map(([name, { says, fallback }]) => `# ${says}\n${name}=${fallback}\n`)
  return ['# Copy to .env and change what you need; every line shows its default.\n', ...entries].join('\n')
}
