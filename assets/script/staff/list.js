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
