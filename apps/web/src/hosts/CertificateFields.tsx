import { Textarea } from '@mantine/core'
import { useRef } from 'react'
import { newHostTexts } from '../texts/new-host-texts.ts'
import { Button } from '../ui/Button.tsx'
import classes from './new-host.module.css'

const words = newHostTexts
const parts = [
  ['ca', words.ca, true],
  ['cert', words.cert, false],
  ['key', words.certKey, false],
] as const

export type CertificatePart = (typeof parts)[number][0]

interface FieldProps {
  readonly value?: string
  readonly error?: unknown
  onChange(value: unknown): void
}

/** The three PEM files of TLS, pasted or taken from files. */
export function CertificateFields({ field }: { field(part: CertificatePart): FieldProps }) {
  return parts.map(([part, label, needed]) => <PemField key={part} label={label} needed={needed} {...field(part)} />)
}

interface PemFieldProps extends FieldProps {
  label: string
  needed: boolean
}

function PemField({ label, needed, error, onChange, ...props }: PemFieldProps) {
  const file = useRef<HTMLInputElement>(null)
  return (
    <div className={classes.line}>
      <Textarea
        label={needed ? label : `${label} (${words.optional})`}
        placeholder="-----BEGIN …"
        rows={3}
        spellCheck={false}
        className={`${classes.pem} ${classes.said}`}
        style={{ flex: 1 }}
        error={error as string | undefined}
        onChange={onChange}
        {...props}
      />
      <input
        ref={file}
        type="file"
        hidden
        accept=".pem,.crt,.cer,.key"
        onChange={async ({ currentTarget }) => {
          const chosen = currentTarget.files?.[0]
          if (chosen) onChange(await chosen.text())
          currentTarget.value = ''
        }}
      />
      <Button size="small" aria-label={`${words.file}: ${label}`} onClick={() => file.current?.click()}>
        {words.file}
      </Button>
    </div>
  )
}
