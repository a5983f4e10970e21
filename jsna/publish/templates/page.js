"use strict";
// Tables behind pictures are opened for print, and closed again as the reader had them.
(function () {
  var opened = [];
  addEventListener("beforeprint", function () {
    opened = Array.from(document.querySelectorAll("details:not([open])"));
    opened.forEach(function (part) { part.open = true; });
  });
  addEventListener("afterprint", function () {
    opened.forEach(function (part) { part.open = false; });
  });
  // A link to a figure also opens what hides it.
  function reveal() {
    var target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (var part = target; part; part = part.parentElement) {
      if (part.tagName === "DETAILS") { part.open = true; }
    }
  }
  addEventListener("hashchange", reveal);
  reveal();
  // Only a table that is wider than its place needs to be reached by the keyboard.
  document.querySelectorAll(".scroll").forEach(function (part) {
    if (part.scrollWidth <= part.clientWidth && part.clientWidth > 0) {
      part.removeAttribute("tabindex");
    }
    addEventListener("resize", function () {
      if (part.scrollWidth > part.clientWidth) { part.tabIndex = 0; }
    });
  });
}());
