"use strict";
// Nothing leaves this page but a file that its reader saves.
(function () {
  var about = JSON.parse(document.getElementById("data").textContent), entries = [], saved = true;
  function at(id) { return document.getElementById(id); }
  function picked(name) { return document.querySelector("input[name=" + name + "]:checked").value; }
  function today() {
    var now = new Date();
    return [now.getFullYear(), ("0" + (now.getMonth() + 1)).slice(-2), ("0" + now.getDate()).slice(-2)].join("-");
  }
  function identity() {
    var bytes = crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, function (byte) { return ("0" + byte.toString(16)).slice(-2); }).join("");
  }
  function fault(id, text) {
    at(id + "-error").textContent = text;
    if (text) { at(id).setAttribute("aria-invalid", "true"); } else { at(id).removeAttribute("aria-invalid"); }
    return Boolean(text);
  }
  function list() {
    at("list").textContent = "";
    entries.forEach(function (entry, number) {
      var item = document.createElement("li"), text = document.createElement("span"), remove = document.createElement("button");
      text.textContent = entry.text + " ";
      remove.type = "button";
      remove.textContent = "Take out number " + (number + 1);
      remove.addEventListener("click", function () {
        entries.splice(number, 1);
        saved = entries.length === 0;
        list();
        at("state").textContent = "Taken out. " + entries.length + " left.";
        at("text").focus();
      });
      item.append(text, remove);
      at("list").append(item);
    });
    at("none").hidden = entries.length > 0;
    at("save").disabled = entries.length === 0;
  }
  at("form").addEventListener("submit", function (event) {
    event.preventDefault();
    var empty = fault("text", at("text").value.trim() ? "" : "Write something first.");
    var wrong = fault("figure", /^\d{0,3}$/.test(at("figure").value.trim()) ? "" : "The number of a figure is written in digits, such as 3.");
    if (empty || wrong) { at(empty ? "text" : "figure").focus(); return; }
    entries.push({
      id: identity(), received: today(), page: at("page").value, figure: at("figure").value.trim(),
      kind: picked("kind"), theme: at("theme") ? at("theme").value : "", who: picked("who"), text: at("text").value.trim()
    });
    saved = false;
    at("text").value = at("figure").value = "";
    list();
    at("state").textContent = "Added, " + entries.length + " in all. Add another, or save the file to hand in.";
    at("text").focus();
  });
  at("save").addEventListener("click", function () {
    var content = JSON.stringify({ format: about.format, edition: about.edition, entries: entries }, null, 1);
    var link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([content], { type: "application/json" }));
    link.download = "tell-us-" + about.edition + "-" + today() + "-" + identity().slice(0, 6) + ".json";
    link.click();
    setTimeout(function () { URL.revokeObjectURL(link.href); }, 1000);
    saved = true;
    at("state").textContent = "Saved. Please hand in the file " + link.download + ".";
  });
  addEventListener("beforeunload", function (event) {
    if (!saved) { event.preventDefault(); }
  });
  var asked = new URLSearchParams(location.search);
  ["page", "theme"].forEach(function (name) {
    if (!at(name)) { return; }
    if (asked.get(name)) { at(name).value = asked.get(name); }
    if (at(name).selectedIndex < 0) { at(name).value = ""; }
  });
}());
