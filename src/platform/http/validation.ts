import { ValidationPipe, type Type, type ValidationError } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';

import type { RefusalFault } from '../../core/kernel/refusal.js';
import { HttpProblem } from './problem.js';

const RULES = {
  whitelist: true,
  forbidNonWhitelisted: true,
  forbidUnknownValues: true,
  stopAtFirstError: true,
  validationError: { target: false, value: false },
} as const;

/** `value`, a part of a larger document, as a `Shape`. Refused like a body of its own, with every fault below `path`. */
export function checkedAs<T extends object>(Shape: Type<T>, value: unknown, path: string): T {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  const instance = plainToInstance(Shape, isObject ? value : {});
  const errors = isObject ? validateSync(instance, RULES) : [{ property: '', constraints: { unknownValue: '' } }];
  const faults = errors.flatMap((error) => faultsOf(error as ValidationError, path));
  if (faults.length > 0) throw new HttpProblem(400, 'bad-shape', detail(faults), faults);
  return instance;
}

/** Checks bodies and queries against their DTO: unknown properties are refused, and every fault is told at once with its JSON path. */
export function validationPipe(): ValidationPipe {
  return new ValidationPipe({
    ...RULES,
    transform: true,
    exceptionFactory: (errors) => {
      const faults = errors.flatMap((error) => faultsOf(error, ''));
      const unknownOnly = faults.length > 0 && faults.every(({ code }) => code === 'unknown-property');
      return new HttpProblem(400, unknownOnly ? 'unknown-property' : 'bad-shape', detail(faults), faults);
    },
  });
}

function detail(faults: readonly RefusalFault[]): string {
  const [first] = faults;
  if (first === undefined) return 'The body is not an object of the expected shape.';
  return faults.length === 1 ? first.message : `${faults.length} properties are not as expected; the first: ${first.message}`;
}

function faultsOf(error: ValidationError, parent: string): RefusalFault[] {
  const path = joined(parent, error.property);
  const own = Object.entries(error.constraints ?? {}).map(([constraint, message]) => fault(path, error.property, constraint, message));
  return [...own, ...(error.children ?? []).flatMap((child) => faultsOf(child, path))];
}

/** `a.b[0].c`: array positions come from the validator as property names. */
function joined(parent: string, property: string | undefined): string {
  if (property === undefined || property === '') return parent;
  if (/^\d+$/.test(property) && parent !== '') return `${parent}[${property}]`;
  return parent === '' ? property : `${parent}.${property}`;
}

function fault(path: string, property: string, constraint: string, message: string): RefusalFault {
  switch (constraint) {
    case 'whitelistValidation':
      return { path, code: 'unknown-property', message: `${path} is not a property that exists here.` };
    case 'unknownValue':
      return { path, code: 'bad-shape', message: 'An object was expected.' };
    case 'nestedValidation':
      return { path, code: 'object-expected', message: `${path} must be an object (or a list of objects, where a list is expected).` };
    default:
      // The validator's messages begin with the bare property: the path says where it is.
      return {
        path,
        code: kebab(constraint),
        message: message.replace(new RegExp(`^(each value in )?${escaped(property)}\\b`), `$1${path}`),
      };
  }
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`).replace(/^-/, '');
}
