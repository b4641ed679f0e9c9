// Tables sort by any column: a button in each header, so that a keyboard does it, too.
(() => {
  "use strict";

  function keyOf(row, column) {
    const cell = row.cells[column];
    const number = cell.querySelector("data:not([data-format=text])");
    return number ? Number(number.value) : cell.textContent.trim();
  }

  function compare(a, b) {
    if (typeof a === "number" && typeof b === "number") return a - b;
    if (typeof a !== typeof b) return typeof a === "number" ? -1 : 1;
    return a.localeCompare(b, "en", { numeric: true });
  }

  function sort(table, header) {
    const descending = header.getAttribute("aria-sort") === "ascending";
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    header.setAttribute("aria-sort", descending ? "descending" : "ascending");
    const body = table.tBodies[0];
    const keyed = [...body.rows].map((row) => [keyOf(row, header.cellIndex), row]);
    keyed.sort(([a], [b]) => (descending ? compare(b, a) : compare(a, b)));
    body.append(...keyed.map(([, row]) => row));
  }

  for (const table of document.querySelectorAll("table[data-sorts]")) {
    for (const header of table.tHead.rows[0].querySelectorAll("th")) {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...header.childNodes);
      button.addEventListener("click", () => sort(table, header));
      header.append(button);
    }
  }
})();
