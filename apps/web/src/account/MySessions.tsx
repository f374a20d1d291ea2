import { useQuery } from '@tanstack/react-query'
import classes from '../access/access.module.css'
import { useChange } from '../access/use-change.ts'
import { orpc } from '../api/client.ts'
import { failureOf } from '../api/failure.ts'
import { accountTexts } from '../texts/account-texts.ts'
import { exactTime } from '../texts/format.ts'
import { texts } from '../texts/texts.ts'
import { Button } from '../ui/Button.tsx'
import { Notice } from '../ui/Notice.tsx'
import { browserName } from './browser-name.ts'

const words = accountTexts

export function MySessions() {
  const { data, error } = useQuery(orpc.account.listMySessions.queryOptions({ input: {} }))
  const end = useChange(orpc.account.endMySession.mutationOptions())
  return (
    <section>
      <h2>{words.sessions}</h2>
      <p>{words.sessionsLead}</p>
      {error && <Notice tone="error">{failureOf(error).sentence}</Notice>}
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{words.browser}</th>
            <th scope="col">{words.from}</th>
            <th scope="col">{words.since}</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {data?.sessions.map(({ id, browser, from, since, current }) => {
            const name = browserName(browser) ?? words.unknownBrowser
            return (
              <tr key={id}>
                <th scope="row" data-tip={browser ?? undefined}>
                  {name}
                </th>
                <td className="figures">{from ?? texts.unknown}</td>
                <td className="figures">{exactTime(since)}</td>
                <td>
                  {current ? (
                    <span className={classes.quiet}>{words.current}</span>
                  ) : (
                    <Button
                      size="small"
                      aria-label={words.endOf(name, exactTime(since))}
                      busy={end.isPending && end.variables.id === id}
                      onClick={() => end.mutate({ id })}
                    >
                      {words.end}
                    </Button>
                  )}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </section>
  )
}
