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
