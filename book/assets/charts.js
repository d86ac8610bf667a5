// Drawn charts come alive: near the window, Vega draws each again from the same data, into the same place,
// pixel for pixel. What it adds shows when used: a pointer over a mark, or a tap on it, tells its values (without
// a pointer they are in the table under the chart). Where anything fails, the drawing made with the book stays.
(() => {
  "use strict";

  const here = new URL(".", document.currentScript.src);
  const GAP = 8; // pixels between a mark, its values and the edge of the window
  const LONG = 48; // characters of a value that takes lines of its own
  const REACH = 20; // pixels that a finger may miss a mark by
  const LINGER = 200; // milliseconds in which the pointer may go from a mark to its values

  // == Drawing ==

  const scripts = new Map();
  const load = (name) => {
    if (!scripts.has(name)) {
      scripts.set(name, new Promise((loaded, failed) => {
        const script = document.createElement("script");
        script.src = new URL(name, here);
        script.onload = loaded;
        script.onerror = () => failed(new Error(`${name} was not loaded`));
        document.head.append(script);
      }));
    }
    return scripts.get(name);
  };

  // Text is measured before it is drawn: in the font of the drawing, or the chart would differ from it. Of the font
  // only the parts that have the letters of the chart are loaded.
  const fonts = (text) =>
    Promise.all([400, 700].map((weight) => document.fonts.load(`${weight} 12px "Twice Told Sans"`, text)));

  // Links are elements here, as in the drawing, and charts load nothing.
  const loader = { sanitize: () => Promise.reject(new Error("a chart loads nothing")) };

  const draw = async (spec, switched) => {
    const { View, parse } = window.twicetoldVega;
    const holder = document.createElement("div");
    const signals = spec.signals?.map((one) => one.name in switched ? { ...one, value: switched[one.name] } : one);
    const view = new View(parse({ ...spec, signals }), {
      container: holder, hover: false, loader, renderer: "svg", tooltip: () => {},
    });
    await view.runAsync();
    return holder.querySelector("svg");
  };

  // The drawing is one picture with one description, its parts hidden from readers aloud; so is this one.
  const dress = (live, drawn) => {
    if (live.getAttribute("viewBox") !== drawn.getAttribute("viewBox")) throw new Error("drawn in another size");
    for (const element of live.querySelectorAll("*")) {
      for (const name of element.getAttributeNames()) {
        if (name === "role" || name.startsWith("aria-")) element.removeAttribute(name);
      }
    }
    for (const name of live.getAttributeNames()) if (!name.startsWith("xmlns")) live.removeAttribute(name);
    for (const { name, value } of drawn.attributes) live.setAttribute(name, value);
    for (const part of live.children) part.setAttribute("aria-hidden", "true");
    for (const mark of live.querySelectorAll("*")) {
      if (!isMark(mark) || !datum(mark).href) continue;
      const link = document.createElementNS("http://www.w3.org/2000/svg", "a");
      link.setAttribute("href", datum(mark).href);
      link.setAttribute("tabindex", "-1");
      mark.replaceWith(link);
      link.append(mark);
    }
    live.classList.add("tt-live");
  };

  const links = (svg) => [...svg.querySelectorAll("a")].map((link) => link.getAttribute("href")).join();

  // What is switched on, by figure; and for each figure what is being drawn, so that drawings come in their order.
  const switches = new Map();
  const drawing = new Map();

  const enliven = (place, role) => {
    const { figure } = place.dataset;
    const next = (drawing.get(figure) ?? Promise.resolve()).then(async () => {
      const drawn = place.querySelector(`:scope > svg.tt-chart-${role}`);
      await Promise.all([load("vega.js"), load(`live/${encodeURIComponent(figure)}.js`), fonts(drawn.textContent)]);
      const switched = switches.get(figure);
      const live = await draw(window.twicetoldCharts[figure][role], switched ?? {});
      dress(live, drawn);
      if (!switched && links(live) !== links(drawn)) throw new Error("other links than in the drawing");
      drawn.replaceWith(live);
      listen(live);
    });
    drawing.set(figure, next.catch(() => {}));
    return next.catch((error) => console.warn("A chart stays as drawn:", error.message));
  };

  const flip = ({ target }) => {
    const name = target.dataset?.switch;
    if (!name) return;
    const place = target.closest(".tt-chart");
    const { figure } = place.dataset;
    switches.set(figure, { ...switches.get(figure), [name]: target.checked });
    hide();
    for (const role of ["wide", "narrow"]) enliven(place, role);
  };

  // == Values of a mark ==

  // Vega keeps with each element what it draws; a line has many.
  const datum = (element) => [element.__data__].flat()[0];
  const isMark = (element) => datum(element)?.mark && element === datum(element)._svg;
  const told = (element) => {
    const mark = element.closest("a")?.firstElementChild ?? element;
    return datum(mark)?.tooltip == null ? null : mark;
  };

  const tip = document.createElement("div");
  tip.id = "vg-tooltip-element";
  tip.setAttribute("role", "tooltip");
  tip.hidden = true;
  let shown = null;
  let leaving = 0;

  const part = (name, content) => {
    const element = document.createElement(name);
    element.append(content); // a string becomes text, whatever it holds
    return element;
  };

  const describe = (value) => {
    if (typeof value !== "object") return [part("p", String(value))];
    const list = document.createElement("dl");
    for (const [name, content] of Object.entries(value)) {
      const long = String(content).length > LONG;
      for (const element of [part("dt", name), part("dd", String(content))]) {
        element.classList.toggle("tt-whole", long);
        list.append(element);
      }
    }
    return [list];
  };

  const stay = () => clearTimeout(leaving);
  const hide = () => {
    stay();
    tip.hidden = true;
    shown = null;
  };
  const leave = () => {
    stay();
    leaving = setTimeout(hide, LINGER);
  };

  const place = () => {
    if (!shown) return;
    const box = shown.getBoundingClientRect();
    const [width, height] = [document.documentElement.clientWidth, window.innerHeight];
    if (!shown.isConnected || box.bottom < 0 || box.top > height) {
      hide();
      return;
    }
    const within = (value, most) => Math.max(GAP, Math.min(value, most - GAP));
    const above = box.top - GAP - tip.offsetHeight;
    tip.style.left = `${within((box.left + box.right - tip.offsetWidth) / 2, width - tip.offsetWidth)}px`;
    tip.style.top = `${within(above < GAP ? box.bottom + GAP : above, height - tip.offsetHeight)}px`;
  };

  const show = (mark, hint) => {
    stay();
    shown = mark;
    tip.replaceChildren(...describe(datum(mark).tooltip));
    if (hint && mark.closest("a")) tip.append(part("p", "Tap again to follow the link."));
    tip.hidden = false;
    place();
  };

  const nearest = (svg, { clientX, clientY }) => {
    let [found, least] = [null, REACH];
    for (const element of svg.querySelectorAll("*")) {
      if (!isMark(element) || !told(element)) continue;
      const box = element.getBoundingClientRect();
      const across = Math.max(box.left - clientX, 0, clientX - box.right);
      const along = Math.max(box.top - clientY, 0, clientY - box.bottom);
      const distance = Math.hypot(across, along);
      if (distance < least) [found, least] = [element, distance];
    }
    return found;
  };

  const listen = (svg) => {
    let finger = false;
    svg.addEventListener("pointerdown", (event) => { finger = event.pointerType === "touch"; });
    svg.addEventListener("pointerover", (event) => {
      const mark = event.pointerType !== "touch" && told(event.target);
      if (mark) show(mark);
    });
    svg.addEventListener("pointerout", (event) => { if (event.pointerType !== "touch") leave(); });
    // A finger's first tap tells the values of a mark, its second follows the link.
    svg.addEventListener("click", (event) => {
      const mark = finger && (told(event.target) ?? nearest(svg, event));
      if (mark && mark !== shown) {
        event.preventDefault();
        show(mark, true);
      } else {
        hide();
      }
    });
  };

  // == When ==

  const near = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      near.unobserve(target);
      enliven(target.parentElement, target.classList.contains("tt-chart-narrow") ? "narrow" : "wide");
    }
  }, { rootMargin: "300px" });

  // A page is not slowed while it opens: nothing is loaded before its reader first moves, scrolls or types.
  const signs = ["pointermove", "pointerdown", "keydown", "scroll"];
  const start = () => {
    for (const sign of signs) window.removeEventListener(sign, start);
    document.querySelector("main").append(tip);
    tip.addEventListener("pointerenter", stay);
    tip.addEventListener("pointerleave", leave);
    document.addEventListener("change", flip);
    document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
    document.addEventListener("pointerdown", (event) => {
      if (!tip.contains(event.target) && !event.target.closest(".tt-chart")) hide();
    });
    window.addEventListener("scroll", place, { passive: true });
    window.addEventListener("resize", place);
    // Of the two drawings the one not displayed is never near; it is when the window changes.
    for (const drawn of document.querySelectorAll(".tt-chart[data-figure] > svg")) near.observe(drawn);
  };
  for (const sign of signs) window.addEventListener(sign, start, { passive: true });
})();
