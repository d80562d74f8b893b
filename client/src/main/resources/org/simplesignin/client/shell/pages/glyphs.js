// Whether this device's fonts can draw a text at all: what they cannot is drawn as the same empty box as a code point
// that no font has.

const NO_FONT_HAS = "\u{10fffd}";
const SIZE = 24;

/** Returns the characters within an element's text that would be boxes, each once. */
export function undrawable(element) {
  const style = getComputedStyle(element);
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = SIZE * 2;
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  const drawn = (character) => {
    pen.clearRect(0, 0, canvas.width, canvas.height);
    pen.font = `${SIZE}px ${style.fontFamily}`;
    pen.fillText(character, SIZE / 2, SIZE * 1.5);
    return pen.getImageData(0, 0, canvas.width, canvas.height).data.join();
  };
  const box = drawn(NO_FONT_HAS);
  const characters = new Set(element.textContent.normalize("NFC"));
  return [...characters].filter((one) => /[\p{L}\p{N}\p{P}]/u.test(one) && drawn(one) === box);
}
