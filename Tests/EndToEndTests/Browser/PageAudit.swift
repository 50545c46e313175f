import Foundation

/// What is wrong with a page for people who read it otherwise than most, or on a telephone. Each finding is a sentence.
struct PageAudit {
    /// The text of axe-core, which the environment variable `SPWORKER_AXE` names; `nil` leaves it out.
    let axe: String?

    /// Reads axe-core, if there is one.
    init() throws {
        axe = try ChromeDriver.named("SPWORKER_AXE").map { try String(contentsOf: $0, encoding: .utf8) }
    }

    /// Looks at the page that is shown. Takes half a second with axe-core.
    ///
    /// - Parameter isThorough: Whether axe-core looks too.
    func findings(_ browser: Browser, isThorough: Bool) async throws -> [String] {
        var found: [String] = try await browser.run(Self.rules)
        if isThorough, let axe {
            let isThere: Bool = try await browser.run("return Boolean(window.axe);")
            found += try await browser.run((isThere ? "" : axe + "\n") + Self.axeRun) as [String]
        }
        return found
    }

    /// All that axe-core knows for certain.
    private static let axeRun = """
        return window.axe.run(document, {resultTypes: ["violations"]}).then((result) =>
          result.violations.flatMap((rule) => rule.nodes.map((node) =>
            `axe ${rule.id}: ${node.target.join(" ")}: ${node.failureSummary.replace(/\\s+/g, " ")}`)));
        """

    /// Rules of our own: they hold where axe-core cannot be had, and say what it does not know.
    private static let rules = #"""
        const found = [];
        const name = (element) => {
          const words = (element.textContent || "").trim().replace(/\s+/g, " ").slice(0, 40);
          return `<${element.tagName.toLowerCase()}${element.className && element.className.baseVal === undefined
            ? "." + element.className : ""}> '${words}'`;
        };
        const isShown = (element) => {
          const box = element.getBoundingClientRect();
          return box.width > 1 && box.height > 1 && getComputedStyle(element).visibility !== "hidden";
        };

        // Nothing makes the page itself wider than the window.
        if (document.documentElement.scrollWidth > innerWidth) {
          const wide = [...document.querySelectorAll("main *, header *, footer *")].filter((element) =>
            element.getBoundingClientRect().right > innerWidth + 1
              && !element.parentElement.closest(".scroll, .menu ul") && isShown(element));
          found.push(`the page is ${document.documentElement.scrollWidth} pixels wide in a window of ${innerWidth}: `
            + wide.slice(0, 3).map(name).join(", "));
        }

        // Landmarks, headings, titles, names.
        for (const landmark of ["header", "main", "footer"]) {
          if (document.querySelectorAll(`body > ${landmark}`).length !== 1) found.push(`there is not one <${landmark}>`);
        }
        if (document.querySelectorAll("h1").length !== 1) found.push("there is not one <h1>");
        let level = 0;
        for (const heading of document.querySelectorAll("h1, h2, h3, h4, h5, h6")) {
          const next = Number(heading.tagName[1]);
          if (next > level + 1) found.push(`a level is left out before ${name(heading)}`);
          level = next;
        }
        if (!document.title.includes(" · ") || !document.documentElement.lang) found.push("no title or no language");
        const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
        const twice = ids.filter((id, index) => ids.indexOf(id) !== index);
        if (twice.length) found.push(`ids that are there twice: ${[...new Set(twice)].join(", ")}`);
        for (const element of document.querySelectorAll("[aria-labelledby], [aria-describedby], [for]")) {
          for (const attribute of ["aria-labelledby", "aria-describedby", "for"]) {
            for (const id of (element.getAttribute(attribute) || "").split(" ").filter(Boolean)) {
              if (!document.getElementById(id)) found.push(`${attribute} of ${name(element)} leads nowhere`);
            }
          }
        }
        for (const control of document.querySelectorAll("input:not([type=hidden]), select, textarea")) {
          const label = control.getAttribute("aria-label") || (control.getAttribute("aria-labelledby") && "named")
            || [...(control.labels || [])].map((each) => each.textContent.trim()).join("");
          if (!label) found.push(`${name(control)} ${control.name} has no label`);
        }
        for (const element of document.querySelectorAll("a, button, summary")) {
          if (!element.textContent.trim() && !element.getAttribute("aria-label")) found.push(`${name(element)} says nothing`);
        }
        for (const table of document.querySelectorAll("table")) {
          if (!table.caption) found.push(`${name(table)} has no caption`);
          for (const cell of table.querySelectorAll("th:not([scope])")) found.push(`${name(cell)} has no scope`);
        }
        for (const drawing of document.querySelectorAll("svg")) {
          if (drawing.getAttribute("aria-hidden") !== "true" && drawing.getAttribute("role") !== "img") {
            found.push("a drawing is neither hidden from readers nor an image");
          }
        }
        if (document.querySelector("[style], style, script:not([src])")) found.push("something is written inline");

        // Words stand out from what is behind them: 4.5 to 1, and 3 to 1 for large ones.
        const part = (value) => (value /= 255) <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
        const light = ([red, green, blue]) => 0.2126 * part(red) + 0.7152 * part(green) + 0.0722 * part(blue);
        const colour = (text) => {
          const parts = (text.match(/[\d.]+/g) || []).map(Number);
          return text.startsWith("rgb") ? [...parts.slice(0, 3), parts.length > 3 ? parts[3] : 1] : null;
        };
        const over = (top, base) => top.slice(0, 3).map((value, index) => value * top[3] + base[index] * (1 - top[3]));
        const behind = (element) => {
          const layers = [];
          for (let at = element; at; at = at.parentElement) {
            const layer = colour(getComputedStyle(at).backgroundColor);
            if (layer && layer[3] > 0) layers.push(layer);
            if (layer && layer[3] === 1) break;
          }
          return layers.reverse().reduce((base, layer) => over(layer, base), [255, 255, 255]);
        };
        const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        const seen = new Set();
        while (walker.nextNode()) {
          const element = walker.currentNode.parentElement;
          if (!walker.currentNode.data.trim() || seen.has(element) || !isShown(element)) continue;
          seen.add(element);
          const style = getComputedStyle(element);
          const front = colour(style.color);
          if (!front || element.closest("svg, :disabled, .unseen, option")) continue;
          const base = behind(element);
          const [one, other] = [light(over(front, base)), light(base)].sort((left, right) => right - left);
          const size = parseFloat(style.fontSize);
          const least = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700) ? 3 : 4.5;
          const ratio = (one + 0.05) / (other + 0.05);
          if (ratio < least) found.push(`contrast ${ratio.toFixed(2)} of ${name(element)}`);
        }
        return [...new Set(found)];
        """#
}
