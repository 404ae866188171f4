/** A setting is missing or wrong: the start ends with this one line. */
export class ConfigError extends Error {
  override name = 'ConfigError'
}
