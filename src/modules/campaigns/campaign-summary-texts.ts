export const ELEMENTS = [
  'dids',
  'queue',
  'agents',
  'skills',
  'welcome',
  'ewt',
  'hold',
  'whisper',
  'menu',
  'opening',
  'overflow',
  'voicemail',
  'callback',
  'ivr',
  'recording',
  'dispositions',
  'pbx',
] as const;

export type SummaryElement = (typeof ELEMENTS)[number];
export type Light = 'green' | 'orange' | 'red';
export type SummaryLanguage = 'fr' | 'en';

/** A sentence, and what to do; `{name}` stands for what the finding knows. Green needs nothing done. */
type Words = readonly [message: string, remedy?: string];

export interface SummaryText {
  readonly light: Light;
  readonly fr: Words;
  readonly en: Words;
}

const red = (fr: Words, en: Words): SummaryText => ({ light: 'red', fr, en });
const orange = (fr: Words, en: Words): SummaryText => ({ light: 'orange', fr, en });
const green = (fr: string, en: string): SummaryText => ({ light: 'green', fr: [fr], en: [en] });

/** Every code that a summary can say, stable once released, with its light and its words. docs/summary.md lists them. */
export const SUMMARY_TEXTS = {
  'no-did': red(
    ['Aucun numéro ne mène à cette campagne.', 'Donnez-lui au moins une SDA libre (didIds).'],
    ['No number leads to this campaign.', 'Give it at least one free DID (didIds).'],
  ),
  'dids-set': green('Numéros de la campagne : {count}.', 'Numbers of the campaign: {count}.'),

  'no-queue': red(
    ['La campagne n’a pas de file d’attente.', 'Choisissez la file qui la sert (queueId).'],
    ['The campaign has no queue.', 'Choose the queue that serves it (queueId).'],
  ),
  'queue-set': green('Les appels vont à la file {queue}.', 'Calls go to the queue {queue}.'),

  'agents-without-queue': orange(
    ['Sans file, personne ne prend les appels.', 'Choisissez d’abord une file (queueId).'],
    ['Without a queue nobody takes the calls.', 'Choose a queue first (queueId).'],
  ),
  'no-agent-in-queue': orange(
    ['La file {queue} n’a aucun agent.', 'Ajoutez des agents à la file.'],
    ['The queue {queue} has no agent.', 'Add agents to the queue.'],
  ),
  'nobody-signed-in': orange(
    ['Aucun des {count} agents de la file n’est connecté.', 'Demandez aux agents de se connecter.'],
    ['None of the {count} agents of the queue is signed in.', 'Ask the agents to sign in.'],
  ),
  'everybody-paused': orange(
    ['Tous les agents connectés ({count}) sont en pause.', 'Demandez aux agents de reprendre.'],
    ['All agents who are signed in ({count}) are paused.', 'Ask the agents to resume.'],
  ),
  'no-phone-reachable': orange(
    ['Aucun téléphone des agents connectés n’est joignable.', 'Vérifiez que les téléphones sont allumés et enregistrés.'],
    ['No phone of the agents who are signed in can be reached.', 'Check that the phones are on and registered.'],
  ),
  'agents-ready': green('Agents connectés : {count} sur {total}.', 'Agents signed in: {count} of {total}.'),

  'skill-nobody-has': orange(
    ['Aucun agent de la file n’a la compétence {skill} au niveau {level}.', 'Donnez-la à un agent ou abaissez l’exigence ({path}).'],
    ['No agent of the queue has the skill {skill} at level {level}.', 'Give it to an agent or lower what is required ({path}).'],
  ),
  'skill-nobody-signed-in': orange(
    ['Aucun agent connecté n’a la compétence {skill} au niveau {level}.', 'Demandez à un agent qui l’a de se connecter.'],
    ['No agent who is signed in has the skill {skill} at level {level}.', 'Ask an agent who has it to sign in.'],
  ),
  'skills-nobody-has-all': orange(
    ['Aucun agent de la file n’a toutes les compétences exigées.', 'Donnez-les toutes à un agent, ou exigez-en moins (skills).'],
    ['No agent of the queue has all the skills required.', 'Give one agent all of them, or require fewer (skills).'],
  ),
  'no-skill-required': green('Aucune compétence exigée.', 'No skill is required.'),
  'skills-covered': green('Des agents ont les compétences exigées.', 'There are agents with the skills required.'),

  'audio-missing': orange(
    ['Le son {audio} a disparu ; le message fourni, ou rien, le remplace.', 'Choisissez un autre son ({path}).'],
    ['The sound {audio} has vanished; the built-in prompt, or nothing, takes its place.', 'Choose another sound ({path}).'],
  ),
  'welcome-long': orange(
    ['L’accueil dure {seconds} s avant décroché : des opérateurs coupent.', 'Raccourcissez-le, ou décrochez avant (messages).'],
    ['The welcome lasts {seconds} s before the answer: carriers cut that off.', 'Shorten it, or answer first (messages).'],
  ),
  'no-welcome': green('Pas de message d’accueil.', 'There is no welcome.'),
  'welcome-set': green('Le message d’accueil est en place.', 'The welcome is set.'),

  'ewt-lead-in-unused': orange(
    ['Un son d’attente prévisible est choisi, mais l’annonce est coupée.', 'Activez announceEwt, ou retirez le son (messages.ewtAudioId).'],
    ['A sound leads in the estimated wait, which is not announced.', 'Turn announceEwt on, or take the sound out (messages.ewtAudioId).'],
  ),
  'ewt-off': green('L’attente prévisible n’est pas annoncée.', 'The estimated wait is not announced.'),
  'ewt-on': green('L’attente prévisible est annoncée.', 'The estimated wait is announced.'),

  'hold-music': green('Musique pendant l’attente.', 'Music while waiting.'),
  'hold-set': green('Un son passe pendant l’attente.', 'A sound is played while waiting.'),

  'no-whisper': green('Pas d’annonce d’appel à l’agent.', 'No whisper to the agent.'),
  'whisper-set': green('L’annonce d’appel est en place.', 'The whisper is set.'),

  'menu-hangs-up': orange(
    ['La touche 1 mène au message de dissuasion, puis raccroche.', 'Choisissez une autre stratégie (overflow.perCriterion.menu).'],
    ['Key 1 leads to the deterrent message, and hangs up.', 'Choose another strategy (overflow.perCriterion.menu).'],
  ),
  'menu-fills-loop': orange(
    ['Le menu ({seconds} s) remplit toute la boucle ({loop} s).', 'Raccourcissez-le, ou allongez messages.loopSeconds.'],
    ['The menu ({seconds} s) fills the whole loop ({loop} s).', 'Shorten it, or lengthen messages.loopSeconds.'],
  ),
  'no-menu': green('Pas de menu pendant l’attente.', 'No menu while waiting.'),
  'menu-set': green('Le menu est en place.', 'The menu is set.'),

  'scenario-missing': red(
    ['Le scénario SVI {scenario} n’existe plus.', 'Choisissez-en un autre ({path}).'],
    ['The IVR scenario {scenario} is no more.', 'Choose another ({path}).'],
  ),
  'scenario-invalid': red(
    ['Le scénario SVI {scenario} est incorrect : {fault}', 'Corrigez-le, ou choisissez-en un autre ({path}).'],
    ['The IVR scenario {scenario} is not valid: {fault}', 'Correct it, or choose another ({path}).'],
  ),
  'texts-need-synthesiser': orange(
    ['Le scénario SVI {scenario} dit des textes, sans synthèse vocale.', 'Installez pico2wave ou espeak-ng, ou enregistrez-les ({path}).'],
    [
      'The IVR scenario {scenario} has texts, and there is no synthesiser.',
      'Install pico2wave or espeak-ng, or record the texts ({path}).',
    ],
  ),
  'text-not-spoken': orange(
    ['Un texte du scénario SVI {scenario} n’a pas pu être dit à temps.', 'Voyez le journal ; raccourcissez-le ou enregistrez-le ({path}).'],
    ['A text of the IVR scenario {scenario} could not be spoken in time.', 'See the log; shorten the text or record it ({path}).'],
  ),
  'no-scenario': green('Pas de scénario SVI.', 'No IVR scenario.'),
  'scenarios-set': green('Les scénarios SVI sont en place.', 'The IVR scenarios are set.'),

  'schedule-missing': red(
    ['L’horaire ou le groupe de jours fériés {schedule} n’existe plus.', 'Choisissez-en un autre ({path}).'],
    ['The work schedule or holiday group {schedule} is no more.', 'Choose another ({path}).'],
  ),
  'reroute-without-number': red(
    ['Un renvoi n’a pas de numéro.', 'Donnez le numéro ({path}).'],
    ['A reroute has no number.', 'Give the number ({path}).'],
  ),
  'reroute-not-allowed': orange(
    ['Le renvoi vers {number} serait refusé par la politique d’appel.', 'Autorisez ce numéro (/dial-policy), ou changez-le ({path}).'],
    ['The reroute to {number} would be refused by the dial policy.', 'Allow that number (/dial-policy), or change it ({path}).'],
  ),
  'reroute-to-itself': orange(
    ['Le renvoi vers {number} revient à cette campagne.', 'Donnez un numéro qui mène ailleurs ({path}).'],
    ['The reroute to {number} comes back to this campaign.', 'Give a number that leads elsewhere ({path}).'],
  ),
  'no-trunk': orange(
    ['Aucun opérateur pour les appels sortants : « {use} » échouera.', 'Réglez PBX_TRUNK, ou TRUNK_ENDPOINT pour votre propre PBX.'],
    ['There is no carrier for outbound calls: "{use}" will fail.', 'Set PBX_TRUNK, or TRUNK_ENDPOINT for a PBX of your own.'],
  ),
  'override-open': orange(
    ['Ouverture forcée par {by}, {until}.', 'Levez-la quand elle ne sert plus (PUT …/override).'],
    ['Forced open by {by}, {until}.', 'Take it back when it is no longer needed (PUT …/override).'],
  ),
  'override-closed': orange(
    ['Fermeture forcée par {by}, {until}.', 'Levez-la quand elle ne sert plus (PUT …/override).'],
    ['Forced closed by {by}, {until}.', 'Take it back when it is no longer needed (PUT …/override).'],
  ),
  'holiday-now': orange(
    ['Fermé : jour férié du {date}.', 'Rien à faire si c’est voulu ; sinon, forcez l’ouverture (PUT …/override).'],
    ['Closed: holiday of {date}.', 'Nothing to do if it is meant; else force it open (PUT …/override).'],
  ),
  'never-open': orange(
    ['L’horaire n’ouvre jamais.', 'Complétez-le (/work-schedules), ou choisissez-en un autre (opening.workScheduleId).'],
    ['The work schedule never opens.', 'Complete it (/work-schedules), or choose another (opening.workScheduleId).'],
  ),
  'always-open': green('Toujours ouvert.', 'Always open.'),
  'open-now': green('Ouvert selon l’horaire.', 'Open by the schedule.'),
  'closed-now': green('Fermé selon l’horaire.', 'Closed by the schedule.'),

  'loops-endless': orange(
    ['L’appelant attendrait {minutes} min avant la limite de boucles.', 'Baissez overflow.loops ou messages.loopSeconds.'],
    ['A caller would wait {minutes} min before the limit of loops.', 'Lower overflow.loops or messages.loopSeconds.'],
  ),
  'no-limit': green('Pas de limite : les appelants attendent.', 'No limit: callers wait.'),
  'limits-set': green('Les limites de débordement sont en place.', 'The limits of overflow are set.'),

  'voicemail-same-queue': orange(
    ['Les messages non traités iraient dans la même file.', 'Choisissez une autre file (voicemail.overflowQueueId).'],
    ['Untreated messages would move to the queue they are in.', 'Choose another queue (voicemail.overflowQueueId).'],
  ),
  'voicemail-queue-empty': orange(
    ['La file qui reçoit les messages non traités n’a aucun agent.', 'Ajoutez des agents à cette file.'],
    ['The queue that takes untreated messages has no agent.', 'Add agents to that queue.'],
  ),
  'voicemail-unused': green('La messagerie ne sert pas.', 'Voicemail is not used.'),
  'voicemail-set': green('La messagerie est en place.', 'Voicemail is set.'),

  'callbacks-not-allowed': orange(
    ['La politique d’appel n’autorise aucun numéro : aucun rappel possible.', 'Autorisez des préfixes (/dial-policy).'],
    ['The dial policy allows no number: nobody can be called back.', 'Allow prefixes (/dial-policy).'],
  ),
  'displayed-number-missing': orange(
    ['Le numéro affiché n’est pas renseigné : celui de l’opérateur sert.', 'Renseignez displayedNumber.'],
    ['The displayed number is not given: the trunk’s own is shown.', 'Fill in displayedNumber.'],
  ),
  'deadline-past': orange(
    ['La date limite des rappels ({date}) est passée.', 'Changez callback.deadline.date.'],
    ['The last day for callbacks ({date}) is over.', 'Change callback.deadline.date.'],
  ),
  'calling-hours-missing': orange(
    ['Les horaires d’appel {hours} n’existent plus.', 'Choisissez-en d’autres (callingHoursId).'],
    ['The calling hours {hours} are no more.', 'Choose others (callingHoursId).'],
  ),
  'calling-hours-never': orange(
    ['Les horaires d’appel n’ouvrent jamais : aucun rappel possible.', 'Complétez-les (/calling-hours).'],
    ['The calling hours never open: nobody can be called back.', 'Complete them (/calling-hours).'],
  ),
  'callback-unused': green('Le rappel ne sert pas.', 'Callback is not used.'),
  'callback-set': green('Le rappel est en place.', 'Callback is set.'),

  'recording-keeps-none': orange(
    ['Aucune qualification choisie : aucun enregistrement n’est gardé.', 'Choisissez-en (recording.dispositionCodes).'],
    ['No disposition is chosen: no recording is kept.', 'Choose some (recording.dispositionCodes).'],
  ),
  'recording-code-unknown': orange(
    ['La qualification {disposition} n’existe pas dans le groupe.', 'Corrigez recording.dispositionCodes.'],
    ['The disposition {disposition} is not in the group.', 'Correct recording.dispositionCodes.'],
  ),
  'recording-off': green('Pas d’enregistrement.', 'No recording.'),
  'recording-set': green('Chaque conversation est enregistrée.', 'Every conversation is recorded.'),
  'recording-by-disposition': green(
    'Chaque conversation est enregistrée ; seules celles qui reçoivent une des qualifications choisies sont gardées.',
    'Every conversation is recorded; only those that are given one of the chosen dispositions are kept.',
  ),

  'disposition-group-missing': orange(
    ['Le groupe de qualifications {group} n’existe plus.', 'Choisissez-en un autre (dispositionGroupId).'],
    ['The disposition group {group} is no more.', 'Choose another (dispositionGroupId).'],
  ),
  'script-missing': orange(
    ['Le script {script} n’existe plus.', 'Choisissez-en un autre (scriptId).'],
    ['The script {script} is no more.', 'Choose another (scriptId).'],
  ),
  'dispositions-system': green('Qualifications système seulement.', 'System dispositions only.'),
  'dispositions-set': green('Les qualifications sont en place.', 'The dispositions are set.'),

  'pbx-unreachable': red(
    ['Le PBX ne répond pas.', 'Vérifiez qu’Asterisk fonctionne (npm run pbx -- status) et ARI_URL.'],
    ['The PBX does not answer.', 'Check that Asterisk runs (npm run pbx -- status), and ARI_URL.'],
  ),
  'pbx-ready': green('Le PBX répond.', 'The PBX answers.'),
} as const satisfies Record<string, SummaryText>;

export type SummaryCode = keyof typeof SUMMARY_TEXTS;
