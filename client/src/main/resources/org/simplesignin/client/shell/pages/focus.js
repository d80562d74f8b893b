// Moving the focus with four arrows. A screen says which controls stand in which row; nothing is guessed from pixels but
// the nearest control of the row above or below. There is no wrap-around: an arrow at the edge does nothing.

/**
 * Returns the control that an arrow leads to, or null at the edge. Rows are in reading order, so in a right-to-left
 * language the first control of a row is its rightmost: arrows are physical.
 */
export function neighbour(rows, from, arrow, rightToLeft) {
  const filled = rows.filter((row) => row.length > 0);
  const at = filled.findIndex((row) => row.includes(from));
  if (at < 0) return filled.length > 0 ? filled[0][0] : null;
  const row = filled[at];
  switch (arrow) {
    case "left":
      return row[row.indexOf(from) + (rightToLeft ? 1 : -1)] ?? null;
    case "right":
      return row[row.indexOf(from) + (rightToLeft ? -1 : 1)] ?? null;
    case "up":
      return nearest(filled[at - 1], from);
    case "down":
      return nearest(filled[at + 1], from);
    default:
      return null;
  }
}

function nearest(row, from) {
  if (!row) return null;
  const wanted = centre(from);
  return row.reduce((best, each) => (Math.abs(centre(each) - wanted) < Math.abs(centre(best) - wanted) ? each : best));
}

function centre(element) {
  const box = element.getBoundingClientRect();
  return box.left + box.width / 2;
}

/**
 * Puts a control that stands alone, such as the way back, to the rows of the screen's content: above them, or where the layout has it beside
 * them, into the row that has the focus, so that one arrow leads to it from everywhere.
 */
export function ahead(control, rows) {
  if (rows.length === 0 || !isBeside(control, rows[0][0].closest(".content"))) return [[control], ...rows];
  if (document.activeElement === control) return [[control, ...nearestTo(control, rows)]];
  return rows.map((row) => (row.includes(document.activeElement) ? [control, ...row] : row));
}

function isBeside(control, column) {
  const box = column.getBoundingClientRect();
  return centre(control) < box.left || centre(control) > box.right;
}

function nearestTo(control, rows) {
  const middle = ([first]) => {
    const box = first.getBoundingClientRect();
    return box.top + box.height / 2;
  };
  const distances = rows.map((row) => Math.abs(middle(row) - middle([control])));
  return rows[distances.indexOf(Math.min(...distances))];
}

/** Splits controls that the layout wraps into the rows they stand in. */
export function wrapped(controls) {
  const rows = [];
  let top = null;
  for (const control of controls) {
    // offsetTop knows nothing of the focused control's scale.
    if (top === null || Math.abs(control.offsetTop - top) > control.offsetHeight / 2) {
      rows.push([]);
      top = control.offsetTop;
    }
    rows[rows.length - 1].push(control);
  }
  return rows;
}

/**
 * Gives a control the focus and brings it into view, if the keyboard is here at all: where several devices are framed by
 * one page, none takes it from another. Whoever gets the keyboard is told by its window's focus event.
 */
export function focusOn(control) {
  if (document.hasFocus()) control.focus({ preventScroll: true });
  control.scrollIntoView({ block: "nearest", inline: "nearest" });
}

/** Removes a frame. If the keyboard is in it, this document has it before: a frame that goes takes it along. */
export function removeFrame(frame) {
  if (document.hasFocus()) window.focus();
  frame.remove();
}

/**
 * Keeps the focus of this document until `signal` aborts: calls `keep` when it has the keyboard and none of its elements
 * has the focus.
 */
export function keepFocused(keep, signal) {
  const look = () => {
    const nothing = document.activeElement === document.body || document.activeElement === null;
    if (nothing && document.hasFocus()) keep();
  };
  // Later, not in a microtask: while the focus moves to another frame, hasFocus() still says that it is here, and two
  // devices would pull at it for ever.
  const lookLater = () => setTimeout(look);
  addEventListener(
    "focus",
    () => {
      look();
      // Where it comes back because a frame lost it, that frame is still the active element now.
      lookLater();
    },
    { signal },
  );
  addEventListener("focusout", (event) => event.relatedTarget === null && lookLater(), { signal });
  addEventListener(
    "mousedown",
    (event) => {
      // A press beside the controls would take the focus from the one that has it; it does bring the keyboard here.
      if (event.target.closest?.("button")) return;
      event.preventDefault();
      if (!document.hasFocus()) window.focus();
    },
    { capture: true, signal },
  );
}

/** Returns whether this element's language is written from right to left. */
export function isRightToLeft(element) {
  return getComputedStyle(element).direction === "rtl";
}
