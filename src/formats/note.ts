/** A sentence on how a file was read; a caution is something a person should check. */
export interface Note {
  text: string;
  tone: 'plain' | 'caution';
}
