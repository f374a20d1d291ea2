import { ActionIcon, type ActionIconProps } from '@mantine/core'
import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react'

interface IconButtonProps
  extends ActionIconProps,
    Omit<ButtonHTMLAttributes<HTMLButtonElement>, keyof ActionIconProps> {
  /** Its name for those who hear it, its tip for those who see it. */
  label: string
  children: ReactNode
  ref?: Ref<HTMLButtonElement>
}

export function IconButton({ label, children, ...rest }: IconButtonProps) {
  return (
    <ActionIcon aria-label={label} data-tip={label} variant="subtle" color="gray" size={28} {...rest}>
      {children}
    </ActionIcon>
  )
}
