// Loaded before every test file: property tests draw the same cases in each run, so that a failure belongs to the change
// that is tested. PROPERTY_SEED=random draws new ones, and so do longer runs (FUZZ_RUNS); a failure prints its seed.
import fc from 'fast-check'

const seed = process.env.PROPERTY_SEED ?? (process.env.FUZZ_RUNS ? 'random' : '1895')
if (seed !== 'random') fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(seed) })
