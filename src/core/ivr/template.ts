/** One piece of a template: text as it is, or the name of a variable. */
type Piece = { readonly text: string } | { readonly variable: string };

/** A letter first, so that it reads as a name everywhere; `caller` and `did` are there from the start. */
export const VARIABLE_NAME = /^[a-z][A-Za-z0-9_]{0,31}$/;

/** Known in every scenario and never set by one. */
export const GIVEN_VARIABLES = ['caller', 'did'] as const;

const PIECE = /\{\{|\}\}|\{([^{}]*)\}|[{}]|[^{}]+/g;

/** The pieces of `"Order {order} of {{braces}}"`; null when a brace has no partner or holds no name. */
export function parseTemplate(template: string): readonly Piece[] | null {
  const pieces: Piece[] = [];
  for (const [piece, name] of template.matchAll(PIECE)) {
    if (piece === '{{' || piece === '}}') pieces.push({ text: piece.slice(1) });
    else if (name !== undefined && VARIABLE_NAME.test(name)) pieces.push({ variable: name });
    else if (piece.startsWith('{') || piece === '}') return null;
    else pieces.push({ text: piece });
  }
  return pieces;
}

export function variablesOf(template: string): readonly string[] {
  return (parseTemplate(template) ?? []).flatMap((piece) => ('variable' in piece ? [piece.variable] : []));
}

/** Whether something that differs from caller to caller is in what the template makes: all that is not the number that they dialled. */
export function tellsOfCaller(template: string): boolean {
  return variablesOf(template).some((name) => name !== 'did');
}

/** The text with every variable replaced by what `valueOf` knows; `escape` is applied to values only. */
export function fillTemplate(template: string, valueOf: (name: string) => string, escape = (value: string): string => value): string {
  return (parseTemplate(template) ?? []).map((piece) => ('text' in piece ? piece.text : escape(valueOf(piece.variable)))).join('');
}
