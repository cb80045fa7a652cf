/** Nest's injection token of the `PbxSounds`. */
export const PBX_SOUNDS = Symbol('PbxSounds');
