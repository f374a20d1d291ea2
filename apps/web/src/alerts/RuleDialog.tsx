import { Checkbox, NativeSelect, TextInput } from '@mantine/core'
import {
  type AlertFigure,
  type AlertRuleInfo,
  alertFigureNames,
  alertFigures,
  alertSeverities,
} from '@porthole/contract'
import { useChange } from '../access/use-change.ts'
import { client } from '../api/client.ts'
import { failureOf } from '../api/failure.ts'
import { fieldErrors } from '../api/field-errors.ts'
import { FormDialog } from '../forms/FormDialog.tsx'
import { alertTexts } from '../texts/en-alerts.ts'
import { focusFirstError } from '../ui/focus-first-error.ts'
import classes from './alerts.module.css'
import { RulePlace } from './RulePlace.tsx'
import { errorsOf, type RuleFields, toRule, useRuleForm } from './rule-form.ts'

const words = alertTexts.rules
const about = { vm: words.ofVms, host: words.ofHosts, pool: words.ofPools }
const figures = (['vm', 'host', 'pool'] as const).map(kind => ({
  group: about[kind],
  items: alertFigureNames
    .filter(name => alertFigures[name].about === kind)
    .map(value => ({ value, label: alertTexts.figures[value] })),
}))

/** A new rule, or one that is there. */
export function RuleDialog({ rule, onClose }: { rule: AlertRuleInfo | null; onClose(): void }) {
  const form = useRuleForm(rule)
  const save = useChange<unknown, RuleFields>(
    {
      mutationFn: values =>
        rule
          ? client.alerts.changeAlertRule({ id: rule.id, ...toRule(values) })
          : client.alerts.createAlertRule(toRule(values)),
    },
    {
      done: onClose,
      failed(error) {
        form.setErrors(errorsOf(fieldErrors(failureOf(error))))
        focusFirstError()
      },
    },
  )
  const { figure } = form.values
  const { unit, about: kind } = alertFigures[figure]
  return (
    <FormDialog title={rule ? words.change(rule.name) : words.create} form={form} save={save} onClose={onClose}>
      <TextInput label={words.name} autoFocus autoComplete="off" {...form.getInputProps('name')} />
      <NativeSelect
        label={words.figure}
        data={figures}
        {...form.getInputProps('figure')}
        onChange={event => {
          const chosen = event.currentTarget.value as AlertFigure
          form.setFieldValue('figure', chosen)
          if (alertFigures[chosen].about !== 'vm' && form.values.kind !== 'host')
            form.setFieldValue('kind', 'everything')
        }}
      />
      <RulePlace form={form} ofVms={kind === 'vm'} />
      {unit !== 'fact' && (
        <>
          <NativeSelect
            label={words.side}
            data={(['above', 'below'] as const).map(value => ({ value, label: words.sides[value] }))}
            {...form.getInputProps('side')}
          />
          <div className={classes.two}>
            <TextInput label={words.threshold[unit]} inputMode="decimal" {...form.getInputProps('threshold')} />
            <TextInput
              label={words.clearsAt[unit]}
              inputMode="decimal"
              description={words.clearsHint}
              inputWrapperOrder={['label', 'input', 'description', 'error']}
              {...form.getInputProps('clearsAt')}
            />
          </div>
        </>
      )}
      <div className={classes.two}>
        <TextInput
          label={words.minutes}
          inputMode="decimal"
          description={words.minutesHint}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          {...form.getInputProps('minutes')}
        />
        <NativeSelect
          label={words.severity}
          data={alertSeverities.map(value => ({ value, label: alertTexts.severities[value] }))}
          {...form.getInputProps('severity')}
        />
      </div>
      <Checkbox label={words.enabled} {...form.getInputProps('enabled', { type: 'checkbox' })} />
    </FormDialog>
  )
}
