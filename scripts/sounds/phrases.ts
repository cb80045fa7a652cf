export type PromptLanguage = 'fr' | 'en';

const MINUTES = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 15, 20, 25, 30, 40, 50] as const;
const LESS_THAN = [5, 10, 15, 20, 30] as const;
const BETWEEN = ['2-5', '5-10', '2-10', '5-15', '10-20', '5-20', '15-30', '10-30', '20-40', '30-60'] as const;
const POSITIONS = Array.from({ length: 20 }, (_, index) => index + 1);

const NUMBERS = Array.from({ length: 90 }, (_, index) => index + 10);
const HUNDREDS: Record<PromptLanguage, readonly string[]> = {
  fr: ['cent', 'deux cent', 'trois cent', 'quatre cent', 'cinq cent', 'six cent', 'sept cent', 'huit cent', 'neuf cent'],
  en: ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'],
};

/** Every sentence Guichet can say by itself, by the name under which it is played (`sound:guichet/<name>`). Digits and numbers are the only fragments. */
export const PHRASES: Record<PromptLanguage, Record<string, string>> = { fr: french(), en: english() };

function french(): Record<string, string> {
  const wait = 'Votre temps d’attente est estimé à';
  return {
    welcome: 'Bonjour, et bienvenue. Nous allons vous mettre en relation avec un conseiller.',
    closed: 'Bonjour. Nos bureaux sont actuellement fermés. Nous vous invitons à renouveler votre appel pendant nos heures d’ouverture. Merci, et à bientôt.',
    apology: 'Nous rencontrons actuellement un incident technique, et nous ne pouvons pas prendre votre appel. Veuillez nous en excuser, et rappeler un peu plus tard.',
    deterrent: 'Tous nos conseillers sont en ligne, et le temps d’attente est trop long pour vous faire patienter. Nous vous invitons à rappeler un peu plus tard. Merci de votre compréhension.',
    'ewt-less-than-a-minute': `${wait} moins d’une minute.`,
    ...forEach(MINUTES, (n) => [`ewt-about-${String(n)}-minutes`, `${wait} environ ${n === 1 ? 'une minute' : `${String(n)} minutes`}.`]),
    'ewt-about-an-hour': `${wait} environ une heure.`,
    'ewt-more-than-an-hour': `${wait} plus d’une heure.`,
    ...forEach(LESS_THAN, (n) => [`ewt-less-than-${String(n)}-minutes`, `${wait} moins de ${String(n)} minutes.`]),
    ...ranges((from, to) => `Votre temps d’attente est estimé entre ${from} et ${to} minutes.`),
    ...forEach(POSITIONS, (n) => [
      `position-${String(n)}`,
      n === 1 ? 'Vous êtes la prochaine personne dans la file d’attente.' : `Vous êtes en position ${String(n)} dans la file d’attente.`,
    ]),
    'position-more-than-20': 'Plus de vingt personnes attendent avant vous.',
    'menu-overflow': 'Si vous ne souhaitez plus attendre, tapez 1.',
    'voicemail-greeting': 'Laissez votre message après le signal sonore. Quand vous aurez terminé, raccrochez, ou appuyez sur la touche dièse.',
    'voicemail-goodbye': 'Votre message est enregistré. Nous vous rappellerons dans les meilleurs délais. Merci, et au revoir.',
    'callback-offer': 'Pour être rappelé au numéro depuis lequel vous appelez, tapez 1. Pour être rappelé à un autre numéro, tapez 2.',
    'callback-enter-number': 'Composez le numéro auquel vous souhaitez être rappelé, puis appuyez sur la touche dièse.',
    'callback-read-back-intro': 'Vous avez composé le :',
    'callback-confirm': 'Pour confirmer ce numéro, tapez 1. Pour le corriger, tapez 2.',
    'callback-accepted': 'Votre demande est enregistrée. Un conseiller vous rappellera dès que possible. Merci, et au revoir.',
    'callback-invalid': 'Ce numéro ne semble pas valide.',
    'callback-known': 'Votre demande de rappel est déjà enregistrée. Un conseiller vous rappellera dès que possible. Merci, et au revoir.',
    'callback-back-in-line': 'Nous n’avons pas pu enregistrer votre demande de rappel. Vous gardez votre place dans la file d’attente.',
    'callback-greeting': 'Bonjour, nous vous rappelons. Veuillez patienter un instant, nous vous mettons en relation avec un conseiller.',
    'reroute-back-in-line': 'Votre correspondant n’est pas disponible. Vous gardez votre place dans la file d’attente.',
    ...forEach([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], (n) => [`digit-${String(n)}`, `${String(n)}.`]),
    ...forEach(NUMBERS, (n) => [`number-${String(n)}`, `${String(n)}.`]),
    ...hundreds('fr', (words) => [words === 'cent' ? 'cent.' : `${words}s.`, `${words},`]),
    'number-1000': 'Mille.',
    'number-thousand': 'mille,',
    'whisper-incoming': 'Appel entrant.',
    'consent-recording': 'Cet appel peut être enregistré, afin d’améliorer la qualité de notre service.',
    goodbye: 'Merci de votre appel. Au revoir.',
  };
}

