import sanitizeHtml from 'sanitize-html';

const DEEPEST = 20;

/** Formatting and tables; nothing that runs, loads, looks like something else, or reaches outside the text. */
const OPTIONS: sanitizeHtml.IOptions = {
  allowedTags: [
    ...['p', 'br', 'hr', 'div', 'span', 'blockquote', 'pre', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6'],
    ...['b', 'strong', 'i', 'em', 'u', 's', 'small', 'sub', 'sup', 'mark', 'code'],
    ...['ul', 'ol', 'li', 'dl', 'dt', 'dd', 'a'],
    ...['table', 'caption', 'thead', 'tbody', 'tfoot', 'tr', 'th', 'td'],
  ],
  allowedAttributes: { a: ['href', 'rel', 'target'], td: ['colspan', 'rowspan'], th: ['colspan', 'rowspan'] },
  allowedSchemes: ['https', 'http', 'mailto', 'tel'],
  allowProtocolRelative: false,
  disallowedTagsMode: 'discard',
  // Their text is no text.
  nonTextTags: ['script', 'style', 'textarea', 'option', 'noscript', 'iframe', 'object', 'embed', 'svg', 'math', 'template', 'title'],
  nestingLimit: DEEPEST,
  transformTags: {
    // A page behind a link learns nothing of the one it was opened from.
    a: sanitizeHtml.simpleTransform('a', { rel: 'noopener noreferrer', target: '_blank' }, true),
  },
};

const MOST_PASSES = 5;

/**
 * What of HTML from strangers may be shown to an agent: formatting, lists, tables and links. What it answers is kept whole when it is given
 * again: a paragraph inside a paragraph, say, is first closed properly and then taken apart.
 */
export function plainHtml(html: string): string {
  let kept = html;
  for (let pass = 0; pass < MOST_PASSES; pass++) {
    const next = sanitizeHtml(kept, OPTIONS).trim();
    if (next === kept) return kept;
    kept = next;
  }
  return kept;
}
