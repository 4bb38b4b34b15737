/**
 * Whether the program keeps text nodes. A translator replaces them, unless they are marked as not to be translated, and what the program
 * then writes to one, or puts in its place, is lost (docs/HOW-TO.md). So that any test finds it, and not only one with a translator, the program's calls themselves are reported.
 */

/** Runs in every page before its scripts. */
export function reportKeptTextNodes(prefix: string): void {
  const report = (what: string, text: string | null) => console.error(`${prefix}${what} “${text ?? ''}”`);
  const isTranslated = (node: Node) => node instanceof Text && !node.parentElement?.closest('[translate=no]');
  const property = (name: 'nodeValue' | 'textContent', onWrite: (node: Node, value: string | null) => void) => {
    const original = Object.getOwnPropertyDescriptor(Node.prototype, name);
    Object.defineProperty(Node.prototype, name, {
      ...original,
      set(this: Node, value: string | null) {
        onWrite(this, value);
        original?.set?.call(this, value);
      },
    });
  };
  property('nodeValue', (node) => {
    if (isTranslated(node)) report('the program changes the text node', node.nodeValue);
  });
  // Not what the page shows: a translator may have changed that.
  const written = new WeakMap<Node, string | null>();
  property('textContent', (node, value) => {
    if (written.get(node) === value) report('the program writes a text again that hasn’t changed:', value);
    written.set(node, value);
  });
  const removeNode = Object.getOwnPropertyDescriptor(CharacterData.prototype, 'remove')?.value as () => void;
  CharacterData.prototype.remove = function (this: CharacterData) {
    if (isTranslated(this)) report('the program removes the text node', this.data);
    removeNode.call(this);
  };
}
