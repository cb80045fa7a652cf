import { ApiProperty } from '@nestjs/swagger';

import { ELEMENTS, SUMMARY_TEXTS, type Light, type SummaryCode, type SummaryElement } from '../campaign-summary-texts.js';

const LIGHTS: Light[] = ['green', 'orange', 'red'];

/** Something to know of an element. */
export class SummaryFindingView {
  @ApiProperty({ enum: LIGHTS })
  light!: Light;

  @ApiProperty({ enum: Object.keys(SUMMARY_TEXTS), description: 'Stable; docs/summary.md lists them.' })
  code!: SummaryCode;

  @ApiProperty({ description: 'A sentence in the language asked for.' })
  message!: string;

  @ApiProperty({ type: String, nullable: true, description: 'What to do; null when nothing is to be done.' })
  remedy!: string | null;
}

/** An element of the campaign with the worst that is to be said of it. */
export class SummaryElementView extends SummaryFindingView {
  @ApiProperty({ enum: ELEMENTS })
  element!: SummaryElement;

  @ApiProperty({ type: [SummaryFindingView], description: 'All there is to say, the worst first; the first is the one above.' })
  findings!: SummaryFindingView[];
}

export class CampaignSummaryView {
  @ApiProperty({ enum: LIGHTS, description: 'The worst of the elements. A red campaign does not start.' })
  light!: Light;

  @ApiProperty({ type: [SummaryElementView], description: 'Every element, always in this order.' })
  elements!: SummaryElementView[];
}
