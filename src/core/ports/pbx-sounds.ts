/** A sound that the PBX has by itself. */
export interface PbxSound {
  /** As the PBX plays it, folders included: `custom/summer`. */
  readonly name: string;
  readonly languages: readonly string[];
  /** What it says, where the PBX knows. */
  readonly text: string | null;
}

/** The sounds that are on the PBX already. */
export interface PbxSounds {
  /** Rejects with `PbxUnreachable` when the PBX cannot be asked. */
  list(): Promise<readonly PbxSound[]>;
}
