import { Column, Entity, PrimaryColumn } from 'typeorm';

export const QUESTION_TYPES = ['text', 'number', 'boolean', 'choice', 'choices', 'date'] as const;
export type QuestionType = (typeof QUESTION_TYPES)[number];

export interface StoredQuestion {
  readonly key: string;
  readonly label: string;
  readonly type: QuestionType;
  readonly options: readonly string[];
}

export interface StoredSection {
  readonly title: string;
  readonly html: string;
  readonly questions: readonly StoredQuestion[];
}

@Entity('scripts')
export class ScriptEntity {
  @PrimaryColumn({ type: 'varchar' })
  id!: string;

  @Column({ type: 'int' })
  version!: number;

  @Column({ type: 'varchar' })
  name!: string;

  /** In the order given; the HTML as it may be shown. */
  @Column({ type: 'simple-json' })
  sections!: StoredSection[];
}
