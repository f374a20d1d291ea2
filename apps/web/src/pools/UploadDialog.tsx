import { Input, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { contract, type Pool } from '@porthole/contract'
import { orpc } from '../api/client.ts'
import { formRules } from '../api/form-rules.ts'
import { sizeOfBytes } from '../texts/format.ts'
import { uploadTexts as words } from '../texts/upload-texts.ts'
import { sendFile } from './send-file.ts'
import classes from './storage.module.css'
import { useStorageAct } from './use-storage-act.ts'
import { MakingDialog, VolumeDialog } from './VolumeDialog.tsx'

const rules = formRules(contract.pools.uploadVolume)

interface Values {
  file: File | null
  name: string
}

/** A name that the pool takes, out of what the file is called here. */
const nameOf = (file: File) => file.name.replace(/^[^\p{L}\p{N}_]+|[/\p{C}]|\s+$/gu, '')

/** A file of the person's own machine as a new volume: an ISO image, or that of a disk. */
export function UploadDialog({ host, pool, onClose }: { host: string; pool: Pool; onClose(): void }) {
  const toInput = ({ file, name }: Values) => ({ host, pool: pool.name, name, size: file?.size ?? 0 })
  const form = useForm<Values>({
    validateInputOnBlur: ['name'],
    initialValues: { file: null, name: '' },
    validate: values => {
      const { size, ...errors } = rules(toInput(values))
      return { ...errors, ...(values.file === null ? { file: words.noFile } : size && { file: size }) }
    },
  })
  const upload = useStorageAct(orpc.pools.uploadVolume.mutationOptions(), {
    form: { setErrors: ({ size, ...errors }) => form.setErrors({ ...errors, ...(size && { file: size }) }) },
    done({ upload }) {
      const { file } = form.values
      if (file) sendFile(file, upload)
    },
  })
  const { file, name } = form.values
  const title = words.title(pool.name)
  if (upload.data) {
    return (
      <MakingDialog title={title} job={upload.data.job} name={name} onClose={onClose}>
        <p className={classes.quiet}>{words.keepOpen}</p>
      </MakingDialog>
    )
  }
  const choose = (chosen: File | null) => {
    form.setValues({
      file: chosen,
      ...(chosen && (name === '' || (file && name === nameOf(file))) && { name: nameOf(chosen) }),
    })
    form.clearErrors()
  }
  return (
    <VolumeDialog
      title={title}
      confirm={words.submit}
      form={form}
      act={upload}
      onSubmit={values => upload.mutate(toInput(values))}
      onClose={onClose}
    >
      <Input.Wrapper
        id="upload"
        label={words.file}
        description={file ? words.size(sizeOfBytes(file.size), sizeOfBytes(pool.available)) : words.hint}
        error={form.errors.file}
        inputWrapperOrder={['label', 'input', 'error', 'description']}
      >
        <input
          id="upload"
          type="file"
          className={classes.file}
          aria-invalid={form.errors.file ? true : undefined}
          onChange={event => choose(event.currentTarget.files?.[0] ?? null)}
        />
      </Input.Wrapper>
      <TextInput label={words.name} autoComplete="off" data-1p-ignore {...form.getInputProps('name')} />
    </VolumeDialog>
  )
}
