import { Checkbox, type CheckboxProps } from '@mantine/core'
import { hardwareTexts as words } from '../texts/hardware-texts.ts'

/** Whether a running VM has it at once. */
export function NowBox(props: CheckboxProps) {
  return <Checkbox label={words.alsoNow} description={words.alsoNowHint} {...props} />
}
