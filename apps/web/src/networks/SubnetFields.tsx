import { Checkbox, TextInput } from '@mantine/core'
import { hostAddress, readSubnet, wholeRange } from '@porthole/contract'
import { useState } from 'react'
import { networksTexts as words } from '../texts/networks-texts.ts'
import classes from './networks.module.css'
import type { Family, NewNetworkForm } from './new-network-form.ts'

/** One family's subnet. What DHCP gives out of it follows the subnet, until somebody says otherwise. */
export function SubnetFields({ form, family }: { form: NewNetworkForm; family: Family }) {
  const [ownRange, setOwnRange] = useState(false)
  const { on, subnet, dhcp } = form.values[family]
  const read = readSubnet(subnet)
  const isWhole = read?.family === family && read.named === read.first
  const field = (name: string) => {
    const props = form.getInputProps(`${family}.${name}`)
    return { autoComplete: 'off', 'data-1p-ignore': true, ...props }
  }
  const range = (name: 'start' | 'end') => {
    const props = field(`dhcp.${name}`)
    return {
      ...props,
      onChange(value: unknown) {
        setOwnRange(true)
        props.onChange(value)
      },
    }
  }
  return (
    <div className={classes.set}>
      <Checkbox
        label={words[family]}
        checked={on}
        error={form.errors[family]}
        onChange={event => form.setFieldValue(`${family}.on`, event.currentTarget.checked)}
      />
      {on && (
        <div className={classes.inner}>
          <TextInput
            label={words.subnet}
            description={isWhole ? words.subnetHint(hostAddress(read)) : ' '}
            inputWrapperOrder={['label', 'input', 'error', 'description']}
            {...field('subnet')}
            onChange={event => {
              const text = event.currentTarget.value.trim()
              const next = readSubnet(text)
              const fits = !ownRange && next?.family === family && next.named === next.first
              form.setFieldValue(family, {
                ...{ on, subnet: text },
                dhcp: { ...dhcp, ...(fits && wholeRange(next)) },
              })
            }}
          />
          <Checkbox
            label={words.dhcp}
            checked={dhcp.on}
            onChange={event => form.setFieldValue(`${family}.dhcp.on`, event.currentTarget.checked)}
          />
          {dhcp.on && (
            <div className={classes.pair}>
              <TextInput label={words.dhcpStart} {...range('start')} />
              <TextInput label={words.dhcpEnd} {...range('end')} />
            </div>
          )}
        </div>
      )}
    </div>
  )
}
