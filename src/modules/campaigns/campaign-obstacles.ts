/** A red element: the campaign cannot start with it. */
export interface Obstacle {
  readonly element: 'dids' | 'queue';
  readonly light: 'red';
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
}

/** What keeps a campaign from starting; empty when nothing does. */
export function obstacles({ didIds, queueId }: { readonly didIds: readonly string[]; readonly queueId: string | null }): Obstacle[] {
  const found: Obstacle[] = [];
  if (didIds.length === 0) {
    const message = 'No number leads to this campaign.';
    found.push({ element: 'dids', light: 'red', code: 'no-did', message, remedy: 'Give it at least one free DID (didIds).' });
  }
  if (queueId === null) {
    const message = 'The campaign has no queue.';
    found.push({ element: 'queue', light: 'red', code: 'no-queue', message, remedy: 'Choose the queue that serves it (queueId).' });
  }
  return found;
}
