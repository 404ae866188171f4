/** One command of the command line. */
export type Command = { usage: string; run(args: string[], signal: AbortSignal): Promise<void> }
