import type { Rest } from './rest.js';

/**
 * Reads a stream of server-sent events until told to stop; `heard` gets each event's JSON. Resolves when the stream is open. `broken` is told
 * when it ends or breaks by itself; without it, a stream that breaks ends the program.
 */
export async function serverSentEvents(
  rest: Rest,
  path: string,
  heard: (event: Record<string, unknown>) => void,
  { lastEventId, broken }: { readonly lastEventId?: string; readonly broken?: () => void } = {},
): Promise<() => void> {
  const aborter = new AbortController();
  const response = await rest.open(path, aborter.signal, lastEventId === undefined ? {} : { 'last-event-id': lastEventId });
  if (response.status !== 200 || response.body === null) throw new Error(`${path} answered ${String(response.status)}`);
  const { body } = response;
  void (async () => {
    let text = '';
    try {
      for await (const chunk of body.pipeThrough(new TextDecoderStream())) {
        text += chunk;
        for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
          const lines = text.slice(0, end).split('\n');
          text = text.slice(end + 2);
          const json = lines.filter((line) => line.startsWith('data:')).map((line) => line.slice(5).trim());
          if (json.length > 0) heard(JSON.parse(json.join('\n')) as Record<string, unknown>);
        }
      }
    } catch (fault) {
      if (!aborter.signal.aborted && broken === undefined) throw fault;
    }
    if (!aborter.signal.aborted) broken?.();
  })();
  return () => {
    aborter.abort();
  };
}
