"use strict";
// Reads published cells only. A choice that no published table answers cannot be made.
(function () {
  var data = JSON.parse(document.getElementById("data").textContent), dims = data.dimensions;
  var names = Object.keys(dims).sort(function (a, b) { return order(a) - order(b); });
  var STATES = { "-1": "too few to show", "-2": "not collected", "-3": "not applicable", "-9": "not published" };
  var by = at("by"), f1 = at("f1"), v1 = at("v1"), f2 = at("f2"), v2 = at("v2");
  var current = null;
  function at(id) { return document.getElementById(id); }
  function order(name) { return name === "area" ? 0 : name === "need" ? 1 : 2; }
  function has(wanted) {
    return data.tables.find(function (table) {
      return wanted.every(function (name) { return table.by.indexOf(name) >= 0; });
    });
  }
  function fill(select, options, value) {
    select.textContent = "";
    options.forEach(function (one) {
      var option = document.createElement("option");
      option.value = one[0];
      option.textContent = one[1];
      select.append(option);
    });
    select.value = options.some(function (one) { return one[0] === value; }) ? value : options[0][0];
    select.disabled = options.length < 2;
  }
  function filters(without) {
    return [["", "No filter"]].concat(names.filter(function (name) {
      return without.indexOf(name) < 0 && has(without.concat([name]));
    }).map(function (name) { return [name, dims[name].name]; }));
  }
  function values(name) {
    return name ? dims[name].values.map(function (value) { return [value, value]; }) : [["", "All"]];
  }
  function chosen() {
    var parts = by.value.split("|");
    return { by: parts[0], set: Number(parts[1]), f1: f1.value, v1: v1.value, f2: f2.value, v2: v2.value };
  }
  function offer(want) {
    var shows = [];
    names.forEach(function (name) {
      dims[name].sets.forEach(function (set, number) {
        shows.push([name + "|" + number, dims[name].name + (set.name ? ": " + set.name : "")]);
      });
    });
    fill(by, shows, want.by + "|" + (want.set || 0));
    var first = by.value.split("|")[0];
    fill(f1, filters([first]), want.f1);
    fill(v1, values(f1.value), want.v1);
    fill(f2, f1.value ? filters([first, f1.value]) : [["", "No filter"]], want.f2);
    fill(v2, values(f2.value), want.v2);
  }
  function cell(wanted) {
    var table = has(Object.keys(wanted)), place = 0;
    for (var i = 0; i < table.by.length; i += 1) {
      var value = wanted[table.by[i]] === undefined ? "Total" : wanted[table.by[i]];
      var number = table.values[i].indexOf(value);
      if (number < 0) { return -9; }
      place = place * table.values[i].length + number;
    }
    return table.cells[place];
  }
  function written(number) { return number.toLocaleString("en-GB"); }
  function share(part, whole) { return whole > 0 && part >= 0 ? (100 * part / whole).toFixed(0) + "%" : ""; }
  function show(push) {
    var now = chosen(), where = {}, said = [];
    [[now.f1, now.v1], [now.f2, now.v2]].forEach(function (pair) {
      if (pair[0]) { where[pair[0]] = pair[1]; said.push(dims[pair[0]].name + ": " + pair[1]); }
    });
    var wanted = Object.assign({}, where);
    wanted[now.by] = "Total";
    var total = cell(wanted);
    var rows = dims[now.by].sets[now.set].values.map(function (value) {
      wanted[now.by] = value;
      return { name: value, value: cell(wanted) };
    });
    var title = data.title + " by " + dims[now.by].name.toLowerCase() + (said.length ? " (" + said.join("; ") + ")" : "");
    current = { rows: rows, total: total, title: title, now: now, said: said };
    at("shown").textContent = title;
    at("caption").textContent = title + ". " + data.period + ".";
    draw(rows, title);
    fillTable(rows, total, now);
    var shown = rows.filter(function (row) { return row.value >= 0; });
    var hidden = rows.length - shown.length;
    at("note").textContent = (data.madeUp ? "Made-up records. " : "") +
      (data.base > 1 ? "Counts are rounded to the nearest " + data.base + "; 0 means none or very few. " : "") +
      (hidden ? hidden + " of " + rows.length + " numbers cannot be shown; they are not nought." : "");
    at("status").textContent = title + ": " + rows.length + " rows.";
    at("done").textContent = "";
    if (push) { keep(now); }
  }
  function heading(text, scope, number) {
    var th = document.createElement("th");
    th.scope = scope;
    th.textContent = text;
    if (number) { th.className = "number"; }
    return th;
  }
  function fillTable(rows, total, now) {
    var head = at("head"), body = at("rows");
    head.textContent = body.textContent = "";
    head.append(heading(dims[now.by].name, "col"), heading(data.unit.charAt(0).toUpperCase() + data.unit.slice(1), "col", true), heading("Share of all counted", "col", true));
    rows.concat([{ name: dims[now.by].all, value: total }]).forEach(function (row) {
      var tr = document.createElement("tr"), td = document.createElement("td"), part = document.createElement("td");
      td.className = part.className = "number";
      td.textContent = row.value >= 0 ? written(row.value) : STATES[row.value];
      part.textContent = share(row.value, total) || "not applicable";
      tr.append(heading(row.name, "row"), td, part);
      body.append(tr);
    });
  }
  function make(name, attributes, text) {
    var element = document.createElementNS("http://www.w3.org/2000/svg", name);
    Object.keys(attributes).forEach(function (key) { element.setAttribute(key, attributes[key]); });
    if (text !== undefined) { element.textContent = text; }
    return element;
  }
  function draw(rows, title) {
    var ordered = names.indexOf(current.now.by) >= 0 && ["need", "ethnicity", "placement", "phase"].indexOf(current.now.by) >= 0;
    var drawn = ordered ? rows.slice().sort(function (a, b) { return b.value - a.value; }) : rows;
    var top = Math.max.apply(null, drawn.map(function (row) { return row.value; }).concat([1]));
    var shown = drawn.filter(function (row) { return row.value >= 0; });
    var high = shown.slice().sort(function (a, b) { return b.value - a.value; });
    var alt = "Bar chart, " + drawn.length + " bars: " + title + ". " + (high.length
      ? "Highest: " + high[0].name + ", " + written(high[0].value) + ". Lowest: " + high[high.length - 1].name + ", " + written(high[high.length - 1].value) + "."
      : "No number can be shown.");
    var step = 40, svg = make("svg", { viewBox: "0 0 360 " + (drawn.length * step + 4), role: "img", "aria-label": alt, "font-size": "13" });
    drawn.forEach(function (row, number) {
      var y = number * step, width = row.value > 0 ? 285 * row.value / top : 0;
      svg.append(make("text", { x: 0, y: y + 13, "class": "f-ink" }, row.name.length > 52 ? row.name.slice(0, 50) + "…" : row.name));
      if (row.value >= 0) {
        svg.append(make("rect", { x: 0, y: y + 18, width: width, height: 15, "class": "f-main" }));
        svg.append(make("text", { x: width + 6, y: y + 30, "font-weight": "bold", "class": "f-ink" }, written(row.value)));
      } else {
        svg.append(make("text", { x: 0, y: y + 30, "class": "f-muted" }, STATES[row.value]));
      }
    });
    at("chart").replaceChildren(svg);
  }
  function keep(now) {
    var parts = ["by=" + encodeURIComponent(now.by + (now.set ? "|" + now.set : ""))];
    if (now.f1) { parts.push(now.f1 + "=" + encodeURIComponent(now.v1)); }
    if (now.f2) { parts.push(now.f2 + "=" + encodeURIComponent(now.v2)); }
    history.replaceState(null, "", "#" + parts.join("&"));
  }
  function asked() {
    var want = { by: names[0], set: 0, f1: "", v1: "", f2: "", v2: "" };
    location.hash.slice(1).split("&").forEach(function (part) {
      var pair = part.split("="), value = pair.length > 1 ? decodeURIComponent(pair[1]) : "";
      if (pair[0] === "by") { want.by = value.split("|")[0]; want.set = Number(value.split("|")[1] || 0); }
      else if (dims[pair[0]] && !want.f1) { want.f1 = pair[0]; want.v1 = value; }
      else if (dims[pair[0]]) { want.f2 = pair[0]; want.v2 = value; }
    });
    return want;
  }
  function quoted(text) {
    // A cell that begins like a formula stays text in a spreadsheet.
    var safe = /^[=+\-@\t\r]/.test(text) ? "'" + text : text;
    return '"' + safe.replace(/"/g, '""') + '"';
  }
  function slug(text) { return text.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, ""); }
  by.form.addEventListener("submit", function (event) { event.preventDefault(); });
  [by, f1, v1, f2, v2].forEach(function (select) {
    select.addEventListener("change", function () { offer(chosen()); show(true); });
  });
  at("csv").addEventListener("click", function () {
    var lines = [[dims[current.now.by].name, data.unit, "status"].map(quoted).join(",")];
    current.rows.concat([{ name: "Total", value: current.total }]).forEach(function (row) {
      lines.push([quoted(row.name), row.value >= 0 ? row.value : "", quoted(row.value >= 0 ? "shown" : STATES[row.value])].join(","));
    });
    lines.push("", quoted(current.title + ". " + data.period), quoted(data.source));
    var link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob(["\ufeff" + lines.join("\r\n")], { type: "text/csv" }));
    link.download = slug(current.title + " " + data.period) + ".csv";
    link.click();
    setTimeout(function () { URL.revokeObjectURL(link.href); }, 1000);
    at("done").textContent = "Saved.";
  });
  at("copy").addEventListener("click", function () {
    keep(current.now);
    var copied = navigator.clipboard && navigator.clipboard.writeText(location.href);
    (copied || Promise.reject()).then(function () { at("done").textContent = "Copied."; }, function () {
      at("done").textContent = "The address in the browser's bar keeps this choice: copy it from there.";
    });
  });
  addEventListener("hashchange", function () { offer(asked()); show(false); });
  at("choose").hidden = at("result").hidden = false;
  offer(asked());
  show(false);
}());
