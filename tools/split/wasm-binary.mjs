// Reads and writes the binary format of WebAssembly: https://webassembly.github.io/spec/core/binary/modules.html.

/** Magic number and version, before the first section. */
export const HEADER_BYTES = 8;

/** Reads from `at` on. */
export class Reader {
  constructor(bytes, at) {
    this.bytes = bytes;
    this.at = at;
  }

  byte() {
    if (this.at >= this.bytes.length) throw new Error('the wasm module ends too early');
    return this.bytes[this.at++];
  }

  /** An unsigned number in LEB128: seven bits a byte, lowest first. */
  number() {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.byte();
      value += (byte % 128) * scale;
      if (byte < 128) return value;
    }
  }

  text() {
    const length = this.number();
    this.at += length;
    return this.bytes.toString('utf8', this.at - length, this.at);
  }

  /** The bytes that `skip` reads. */
  copy(skip) {
    const start = this.at;
    skip(this);
    return this.bytes.subarray(start, this.at);
  }
}

/** See `Reader.number`. */
export function number(value) {
  const bytes = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Buffer.from([...bytes, rest]);
    bytes.push((rest % 128) + 128);
  }
}

export function text(value) {
  const encoded = Buffer.from(value);
  return Buffer.concat([number(encoded.length), encoded]);
}
