// How far the walk is: its steps, and the curve of the training.

import { element } from "./feed.js";

const SVG = "http://www.w3.org/2000/svg";

export function showWalk(walk, words) {
  const now = document.getElementById("walk-now");
  const at = walk.steps.findIndex(([, standing]) => standing === "runs" || standing === "failed");
  const told = at < 0 ? (walk.over ? words.walk_over : "") : `${at + 1}/${walk.steps.length} ${words.steps[walk.steps[at][0]]}: ${words.standings[walk.steps[at][1]]}`;
  const share = at >= 0 && walk.steps[at][0] === "train" && walk.share ? ` ${Math.round(walk.share * 100)} %` : "";
  document.querySelector(".walk summary").textContent = told + share;
  // Said aloud once a step, not with every percent.
  if (now.textContent !== told) now.textContent = told;
  document.getElementById("walk-steps").replaceChildren(
    ...walk.steps.map(([name, standing]) =>
      element("li", { class: standing }, `${words.steps[name]} `, element("small", {}, words.standings[standing]))),
  );
  showCurve(walk.curve, words);
}

function showCurve(curve, words) {
  const figure = document.getElementById("walk-curve");
  figure.hidden = curve.length < 2;
  if (figure.hidden) return;
  const values = curve.map(([, bits]) => bits);
  const low = Math.min(...values);
  const high = Math.max(...values);
  const points = curve.map(([share, bits]) => `${(share * 196 + 2).toFixed(1)},${(4 + (40 * (high - bits)) / (high - low || 1)).toFixed(1)}`);
  const line = document.createElementNS(SVG, "polyline");
  line.setAttribute("points", points.join(" "));
  figure.querySelector("svg").replaceChildren(line);
  figure.querySelector("figcaption").textContent = `${words.curve}: ${values[0].toFixed(2)} → ${values.at(-1).toFixed(2)}`;
}
