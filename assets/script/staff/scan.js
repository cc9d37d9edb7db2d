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
