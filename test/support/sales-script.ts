/** What the agents of a sales campaign ask, and may say of a call. */
export const SALE = { code: 'SALE', label: 'Vente', category: 'positive', profit: 49.9, countsForQuota: true };
export const REFUSAL = { code: 'NO', label: 'Refus', category: 'argued', details: [{ code: 'PRICE', label: 'Trop cher' }] };
export const QUESTIONS = [
  { key: 'contract', label: 'Contrat', type: 'text' },
  { key: 'seats', label: 'Postes', type: 'number' },
  { key: 'again', label: 'Déjà venu', type: 'boolean' },
  { key: 'reason', label: 'Motif', type: 'choice', options: ['Panne', 'Facture'] },
  { key: 'tools', label: 'Outils', type: 'choices', options: ['A', 'B', 'C'] },
  { key: 'due', label: 'Échéance', type: 'date' },
];
