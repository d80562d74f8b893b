/** Draws the picture of a title as SVG: a sky, a light in it, and one of seven scenes. The same title looks the same always. */
const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 320;
const HEIGHT = 180;
let gradients = 0;

/** Returns the picture as an `<svg>` element that fills its box. */
export function artwork({ name, scene, hue }) {
  const random = generator(name);
  const svg = node("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "xMidYMid slice", "aria-hidden": "true" });
  const pen = {
    random,
    hue,
    colour: (shift, saturation, lightness) => `hsl(${(hue + shift + 360) % 360} ${saturation}% ${lightness}%)`,
    add: (type, attributes) => svg.append(node(type, attributes)),
    gradient: (stops, down = true) => {
      const id = `g${(gradients += 1)}`;
      const gradient = node("linearGradient", { id, x1: 0, y1: 0, x2: down ? 0 : 1, y2: down ? 1 : 0 });
      stops.forEach((colour, i) => gradient.append(node("stop", { offset: i / (stops.length - 1), "stop-color": colour })));
      svg.append(gradient);
      return `url(#${id})`;
    },
  };
  SCENES[scene](pen);
  return svg;
}

const SCENES = {
  sea(pen) {
    sky(pen, [pen.colour(20, 50, 12), pen.colour(0, 58, 30), pen.colour(-30, 70, 62)]);
    light(pen, 222, 62, 24, pen.colour(-160, 90, 86));
    for (let i = 0; i < 5; i += 1) {
      const y = 104 + i * 16;
      pen.add("path", { d: wave(pen, y, 5 + i, 46 + i * 12), fill: pen.colour(i * 3, 55, 30 - i * 5), opacity: 0.92 });
    }
    pen.add("path", { d: "M70 104l5-50h9l5 50z", fill: pen.colour(0, 30, 92) });
    pen.add("path", { d: "M73 76h13l1 9h-15z M76 54h7v-9h-7z", fill: pen.colour(-200, 75, 55) });
    pen.add("path", { d: "M82 49L320 18v62z", fill: "#fff6d8", opacity: 0.13 });
  },
  dunes(pen) {
    sky(pen, [pen.colour(250, 40, 22), pen.colour(-30, 70, 46), pen.colour(12, 92, 68)]);
    light(pen, 92, 84, 30, pen.colour(20, 100, 84));
    for (let i = 0; i < 4; i += 1) {
      const y = 96 + i * 22;
      const d = `M0 ${y + pen.random() * 18} C 90 ${y - 34 + i * 6}, 150 ${y + 34}, 220 ${y + 2} S 300 ${y - 16}, 320 ${y + 8} V180 H0z`;
      pen.add("path", { d, fill: pen.gradient([pen.colour(i * 2, 72, 52 - i * 11), pen.colour(-14, 62, 30 - i * 6)]) });
    }
  },
  rails(pen) {
    sky(pen, [pen.colour(10, 55, 10), pen.colour(0, 50, 26), pen.colour(60, 60, 50)]);
    stars(pen, 46, 84);
    light(pen, 160, 88, 20, pen.colour(120, 80, 78));
    pen.add("path", { d: `M0 96 L60 84 110 94 160 90 214 92 262 82 320 98 V180 H0z`, fill: pen.colour(0, 40, 9) });
    for (let i = 0; i < 10; i += 1) {
      const t = (i + 1) ** 2 / 100;
      pen.add("rect", { x: 160 - 96 * t - 6, y: 92 + 88 * t, width: 192 * t + 12, height: 1 + 5 * t, fill: pen.colour(20, 22, 24) });
    }
    for (const side of [-1, 1]) {
      pen.add("path", { d: `M160 90 L${160 + side * 84} 180 h${side * 7}z`, fill: pen.colour(120, 70, 76) });
    }
  },
  space(pen) {
    sky(pen, [pen.colour(0, 60, 6), pen.colour(30, 55, 15), pen.colour(70, 55, 26)]);
    stars(pen, 90, 180);
    const body = pen.gradient([pen.colour(150, 75, 70), pen.colour(100, 60, 42), pen.colour(60, 60, 18)]);
    pen.add("ellipse", { cx: 216, cy: 84, rx: 98, ry: 20, fill: "none", stroke: pen.colour(150, 60, 72), "stroke-width": 5, opacity: 0.55, transform: "rotate(-16 216 84)" });
    pen.add("circle", { cx: 216, cy: 84, r: 52, fill: body });
    pen.add("path", { d: "M121.8 111 A98 20 -16 0 0 310.2 57", fill: "none", stroke: pen.colour(150, 70, 84), "stroke-width": 5, opacity: 0.9 });
    pen.add("circle", { cx: 74, cy: 52, r: 9, fill: pen.colour(190, 50, 64) });
  },
  lanterns(pen) {
    sky(pen, [pen.colour(230, 50, 12), pen.colour(280, 45, 22), pen.colour(0, 60, 38)]);
    stars(pen, 30, 90);
    for (let i = 0; i < 16; i += 1) {
      const r = 4 + pen.random() * 12;
      const x = 12 + pen.random() * 296;
      const y = 16 + pen.random() * 118;
      pen.add("circle", { cx: x, cy: y, r: r * 2.4, fill: pen.colour(18, 95, 62), opacity: 0.16 });
      pen.add("rect", { x: x - r * 0.7, y: y - r, width: r * 1.4, height: r * 2, rx: r * 0.6, fill: pen.gradient([pen.colour(24, 98, 78), pen.colour(0, 92, 56)]) });
    }
    pen.add("path", { d: `${wave(pen, 158, 6, 80)}`, fill: pen.colour(240, 45, 8) });
  },
  peaks(pen) {
    sky(pen, [pen.colour(20, 45, 16), pen.colour(0, 45, 38), pen.colour(-60, 62, 72)]);
    light(pen, 246, 44, 18, "#fff");
    for (let i = 0; i < 3; i += 1) {
      const y = 112 + i * 22;
      let d = `M-10 180 L-10 ${y}`;
      for (let x = -10; x < 330; x += 34 - i * 4) {
        d += ` L${x + 12} ${y - 22 - pen.random() * (58 - i * 18)} L${x + 28} ${y - pen.random() * 14}`;
      }
      pen.add("path", { d: `${d} L330 180z`, fill: pen.gradient([pen.colour(-10, 34, 62 - i * 20), pen.colour(8, 40, 28 - i * 9)]) });
    }
  },
  city(pen) {
    sky(pen, [pen.colour(-30, 55, 12), pen.colour(0, 55, 28), pen.colour(50, 78, 60)]);
    light(pen, 84, 70, 26, pen.colour(60, 95, 80));
    for (let layer = 0; layer < 2; layer += 1) {
      for (let x = -8; x < WIDTH; ) {
        const width = 16 + pen.random() * 24;
        const height = 34 + pen.random() * (layer ? 60 : 96);
        pen.add("rect", { x, y: HEIGHT - height, width, height, fill: pen.colour(layer ? -10 : 10, 45, layer ? 9 : 18) });
        for (let y = HEIGHT - height + 6; y < HEIGHT - 6; y += 9) {
          for (let w = x + 4; w < x + width - 5; w += 8) {
            if (pen.random() < 0.34) pen.add("rect", { x: w, y, width: 3.4, height: 4.4, fill: pen.colour(60, 96, 74), opacity: 0.9 });
          }
        }
        x += width + 2;
      }
    }
  },
  forest(pen) {
    sky(pen, [pen.colour(30, 40, 14), pen.colour(10, 36, 34), pen.colour(-40, 56, 74)]);
    light(pen, 176, 78, 22, pen.colour(-70, 90, 88));
    for (let layer = 0; layer < 3; layer += 1) {
      const ground = 118 + layer * 26;
      for (let x = -12; x < WIDTH + 12; x += 12 + pen.random() * 12) {
        const h = 38 + pen.random() * 26 + layer * 12;
        const w = h * 0.3;
        pen.add("path", { d: `M${x} ${ground - h} l${w} ${h * 0.5} h${-w * 0.4} l${w * 0.7} ${h * 0.55} H${x - w * 1.3} l${w * 0.7} ${-h * 0.55} h${-w * 0.4}z`, fill: pen.colour(0, 38, 32 - layer * 11) });
      }
      pen.add("rect", { x: 0, y: ground - 1, width: WIDTH, height: 70, fill: pen.gradient([pen.colour(0, 34, 34 - layer * 11), pen.colour(0, 38, 18 - layer * 6)]) });
    }
  },
};

function sky(pen, colours) {
  pen.add("rect", { width: WIDTH, height: HEIGHT, fill: pen.gradient(colours) });
}

function light(pen, cx, cy, r, colour) {
  for (const [scale, opacity] of [[3.4, 0.1], [2.2, 0.16], [1.5, 0.22], [1, 1]]) {
    pen.add("circle", { cx, cy, r: r * scale, fill: colour, opacity });
  }
}

function stars(pen, count, depth) {
  for (let i = 0; i < count; i += 1) {
    pen.add("circle", { cx: pen.random() * WIDTH, cy: pen.random() * depth, r: 0.4 + pen.random() * 0.9, fill: "#fff", opacity: 0.3 + pen.random() * 0.7 });
  }
}

function wave(pen, y, height, length) {
  let d = `M${-length * pen.random()} ${y}`;
  for (let x = 0; x < WIDTH + length * 2; x += length) {
    d += ` q${length / 4} ${-height} ${length / 2} 0 t${length / 2} 0`;
  }
  return `${d} V180 H-40z`;
}

function node(type, attributes) {
  const element = document.createElementNS(SVG, type);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

/** A small generator of numbers from 0 to 1, always the same for the same text. */
function generator(text) {
  let state = [...text].reduce((hash, c) => Math.imul(hash ^ c.codePointAt(0), 16777619), 2166136261) >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
}
