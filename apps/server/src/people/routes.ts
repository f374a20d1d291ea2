import type { Routes } from '../routes.ts'
import { changePersonRole } from './change-person-role.ts'
import { createPerson } from './create-person.ts'
import { listPeople } from './list-people.ts'
import { removePerson } from './remove-person.ts'

export const peopleRoutes: Routes['people'] = { listPeople, createPerson, changePersonRole, removePerson }
