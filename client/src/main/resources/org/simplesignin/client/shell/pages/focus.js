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
  return row.reduce((best, each) =>
    Math.abs(centre(each) - wanted) < Math.abs(centre(best) - wanted) ? each : best,
  );
}

function centre(element) {
  const box = element.getBoundingClientRect();
  return box.left + box.width / 2;
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

/** Gives a control the focus and brings it into view. */
export function focusOn(control) {
  control.focus({ preventScroll: true });
  control.scrollIntoView({ block: "nearest", inline: "nearest" });
}

/** Returns whether this element's language is written from right to left. */
export function isRightToLeft(element) {
  return getComputedStyle(element).direction === "rtl";
}
