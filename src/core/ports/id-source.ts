/** The only source of identity and chance in core. Ids are unique for ever and sort by creation time. */
export interface IdSource {
  next(): string;
  /** Uniform in [0, 1). Seeded in tests and simulations. */
  chance(): number;
}
