"use strict";
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const form = document.getElementById("filters");
  const findings = all(".f");
  const order = ["info", "low", "medium", "high", "critical"];
  const words = new Map();
  let waiting = 0;
  const badges = { missing: "Missing", conflict: "Conflict", partial: "Partial", undecided: "Undecided", met: "Met", "not-applicable": "Not applicable" };

  const textOf = (finding) => {
    if (!words.has(finding)) words.set(finding, finding.textContent.toLowerCase().replace(/\s+/g, " "));
    return words.get(finding);
  };

  // --- filters ---

  const wanted = () => {
    const checked = (name) => new Set(all(`input[name=${name}]:checked`, form).map((box) => box.value));
    const laws = all("input[name=l]", form).length ? checked("l") : null;
    const least = document.getElementById("severity").value;
    const search = document.getElementById("search").value.toLowerCase().trim().split(/\s+/).filter(Boolean);
    return { statuses: checked("s"), laws, least, search };
  };

  const passes = (finding, { statuses, laws, least, search }) => {
    const { s, l, v } = finding.dataset;
    if (!statuses.has(s) || (laws && !laws.has(l))) return false;
    if (least && order.indexOf(v) < order.indexOf(least)) return false;
    return search.every((word) => textOf(finding).includes(word));
  };

  const filter = () => {
    const asked = wanted();
    let shown = 0;
    for (const finding of findings) {
      finding.hidden = !passes(finding, asked);
      shown += !finding.hidden;
    }
    for (const group of all(".group")) {
      const left = all(".f:not([hidden])", group).length;
      group.hidden = !left;
      if (asked.search.length && left) group.open = true;
    }
    for (const policy of all("details.policy")) policy.classList.toggle("nothing", !policy.querySelector(".f:not([hidden])"));
    for (const mark of all(".m")) {
      const policy = mark.closest(".policy").id;
      mark.classList.toggle("off", mark.dataset.f.split(" ").every((n) => document.getElementById(`${policy}-f${n}`).hidden));
    }
    waiting = 0;
    const said = shown === findings.length ? `${shown} findings` : `${shown} of ${findings.length} findings shown`;
    document.getElementById("count").textContent = said;
    document.body.classList.toggle("filtered", shown !== findings.length);
  };

  const soon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(filter, 120);
  };

  // --- from a finding to its passages, and back ---

  const reveal = (element) => {
    for (let node = element; node; node = node.parentElement) if (node.tagName === "DETAILS") node.open = true;
  };

  const light = (finding) => {
    for (const mark of all(".m.now")) mark.classList.remove("now");
    for (const one of all(".f.now")) one.classList.remove("now");
    if (!finding) return;
    finding.classList.add("now");
    const number = finding.id.split("-f")[1];
    for (const mark of all(".m", finding.closest(".policy"))) {
      if (mark.dataset.f.split(" ").includes(number)) mark.classList.add("now");
    }
  };

  const arrive = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    if (waiting) {
      clearTimeout(waiting);
      filter();
    }
    reveal(target);
    if (target.classList.contains("f")) {
      if (target.hidden) {
        form.reset();
        filter();
      }
      light(target);
      const head = target.querySelector("summary");
      if (head) head.focus({ preventScroll: true });
    }
    target.scrollIntoView({ block: target.classList.contains("m") ? "center" : "start" });
  };

  const goTo = (finding) => {
    closeMenu();
    if (location.hash === `#${finding.id}`) arrive();
    else location.hash = finding.id;
  };

  let menu = null;
  const closeMenu = (focus) => {
    if (!menu) return;
    menu.remove();
    if (focus) menu.from.focus();
    menu = null;
  };

  const openMenu = (mark, list) => {
    closeMenu();
    menu = document.createElement("div");
    menu.from = mark;
    menu.className = "menu";
    menu.setAttribute("role", "dialog");
    menu.setAttribute("aria-label", "Findings that this passage bears on");
    for (const finding of list) {
      const link = document.createElement("a");
      link.href = `#${finding.id}`;
      const badge = document.createElement("span");
      badge.className = `badge ${finding.dataset.s}`;
      badge.textContent = badges[finding.dataset.s];
      const title = finding.querySelector(".what b");
      link.append(badge, " ", (title || finding).textContent);
      link.addEventListener("click", (event) => {
        event.preventDefault();
        goTo(finding);
      });
      menu.append(link);
    }
    const box = mark.getClientRects()[0];
    document.body.append(menu);
    const left = Math.max(8, Math.min(box.left, document.documentElement.clientWidth - menu.offsetWidth - 8));
    const below = box.bottom + menu.offsetHeight + 8 < innerHeight;
    const rule = [`left:${left + scrollX}px`, `top:${(below ? box.bottom + 4 : box.top - menu.offsetHeight - 4) + scrollY}px`];
    for (const part of rule) menu.style.setProperty(...part.split(":"));
    menu.querySelector("a").focus();
  };

  document.addEventListener("click", (event) => {
    const mark = event.target.closest(".m");
    if (mark) {
      const policy = mark.closest(".policy").id;
      const list = mark.dataset.f.split(" ").map((n) => document.getElementById(`${policy}-f${n}`)).filter((one) => !one.hidden);
      if (list.length > 1) {
        event.preventDefault();
        openMenu(mark, list);
      }
      return;
    }
    if (menu && !menu.contains(event.target)) closeMenu();
    const to = event.target.closest("a.to");
    if (to) light(to.closest(".f"));
    const again = event.target.closest("a[href^='#']");
    if (again && !again.closest(".menu") && again.getAttribute("href") === location.hash) arrive();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") closeMenu(true);
    const table = event.target.closest && event.target.closest(".roving");
    const step = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }[event.key];
    if (table && step && event.target.matches("a")) move(event, table, step);
  });
  addEventListener("hashchange", arrive);

  // --- one stop of the tab key for a whole table; arrows move in it ---

  const move = (event, table, [across, down]) => {
    const rows = all("tbody tr", table).map((row) => all("td a", row));
    const y = rows.findIndex((row) => row.includes(event.target));
    if (y < 0) return;
    const x = rows[y].indexOf(event.target);
    const row = rows[y + down];
    const next = row && row[Math.min(x + across, down ? row.length - 1 : Infinity)];
    if (!next) return;
    event.preventDefault();
    event.target.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  };
  for (const table of all(".roving")) {
    const first = table.querySelector("td a");
    if (first) first.tabIndex = 0;
  }

  // --- buttons, and paper ---

  form.addEventListener("input", soon);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(filter));
  document.getElementById("open").addEventListener("click", (event) => {
    const close = event.target.textContent === "Close all";
    for (const one of all(".group, details.f, details.policy")) one.open = !close;
    event.target.textContent = close ? "Open all" : "Close all";
  });
  document.getElementById("print").addEventListener("click", () => print());
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = all("details:not([open]):not(.policy)");
    for (const one of closed) one.open = true;
  });
  addEventListener("afterprint", () => {
    for (const one of closed) one.open = false;
  });

  form.hidden = false;
  new ResizeObserver(() => {
    const sticks = getComputedStyle(form).position === "sticky";
    document.documentElement.style.setProperty("--bar", `${sticks ? form.offsetHeight : 0}px`);
  }).observe(form);
  filter();
  if (location.hash) arrive();
})();
