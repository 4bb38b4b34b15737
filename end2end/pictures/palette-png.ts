/**
 * Screenshots as PNG files of 256 colours: a third of the bytes. A page of text on a few surfaces has few colours that
 * matter; the shades at the edges of letters take the nearest of those that are kept.
 */

import { crc32, deflateSync, inflateSync } from 'node:zlib';

interface Image {
  readonly width: number;
  readonly height: number;
  /** Red, green and blue of each pixel, row by row. */
  readonly pixels: Uint8Array;
}

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const CHANNELS = 3;
const COLOURS = 256;
/** Up to this distance two colours look the same. */
const ALIKE = 24;

/** The same picture with at most 256 colours. */
export function withPalette(png: Buffer): Buffer {
  const image = decode(png);
  const palette = paletteOf(image.pixels);
  const nearest = new Map<number, number>();
  const rows = Buffer.alloc(image.height * (image.width + 1));
  for (let at = 0, pixel = 0; pixel < image.pixels.length; pixel += CHANNELS, at += 1) {
    // Each row begins with its filter: none.
    if (at % (image.width + 1) === 0) at += 1;
    const colour = colourAt(image.pixels, pixel);
    let index = nearest.get(colour);
    if (index === undefined) nearest.set(colour, (index = nearestOf(palette, colour)));
    rows[at] = index;
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(image.width, 0);
  header.writeUInt32BE(image.height, 4);
  header.set([8, 3], 8);
  const colours = Buffer.from(palette.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]));
  return Buffer.concat([SIGNATURE, chunk('IHDR', header), chunk('PLTE', colours), chunk('IDAT', deflateSync(rows, { level: 9 })), chunk('IEND')]);
}

function chunk(type: string, data: Buffer = Buffer.alloc(0)): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

function colourAt(pixels: Uint8Array, at: number): number {
  return ((pixels[at] ?? 0) << 16) | ((pixels[at + 1] ?? 0) << 8) | (pixels[at + 2] ?? 0);
}

/** The colours that are used most, but of those that nobody can tell apart only one: the rare ones need places too. */
function paletteOf(pixels: Uint8Array): number[] {
  const uses = new Map<number, number>();
  for (let at = 0; at < pixels.length; at += CHANNELS) {
    const colour = colourAt(pixels, at);
    uses.set(colour, (uses.get(colour) ?? 0) + 1);
  }
  const palette: number[] = [];
  for (const [colour] of [...uses].sort(([, a], [, b]) => b - a)) {
    if (palette.length === COLOURS) break;
    const same = palette.some((kept) => distance(kept, colour) <= ALIKE);
    if (!same) palette.push(colour);
  }
  return palette;
}

/** The square of how far apart two colours are. */
function distance(a: number, b: number): number {
  const part = (colour: number, shift: number) => (colour >> shift) & 255;
  return [16, 8, 0].reduce((sum, shift) => sum + (part(a, shift) - part(b, shift)) ** 2, 0);
}

function nearestOf(palette: readonly number[], colour: number): number {
  let best = 0;
  palette.forEach((candidate, index) => {
    if (distance(candidate, colour) < distance(palette[best] ?? 0, colour)) best = index;
  });
  return best;
}

/** Reads what Chromium writes: 8 bits a channel, no transparency, not interlaced. */
function decode(png: Buffer): Image {
  const data: Buffer[] = [];
  let [width, height] = [0, 0];
  for (let at = SIGNATURE.length; at < png.length; ) {
    const length = png.readUInt32BE(at);
    const body = png.subarray(at + 8, at + 8 + length);
    const type = png.toString('latin1', at + 4, at + 8);
    if (type === 'IHDR') {
      [width, height] = [body.readUInt32BE(0), body.readUInt32BE(4)];
      if (body.toString('hex', 8) !== '0802000000') throw new Error('not the kind of PNG that Chromium writes');
    }
    if (type === 'IDAT') data.push(body);
    at += 12 + length;
  }
  return { width, height, pixels: unfilter(inflateSync(Buffer.concat(data)), width * CHANNELS, height) };
}

/** Undoes the filters of PNG: each byte was written as the difference to a guess from its neighbours. */
function unfilter(raw: Buffer, rowBytes: number, height: number): Uint8Array {
  const pixels = new Uint8Array(rowBytes * height);
  for (let row = 0; row < height; row += 1) {
    const from = row * (rowBytes + 1);
    const to = row * rowBytes;
    for (let at = 0; at < rowBytes; at += 1) {
      const left = at < CHANNELS ? 0 : (pixels[to + at - CHANNELS] ?? 0);
      const up = row === 0 ? 0 : (pixels[to + at - rowBytes] ?? 0);
      const upLeft = at < CHANNELS || row === 0 ? 0 : (pixels[to + at - rowBytes - CHANNELS] ?? 0);
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, upLeft)][raw[from] ?? 0] ?? 0;
      pixels[to + at] = (raw[from + 1 + at] ?? 0) + guess;
    }
  }
  return pixels;
}

function paeth(left: number, up: number, upLeft: number): number {
  const guess = left + up - upLeft;
  const [byLeft, byUp, byUpLeft] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - upLeft)];
  if (byLeft <= byUp && byLeft <= byUpLeft) return left;
  return byUp <= byUpLeft ? up : upLeft;
}