function english(): Record<string, string> {
  const wait = 'Your estimated waiting time is';
  return {
    welcome: 'Hello, and welcome. We are about to put you through to an advisor.',
    closed: 'Hello. Our offices are closed at the moment. Please call again during our opening hours. Thank you, and goodbye.',
    apology: 'We are having a technical problem, and cannot take your call at the moment. We apologise, and ask you to call again a little later.',
    deterrent: 'All our advisors are busy, and the wait is too long to keep you on the line. Please call again a little later. Thank you for your understanding.',
    'ewt-less-than-a-minute': `${wait} less than one minute.`,
    ...forEach(MINUTES, (n) => [`ewt-about-${String(n)}-minutes`, `${wait} about ${n === 1 ? 'one minute' : `${String(n)} minutes`}.`]),
    'ewt-about-an-hour': `${wait} about one hour.`,
    'ewt-more-than-an-hour': `${wait} more than one hour.`,
    ...forEach(LESS_THAN, (n) => [`ewt-less-than-${String(n)}-minutes`, `${wait} less than ${String(n)} minutes.`]),
    ...ranges((from, to) => `${wait} between ${from} and ${to} minutes.`),
    ...forEach(POSITIONS, (n) => [
      `position-${String(n)}`,
      n === 1 ? 'You are the next person in the queue.' : `You are number ${String(n)} in the queue.`,
    ]),
    'position-more-than-20': 'There are more than twenty people waiting before you.',
    'menu-overflow': 'If you would rather not wait, press 1.',
    'voicemail-greeting': 'Please leave your message after the tone. When you have finished, hang up, or press the hash key.',
    'voicemail-goodbye': 'Your message has been recorded. We will call you back as soon as we can. Thank you, and goodbye.',
    'callback-offer': 'To be called back on the number you are calling from, press 1. To be called back on another number, press 2.',
    'callback-enter-number': 'Please enter the number on which you would like to be called back, followed by the hash key.',
    'callback-read-back-intro': 'You have entered:',
    'callback-confirm': 'To confirm this number, press 1. To correct it, press 2.',
    'callback-accepted': 'Your request has been recorded. An advisor will call you back as soon as possible. Thank you, and goodbye.',
    'callback-invalid': 'This does not seem to be a valid number.',
    'callback-known': 'Your request to be called back has already been recorded. An advisor will call you as soon as possible. Thank you, and goodbye.',
    'callback-back-in-line': 'We could not record your request to be called back. You keep your place in the queue.',
    'callback-greeting': 'Hello, we are returning your call. Please hold for a moment while we put you through to an advisor.',
    'reroute-back-in-line': 'The person you are calling is not available. You keep your place in the queue.',
    ...forEach([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], (n) => [`digit-${String(n)}`, `${String(n)}.`]),
    ...forEach(NUMBERS, (n) => [`number-${String(n)}`, `${String(n)}.`]),
    ...hundreds('en', (words) => [`${words} hundred.`, `${words} hundred and,`]),
    'number-1000': 'One thousand.',
    'number-thousand': 'thousand,',
    'whisper-incoming': 'Incoming call.',
    'consent-recording': 'This call may be recorded, to help us improve our service.',
    goodbye: 'Thank you for calling. Goodbye.',
  };
}

function forEach(numbers: readonly number[], phrase: (n: number) => [string, string]): Record<string, string> {
  return Object.fromEntries(numbers.map(phrase));
}

function ranges(phrase: (from: string, to: string) => string): Record<string, string> {
  return Object.fromEntries(
    BETWEEN.map((range) => {
      const [from = '', to = ''] = range.split('-');
      return [`ewt-between-${from}-and-${to}-minutes`, phrase(from, to)];
    }),
  );
}

/** Each hundred twice: alone, and with more to come. */
function hundreds(language: PromptLanguage, phrases: (words: string) => [string, string]): Record<string, string> {
  return Object.fromEntries(
    HUNDREDS[language].flatMap((words, index) => {
      const [alone, followed] = phrases(words);
      const name = `number-${String((index + 1) * 100)}`;
      return [
        [name, alone],
        [`${name}-and`, followed],
      ];
    }),
  );
}
