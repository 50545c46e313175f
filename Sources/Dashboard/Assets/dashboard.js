// Keeps an open page up to date. Everything works without it.
(() => {
  "use strict";
  document.documentElement.classList.add("has-script");
  const main = document.getElementById("content");

  // One box picks every row of its table.
  main?.addEventListener("change", (event) => {
    const box = event.target;
    if (!box.matches("input[data-all], input[data-row]")) return;
    const table = box.closest("table");
    const all = table?.querySelector("input[data-all]");
    if (!all) return;
    const rows = [...table.querySelectorAll("input[data-row]")];
    if (box === all) rows.forEach((row) => (row.checked = all.checked));
    const picked = rows.filter((row) => row.checked).length;
    all.checked = picked > 0 && picked === rows.length;
    all.indeterminate = picked > 0 && picked < rows.length;
    // Whoever has picked nothing keeps the page up to date.
    if (picked === 0) box.form?.removeAttribute("data-changed");
  });

  const address = document.body.dataset.live;
  if (!main || !address || !window.EventSource) return;

  const state = document.querySelector("[data-live-state]");
  const show = (word) => {
    if (state) state.dataset.liveState = word;
  };

  // Whoever types, chooses or selects in the page must not lose it.
  const isBusy = () => {
    const focused = document.activeElement;
    if (focused && main.contains(focused) && focused.matches("input, select, textarea, [contenteditable]")) return true;
    if (main.querySelector("input[type=checkbox][data-row]:checked, dialog[open], form[data-changed]")) return true;
    const selection = document.getSelection();
    return Boolean(selection && !selection.isCollapsed && main.contains(selection.anchorNode));
  };

  // What was open and where somebody was, found again in the new content.
  const remember = () => ({
    focus: document.activeElement && main.contains(document.activeElement) ? pathTo(document.activeElement) : null,
    open: [...main.querySelectorAll("details")].map((details) => details.open),
    scrolls: [...main.querySelectorAll(".scroll")].map((box) => box.scrollLeft),
    top: window.scrollY,
  });
  const pathTo = (element) => {
    const steps = [];
    for (let at = element; at !== main; at = at.parentElement) {
      if (at.id) {
        steps.unshift("#" + CSS.escape(at.id));
        break;
      }
      steps.unshift(`${at.tagName}:nth-child(${[...at.parentElement.children].indexOf(at) + 1})`);
    }
    return steps.join(" > ");
  };
  const recall = (memory) => {
    main.querySelectorAll("details").forEach((details, index) => {
      if (index < memory.open.length) details.open = memory.open[index];
    });
    main.querySelectorAll(".scroll").forEach((box, index) => {
      box.scrollLeft = memory.scrolls[index] || 0;
    });
    if (memory.focus) main.querySelector(memory.focus)?.focus({ preventScroll: true });
    window.scrollTo({ top: memory.top, behavior: "instant" });
  };

  let isFetching = false;
  let isStale = false;
  let shown = "";
  const refresh = async () => {
    if (isFetching || document.hidden || isBusy()) {
      isStale = true;
      return;
    }
    isFetching = true;
    isStale = false;
    try {
      const answer = await fetch(location.href, { headers: { "X-Fragment": "1" }, credentials: "same-origin" });
      if (answer.status === 401) {
        location.reload();
        return;
      }
      if (!answer.ok || !(answer.headers.get("Content-Type") || "").startsWith("text/html")) return;
      const text = await answer.text();
      if (isBusy()) {
        isStale = true;
      } else if (text !== shown) {
        const memory = remember();
        const content = document.createElement("template");
        content.innerHTML = text;
        main.replaceChildren(content.content);
        shown = text;
        recall(memory);
      }
    } catch {
      isStale = true;
    } finally {
      isFetching = false;
    }
  };

  // Forms that somebody has begun to fill in stay as they are.
  main.addEventListener("input", (event) => event.target.form?.setAttribute("data-changed", ""));

  let source = null;
  const open = () => {
    if (source) return;
    source = new EventSource(address);
    source.onopen = () => show("on");
    source.onerror = () => show("off");
    source.addEventListener("change", refresh);
  };
  const close = () => {
    source?.close();
    source = null;
    show("off");
  };
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return close();
    open();
    refresh();
  });
  document.addEventListener("focusout", () => setTimeout(() => isStale && refresh(), 0));
  window.addEventListener("pagehide", close);
  window.addEventListener("pageshow", (event) => event.persisted && open());
  // Ages go on although nothing changes.
  setInterval(refresh, 30000);
  if (!document.hidden) open();
})();
