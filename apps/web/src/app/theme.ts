import { createTheme, type MantineColorsTuple } from '@mantine/core'

/** The one accent: the green-blue of deep water, dark enough at shade 8 for white text (WCAG AA). */
const harbour: MantineColorsTuple = [
  '#e8f4f7',
  '#d3e6eb',
  '#a6ccd6',
  '#76b1c1',
  '#509bae',
  '#388da3',
  '#2a869d',
  '#19738a',
  '#0b667b',
  '#00596d',
]

/** Mantine's dark greys, in the hue of our own surfaces. */
const dark: MantineColorsTuple = [
  '#e3e8eb',
  '#c4cdd2',
  '#9dabb4',
  '#76848d',
  '#4a565e',
  '#38434a',
  '#1f262b',
  '#161b1f',
  '#12171a',
  '#101417',
]

export const theme = createTheme({
  colors: { harbour, dark },
  primaryColor: 'harbour',
  primaryShade: 8,
  autoContrast: true,
  defaultRadius: 4,
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  fontFamilyMonospace: "ui-monospace, 'SF Mono', 'Cascadia Mono', 'DejaVu Sans Mono', Menlo, Consolas, monospace",
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  components: {
    Button: { defaultProps: { size: 'xs' } },
    InputWrapper: {
      vars: () => ({
        label: { '--input-label-size': '13px', '--input-asterisk-color': undefined },
        description: { '--input-description-size': '12px' },
        error: { '--input-error-size': '12px' },
      }),
    },
    TextInput: { defaultProps: { size: 'sm' } },
    PasswordInput: { defaultProps: { size: 'sm' } },
    NumberInput: { defaultProps: { size: 'sm' } },
    Textarea: { defaultProps: { size: 'sm' } },
    Checkbox: { defaultProps: { size: 'xs' } },
    Select: { defaultProps: { size: 'sm', comboboxProps: { transitionProps: { duration: 0 } } } },
  },
})
