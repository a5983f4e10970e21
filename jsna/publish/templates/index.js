"use strict";
// Find a page by the words on it. Everything is inside this file: nothing is asked of a network.
(function () {
  var form = document.getElementById("find"), box = document.getElementById("words");
  var count = document.getElementById("count"), list = document.getElementById("results");
  var pages = JSON.parse(document.getElementById("index").textContent);
  function plain(text) {
    return text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "");
  }
  var index = pages.map(function (page) {
    return { page: page, title: plain(page.t), near: plain(page.s), all: " " + plain(page.w) };
  });
  function score(entry, wanted) {
    var total = 0;
    for (var i = 0; i < wanted.length; i += 1) {
      var word = wanted[i], points = 0;
      if (entry.title.indexOf(word) >= 0) { points = 10; }
      else if (entry.near.indexOf(word) >= 0) { points = 4; }
      else if (entry.all.indexOf(" " + word) >= 0) { points = 1; }
      if (!points) { return 0; }
      total += points;
    }
    return total;
  }
  function find() {
    var wanted = plain(box.value).split(/\s+/).filter(Boolean);
    var found = !wanted.length ? [] : index.map(function (entry) {
      return { entry: entry, score: score(entry, wanted) };
    }).filter(function (one) { return one.score; }).sort(function (a, b) { return b.score - a.score; });
    list.textContent = "";
    found.slice(0, 30).forEach(function (one) {
      var item = document.createElement("li"), link = document.createElement("a");
      link.href = one.entry.page.p;
      link.textContent = one.entry.page.t;
      item.append(link);
      if (one.entry.page.s) {
        var where = document.createElement("span");
        where.className = "what";
        where.textContent = one.entry.page.s;
        item.append(where);
      }
      list.append(item);
    });
    count.textContent = !wanted.length ? "" : found.length === 0
      ? "No page has these words. Try fewer, or look through the list below."
      : found.length === 1 ? "1 page" : found.length + " pages";
  }
  form.hidden = false;
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  box.addEventListener("input", find);
}());
