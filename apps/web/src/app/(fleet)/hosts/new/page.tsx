import { NewHostPage } from '../../../../hosts/NewHostPage.tsx'

export default function Page() {
  return <NewHostPage />
}
