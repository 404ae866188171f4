import { createTheme, type CSSVariablesResolver, type MantineColorsTuple, Textarea } from '@mantine/core'

/** The one accent: where you are, what is selected, what runs. */
const accent: MantineColorsTuple = [
  '#edf3ff',
  '#d6e3ff',
  '#adc6ff',
  '#86abff',
  '#6a95fb',
  '#4d7df2',
  '#2f63dd',
  '#2552bd',
  '#1f449c',
  '#19367b',
]
/** Neutral greys, from text to the deepest ground. */
const dark: MantineColorsTuple = [
  '#d6d6d6',
  '#b8b8b8',
  '#9a9a9a',
  '#6b6b6b',
  '#3d3d3d',
  '#303030',
  '#262626',
  '#1c1c1c',
  '#161616',
  '#0e0e0e',
]
const gray: MantineColorsTuple = [
  '#f7f7f7',
  '#f0f0f0',
  '#e6e6e6',
  '#dadada',
  '#c9c9c9',
  '#a8a8a8',
  '#7f7f7f',
  '#4a4a4a',
  '#333333',
  '#212121',
]

/** Where the browser lets a text field grow with its text; where not, its text is measured, which costs a layout for each field. */
const growsInCss = globalThis.CSS?.supports?.('field-sizing', 'content') ?? false

export const theme = createTheme({
  primaryColor: 'accent',
  primaryShade: { light: 6, dark: 6 },
  colors: { accent, dark, gray },
  black: '#1a1a1a',
  defaultRadius: 'sm',
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", "Cascadia Mono", "JetBrains Mono", "DejaVu Sans Mono", monospace',
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.25rem' },
  spacing: { xs: '0.5rem', sm: '0.75rem', md: '1rem', lg: '1.5rem', xl: '2rem' },
  radius: { xs: '2px', sm: '4px', md: '6px', lg: '8px', xl: '12px' },
  headings: { fontWeight: '600' },
  components: {
    Button: { defaultProps: { size: 'xs' } },
    TextInput: { defaultProps: { size: 'xs' } },
    PasswordInput: { defaultProps: { size: 'xs' } },
    NumberInput: { defaultProps: { size: 'xs' } },
    MultiSelect: { defaultProps: { size: 'xs' } },
    ColorInput: { defaultProps: { size: 'xs' } },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray' } },
    Tooltip: { defaultProps: { openDelay: 400, withArrow: false, fz: 'xs' } },
    Modal: { defaultProps: { centered: true, closeButtonProps: { 'aria-label': 'Close' }, transitionProps: { duration: 120 } } },
    Menu: { defaultProps: { shadow: 'md', withInitialFocusPlaceholder: false, transitionProps: { duration: 80 } } },
    Textarea: Textarea.extend({
      defaultProps: { size: 'xs', autosize: !growsInCss },
      classNames: { input: 'growing' },
      styles: (_, { minRows = 1, maxRows }) => ({ input: { '--min-rows': minRows, '--max-rows': maxRows } }),
    }),
    Select: { defaultProps: { size: 'xs', checkIconPosition: 'right', allowDeselect: false } },
  },
})

/** Names for grounds and lines that both themes fill; everything drawn by hand uses these. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: { '--rail': '52px', '--bar': '44px' },
  dark: {
    '--ground': '#161616',
    '--raised': '#1e1e1e',
    '--sunken': '#0f0f0f',
    '--hover': '#2a2a2a',
    '--line': '#303030',
    '--text': '#e2e2e2',
    '--faint': '#a0a0a0',
    '--accent-text': '#9dbbff',
    '--mantine-color-body': '#161616',
    '--mantine-color-text': '#e2e2e2',
    '--mantine-color-dimmed': '#a0a0a0',
    '--mantine-color-placeholder': '#8c8c8c',
    '--mantine-color-anchor': '#9dbbff',
    '--mantine-color-error': '#ff8787',
  },
  light: {
    '--ground': '#ffffff',
    '--raised': '#f7f7f7',
    '--sunken': '#ededed',
    '--hover': '#ececec',
    '--line': '#d9d9d9',
    '--text': '#1a1a1a',
    '--faint': '#5c5c5c',
    '--accent-text': '#2552bd',
    '--mantine-color-dimmed': '#5c5c5c',
    '--mantine-color-placeholder': '#6e6e6e',
    '--mantine-color-anchor': '#2552bd',
    '--mantine-color-error': '#c92a2a',
  },
})
