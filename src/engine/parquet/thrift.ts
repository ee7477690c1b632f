/** A field of a Thrift struct: its number and its value, in the order of the numbers. */
export type Field = readonly [number: number, value: ThriftValue];
export type ThriftValue =
  | { i32: number }
  | { i64: number }
  | { text: string }
  | { struct: readonly Field[] }
  | { list: readonly ThriftValue[] };

const TYPES = { i32: 5, i64: 6, text: 8, list: 9, struct: 12 } as const;
const keyOf = (value: ThriftValue): keyof typeof TYPES => Object.keys(value)[0] as keyof typeof TYPES;

/** A struct in Thrift's compact protocol, in which Parquet writes what it says of itself. */
export function thriftBytes(fields: readonly Field[]): Uint8Array<ArrayBuffer> {
  const bytes: number[] = [];
  writeStruct(bytes, fields);
  return Uint8Array.from(bytes);
}

function writeStruct(bytes: number[], fields: readonly Field[]): void {
  let last = 0;
  for (const [number, value] of fields) {
    const step = number - last;
    const type = TYPES[keyOf(value)];
    if (step > 0 && step < 16) bytes.push((step << 4) | type);
    else {
      bytes.push(type);
      writeVarint(bytes, zigzag(number));
    }
    last = number;
    writeValue(bytes, value);
  }
  bytes.push(0);
}

function writeValue(bytes: number[], value: ThriftValue): void {
  if ('i32' in value) writeVarint(bytes, zigzag(value.i32));
  else if ('i64' in value) writeVarint(bytes, zigzag(value.i64));
  else if ('text' in value) {
    const text = new TextEncoder().encode(value.text);
    writeVarint(bytes, BigInt(text.length));
    for (const byte of text) bytes.push(byte);
  } else if ('struct' in value) writeStruct(bytes, value.struct);
  else writeList(bytes, value.list);
}

function writeList(bytes: number[], list: readonly ThriftValue[]): void {
  const type = list[0] ? TYPES[keyOf(list[0])] : TYPES.struct;
  if (list.length < 15) bytes.push((list.length << 4) | type);
  else {
    bytes.push(0xf0 | type);
    writeVarint(bytes, BigInt(list.length));
  }
  for (const value of list) writeValue(bytes, value);
}

const zigzag = (value: number): bigint => (BigInt(value) << 1n) ^ (BigInt(value) >> 63n);

function writeVarint(bytes: number[], value: bigint): void {
  let rest = value;
  while (rest > 0x7fn) {
    bytes.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
}
