// The address that the page was opened with. `Landing` in crates/core reads it; this is coarser, and certain where it is precise.

/** Whether an address, or a part of one, may hold a session ID, whatever its spelling. */
export const mayHoldLink = (address) => /pst|%|;|session|code/i.test(address);

/** A link as apps make it: one session ID, and at most a label and `rotation`, in which nothing could be another ID. */
const LINK =
  /^\/(?:keys\/?)?\?(session|code)=(pst_[A-Za-z0-9-]{1,252})(?:&(?:label|rotation)=(?:[A-Za-z0-9.~+!'()*,-]|%2[0-247-9A-F]|%[89A-F][0-9A-F])*)*$/;

/** An address of the list, without a link. */
const LIST = /^\/(?:keys\/?)?(?:[?#]|$)/;

/** The session ID in an address as `[, parameter, ID]`, where it can't be read in another way. */
export const sessionIn = (address) => LINK.exec(address);

export const showsList = (address) => LIST.test(address) && !mayHoldLink(address);

/** The address that the page has. */
export const opened = () => location.pathname + location.search + location.hash;
