// The counter works without this file. With it, the passport's two lines fill the sheet as soon as a reader has
// typed them, the next empty field takes the focus after a save, a paper that is ticked to say what the
// application says hides its fields, and a sheet prints itself by a button.
(function () {
  "use strict";
  var sheet = document.getElementById("sheet");

  // A reader types both lines and Enter; a person types slowly. Both end with 88 signs.
  function whole(text) {
    var lines = text.split(/\s*\n\s*/).filter(Boolean);
    return lines.length === 2 && lines.every(function (line) { return line.replace(/\s/g, "").length === 44; });
  }

  function filled(text, before) { return whole(text) && text.trim() !== before.trim(); }

  if (sheet) {
    Array.prototype.forEach.call(sheet.querySelectorAll("[data-zone] textarea"), function (zone) {
      var before = zone.value;
      zone.addEventListener("input", function () {
        if (filled(zone.value, before)) sheet.requestSubmit();
      });
    });

    // Enter in a field saves; in the two lines of a passport it is a part of what a reader types.
    sheet.addEventListener("keydown", function (event) {
      if (event.key !== "Enter" || event.target.tagName !== "SELECT" || event.defaultPrevented) return;
      event.preventDefault();
      sheet.requestSubmit();
    });

    var place = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (place && sheet.contains(place) && /^(INPUT|SELECT|TEXTAREA)$/.test(place.tagName)) {
      place.focus();
    } else if (!sheet.querySelector(".govuk-error-message") && !document.querySelector(".govuk-error-summary")) {
      var first = sheet.querySelector("[data-zone] textarea");
      if (first && !first.value) first.focus();
    }
  }

  Array.prototype.forEach.call(document.querySelectorAll("[data-print]"), function (button) {
    button.hidden = false;
    button.addEventListener("click", function () { window.print(); });
  });
})();
// Shortcuts of the workplaces. An element with data-key="a" (or "F8", "?", "/", "g c") is reached by
// that key; what it says is its label. Keys typed into a field stay in the field, function keys
// excepted. `?` lists the shortcuts of the page; /help/keys lists all, and /account switches them off.
(function () {
  "use strict";
  if (!document.body.hasAttribute("data-keys")) return;

  var begun = ""; // the first key of a pair such as "g c"
  var timer;

  function elements() {
    return Array.prototype.filter.call(document.querySelectorAll("[data-key]"), function (e) {
      return e.getClientRects().length > 0 && !e.disabled;
    });
  }

  // The key as the caps of a Latin keyboard name it: people here type in Kazakh and in Russian.
  function name(event) {
    if (event.key === "/" || event.key === "?") return event.key;
    if (event.code === "Slash") return event.shiftKey ? "?" : "/";
    if (/^Key[A-Z]$/.test(event.code) && !/^[a-z]$/i.test(event.key)) return event.code.slice(3).toLowerCase();
    return event.key.length === 1 ? event.key.toLowerCase() : event.key;
  }

  function typing(target) {
    return target.isContentEditable || /^(TEXTAREA|SELECT)$/.test(target.tagName) ||
      (target.tagName === "INPUT" && !/^(checkbox|radio|button|submit|reset|file|image)$/.test(target.type));
  }

  function label(element) {
    var text = element.getAttribute("data-key-label") || element.getAttribute("aria-label");
    if (!text && element.labels && element.labels.length) text = element.labels[0].textContent;
    return (text || element.textContent).trim().replace(/\s+/g, " ");
  }

  function act(element) {
    element.focus();
    if (/^(TEXTAREA|SELECT)$/.test(element.tagName) || typing(element)) {
      if (element.select) element.select();
    } else {
      element.click();
    }
  }

  function caps(keys) {
    var cell = document.createElement("dt");
    keys.split(" ").forEach(function (key, i) {
      if (i) cell.append(" ");
      var cap = document.createElement("kbd");
      cap.textContent = key;
      cell.append(cap);
    });
    return cell;
  }

  // The list is the page's own: every element with a shortcut that can be seen now, in its order.
  function list() {
    var old = document.querySelector("dialog.rq-keys");
    if (old) return old;
    var link = document.querySelector('[data-key="?"]');
    if (!link || !window.HTMLDialogElement) return null;
    var dialog = document.createElement("dialog");
    dialog.className = "rq-keys";
    dialog.setAttribute("aria-labelledby", "keys-title");
    var title = document.createElement("h2");
    title.className = "govuk-heading-m";
    title.id = "keys-title";
    title.textContent = label(link);
    var rows = document.createElement("dl");
    elements().forEach(function (element) {
      var text = document.createElement("dd");
      text.textContent = label(element);
      rows.append(caps(element.dataset.key), text);
    });
    var close = document.createElement("button");
    close.type = "button";
    close.className = "govuk-button govuk-button--secondary";
    close.textContent = link.dataset.close;
    close.addEventListener("click", function () { dialog.close(); });
    var all = document.createElement("a");
    all.className = "govuk-link";
    all.href = link.href;
    all.textContent = link.dataset.all;
    dialog.append(title, rows, close, all);
    dialog.addEventListener("close", function () { dialog.remove(); });
    document.body.append(dialog);
    return dialog;
  }

  function open(event) {
    var dialog = list();
    if (!dialog) return;
    event.preventDefault();
    if (!dialog.open) dialog.showModal();
  }

  document.addEventListener("click", function (event) {
    var link = event.target.closest ? event.target.closest('[data-key="?"]') : null;
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) open(event);
  });

  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.defaultPrevented) return;
    if (event.key === "Shift") return;
    if (document.querySelector("dialog[open]")) return;
    var key = name(event);
    if (typing(event.target) && !/^F\d+$/.test(key)) return;

    var wanted = begun ? begun + " " + key : key;
    clearTimeout(timer);
    begun = "";
    var found = elements();
    var hit = found.filter(function (e) { return e.dataset.key === wanted; })[0];
    if (hit) {
      event.preventDefault();
      act(hit);
    } else if (found.some(function (e) { return e.dataset.key.indexOf(wanted + " ") === 0; })) {
      event.preventDefault();
      begun = wanted;
      timer = setTimeout(function () { begun = ""; }, 2000);
    }
  });
})();
// The worklist: ticks by the row, by ranges with Shift, and the whole page; j, k and x by keyboard. Without
// it every tick is a checkbox and the whole page is a link.
(function () {
  "use strict";
  var button = document.querySelector("[data-print]");
  if (button) {
    button.hidden = false;
    button.addEventListener("click", function () { window.print(); });
  }
  var bar = document.querySelector(".rq-bulk[data-tick]");
  if (!bar) return;
  var form = bar.closest("form");
  var ticks = Array.prototype.slice.call(form.querySelectorAll('input[name="pick"]'));
  var rows = Array.prototype.slice.call(form.querySelectorAll("tbody tr")).filter(function (r) { return r.querySelector("a.no"); });
  var said = bar.querySelector(".rq-bulk__said");
  var page = bar.querySelector(".rq-bulk__page");
  var pageText = page && page.textContent;
  var all = bar.querySelector('input[name="all"]');
  var last = null; // the tick that Shift counts from
  var at = -1; // the row that j and k stand on

  function show() {
    var n = ticks.filter(function (t) { return t.checked; }).length;
    ticks.forEach(function (t) { t.closest("tr").classList.toggle("is-picked", t.checked || Boolean(all && all.checked)); });
    said.textContent = n ? bar.dataset.some + " " + n : bar.dataset.none;
    if (page) page.textContent = n === ticks.length ? page.dataset.untick : pageText;
  }

  form.addEventListener("click", function (event) {
    var tick = event.target.closest ? event.target.closest('input[name="pick"]') : null;
    if (!tick) return;
    if (event.shiftKey && last) {
      var from = ticks.indexOf(last), to = ticks.indexOf(tick);
      for (var i = Math.min(from, to); i <= Math.max(from, to); i++) ticks[i].checked = tick.checked;
    }
    last = tick;
    show();
  });
  form.addEventListener("change", show);
  if (page) {
    page.addEventListener("click", function (event) {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      var every = ticks.every(function (t) { return t.checked; });
      ticks.forEach(function (t) { t.checked = !every; });
      show();
    });
  }

  form.addEventListener("focusin", function (event) {
    var row = event.target.closest("tbody tr");
    if (row) at = rows.indexOf(row);
  });
  function go(step) {
    at = Math.max(0, Math.min(rows.length - 1, at + step));
    rows[at].querySelector("a.no").focus();
  }
  function key(name, text, act) {
    var b = document.createElement("button");
    b.type = "button";
    b.tabIndex = -1;
    b.className = "rq-keysonly";
    b.dataset.key = name;
    b.textContent = text;
    b.addEventListener("click", act);
    bar.append(b);
  }
  key("j", bar.dataset.next, function () { go(1); });
  key("k", bar.dataset.previous, function () { go(-1); });
  key("x", bar.dataset.tick, function () {
    var row = rows[Math.max(at, 0)];
    var tick = row && row.querySelector('input[name="pick"]');
    if (!tick) return;
    tick.checked = !tick.checked;
    last = tick;
    show();
    go(at < 0 ? 1 : 0);
  });
  show();
})();
// A scan is zoomed and turned in place: its tools are links that work without a script too.
(function () {
  "use strict";
  var zooms = [25, 50, 75, 100, 150, 200, 300, 400];

  Array.prototype.forEach.call(document.querySelectorAll("[data-viewer]"), function (box) {
    var frame = box.querySelector("[data-view-frame]");
    if (!frame) return;
    var zoom = Number(box.querySelector("[data-view-zoom]").textContent);
    var turn = Number(box.querySelector("[data-view-turn]").textContent);

    function show() {
      frame.className = "rq-viewer__frame rq-zoom-" + zoom + " rq-turn-" + turn;
      box.querySelector("[data-view-zoom]").textContent = zoom;
      box.querySelector("[data-view-turn]").textContent = turn;
    }

    function scale(by) {
      var i = zooms.indexOf(zoom) + by;
      zoom = zooms[Math.min(Math.max(i, 0), zooms.length - 1)];
    }

    var acts = {
      in: function () { scale(1); },
      out: function () { scale(-1); },
      left: function () { turn = (turn + 270) % 360; },
      right: function () { turn = (turn + 90) % 360; },
      reset: function () { zoom = 100; turn = 0; }
    };

    box.addEventListener("click", function (event) {
      var tool = event.target.closest("[data-view]");
      if (!tool || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      acts[tool.getAttribute("data-view")]();
      show();
    });
  });
})();
