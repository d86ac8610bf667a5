/* The reading room: the choice of layers and report is kept in the address, and a mark shows its note.
   The texts, their anchors and the switches of the layers are there without it. */
(() => {
  "use strict";
  const room = document.querySelector(".tt-room");
  const texts = room.querySelector(".tt-room-texts");
  const layers = [...room.querySelectorAll("input[name=layers]")];
  const reports = [...room.querySelectorAll("input[name=show]")];
  const sections = [...texts.children];
  const values = (inputs) => inputs.map((input) => input.value);
  const chosen = (inputs) => values(inputs.filter((input) => input.checked));
  const atFirst = values(layers.filter((input) => input.defaultChecked));

  // == The choice, and the address ==

  function target() {
    try {
      return document.getElementById(decodeURIComponent(location.hash.slice(1)));
    } catch {
      return null;   // no address of this page
    }
  }

  function read() {
    const query = new URLSearchParams(location.search);
    const asked = query.get("layers");
    const known = (asked ?? "").split(",").filter((value) => values(layers).includes(value));
    const on = asked === "" || known.length ? known : atFirst;
    for (const input of layers) input.checked = on.includes(input.value);
    // An anchor shows its report, whatever else the address says.
    const source = target()?.closest("[data-source]")?.dataset.source ?? query.get("show");
    (reports.find((input) => input.value === source) ?? reports[0]).checked = true;
    const unseen = target()?.offsetParent === null;
    arrange();
    if (unseen) target().scrollIntoView();
  }

  function write() {
    const query = new URLSearchParams(location.search);
    const keep = (name, now, standard) => (now === standard ? query.delete(name) : query.set(name, now));
    keep("layers", chosen(layers).join(), atFirst.join());
    keep("show", chosen(reports).join(), reports[0].value);
    const search = query.toString().replaceAll("%2C", ",");
    // An anchor in the report that was left would bring it back.
    const left = target()?.closest("[data-source]")?.dataset.source;
    const hash = left && left !== chosen(reports)[0] ? "" : location.hash;
    history.replaceState(history.state, "", location.pathname + (search && `?${search}`) + hash);
  }

  // == The marks that are on: one stop for the Tab key in each report, the arrow keys go on from there ==

  let on = "";
  let marks = [];

  function arrange() {
    hide();
    on = chosen(layers).map((layer) => `[data-m].tt-l-${CSS.escape(layer)}`).join() || ":not(*)";
    for (const mark of texts.querySelectorAll("[tabindex]")) mark.removeAttribute("tabindex");
    marks = sections.map((part) => [...part.querySelectorAll(on)].filter((mark) => !mark.matches(".tt-begun")));
    for (const own of marks) {
      for (const [i, mark] of own.entries()) mark.tabIndex = i ? -1 : 0;
    }
    for (const part of sections) part.toggleAttribute("data-out", part.dataset.source !== chosen(reports)[0]);
  }

  function step(event) {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const own = marks.find((some) => some.includes(event.target));
    if (!by || !own) return;
    event.preventDefault();
    own[own.indexOf(event.target) + by]?.focus();
  }

  // == The note of a mark, from the list under the text ==

  const note = document.createElement("div");
  note.id = "tt-note";
  note.className = "tt-note";
  note.setAttribute("role", "tooltip");
  note.hidden = true;
  room.append(note);

  function says(mark) {
    const article = mark.closest("[data-article]").dataset.article;
    const item = document.getElementById(`${article}.m${mark.dataset.m}`);
    const page = room.querySelector(`p.tt-l-${CSS.escape(item.dataset.layer)} a`);
    const line = document.createElement("p");
    line.textContent = item.querySelector("span").textContent + (page ? `. Counted in “${page.textContent}”.` : ".");
    return line;
  }

  function tell(mark, y) {
    const lines = [];
    for (let up = mark; up; up = up.parentElement.closest(on)) lines.unshift(says(up));
    note.replaceChildren(...lines);
    note.hidden = false;
    const boxes = [...mark.getClientRects()];
    const box = boxes.find((line) => y <= line.bottom) ?? boxes[0];
    const frame = room.getBoundingClientRect();
    note.style.left = `${Math.max(0, Math.min(box.left - frame.left, frame.width - note.offsetWidth))}px`;
    note.style.top = `${box.bottom - frame.top}px`;
  }

  function hide() {
    note.hidden = true;
  }

  // == Listen ==

  room.querySelector(".tt-room-reports").hidden = false;
  for (const input of [...layers, ...reports]) {
    input.addEventListener("change", () => {
      write();
      arrange();
    });
  }
  texts.addEventListener("keydown", step);
  texts.addEventListener("focusin", ({ target }) => {
    const own = marks.find((some) => some.includes(target));
    if (!own) return;
    for (const mark of own) mark.tabIndex = mark === target ? 0 : -1;
    target.setAttribute("aria-describedby", note.id);
    tell(target);
  });
  texts.addEventListener("focusout", ({ target }) => {
    target.removeAttribute("aria-describedby");
    hide();
  });
  document.addEventListener("keydown", ({ key }) => key === "Escape" && hide());
  document.addEventListener("mouseover", ({ target, clientY }) => {
    const mark = target.closest(on);
    if (mark) tell(mark, clientY);
    else if (!note.contains(target) && !document.activeElement.matches(on)) hide();
  });
  addEventListener("popstate", read);
  read();
})();
