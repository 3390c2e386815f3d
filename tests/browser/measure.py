"""What an eye would measure on an open page: colours, boxes, the order of signs."""

from __future__ import annotations

from typing import Any, NamedTuple

from playwright.sync_api import Locator, Page

# A canvas mixes whatever colours the sheet uses, half-transparent ones too, as the screen does.
TEXTS = """() => {
  const PROSE = ".e-content, .p-summary, h1";
  const pen = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const paint = colour => { pen.fillStyle = colour; pen.fillRect(0, 0, 1, 1); };
  const read = () => [...pen.getImageData(0, 0, 1, 1).data].slice(0, 3);
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const text = walker.currentNode.data.trim(), owner = walker.currentNode.parentElement;
    if (!text || !owner.checkVisibility({ visibilityProperty: true })) continue;
    const above = [];
    for (let one = owner; one; one = one.parentElement) above.unshift(one);
    paint("#fff");
    above.forEach(one => paint(getComputedStyle(one).backgroundColor));
    const ground = read();
    paint(getComputedStyle(owner).color);
    found.push({ text, ink: read(), ground, link: !!owner.closest("a"), prose: !!owner.closest(PROSE) && !owner.closest("figcaption") });
  }
  return found;
}"""

RING = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const pen = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const paint = colour => { pen.fillStyle = colour; pen.fillRect(0, 0, 1, 1); };
  const read = () => [...pen.getImageData(0, 0, 1, 1).data].slice(0, 3);
  const style = getComputedStyle(element), above = [];
  // An outline that is moved inwards lies on the element itself, any other on what is around it.
  for (let one = parseFloat(style.outlineOffset) < 0 ? element : element.parentElement; one; one = one.parentElement) above.unshift(one);
  paint("#fff");
  above.forEach(one => paint(getComputedStyle(one).backgroundColor));
  const ground = read();
  paint(style.outlineColor);
  const box = element.getBoundingClientRect();
  return {
    name: element.textContent.trim(), href: element.getAttribute("href"), tag: element.tagName, ink: read(), ground,
    line: style.outlineStyle, width: parseFloat(style.outlineWidth),
    seen: box.width > 4 && box.height > 4 && box.bottom > 0 && box.top < innerHeight && element.checkVisibility({ opacityProperty: true }),
  };
}"""

# What a box of its own scrolls, and what is cut to nothing for screen readers, does not widen the page.
OUTSIDE = """() => [...document.body.querySelectorAll("*")].filter(element => {
  const box = element.getBoundingClientRect();
  if (!element.checkVisibility() || !box.width || !box.height || (box.left >= -1 && box.right <= innerWidth + 1)) return false;
  for (let one = element; one; one = one.parentElement) {
    const style = getComputedStyle(one);
    if (style.clipPath !== "none" || (one !== element && /auto|scroll/.test(style.overflowX))) return false;
  }
  return true;
}).map(element => element.outerHTML.slice(0, 120))"""

SMALL = """() => [...document.querySelectorAll("nav a, li a, h2 a")].filter(link => {
  const box = link.getBoundingClientRect();
  if (!link.checkVisibility()) return false;
  return box.height < 24 || box.width < 24;
}).map(link => link.outerHTML)"""

SIGNS = """element => {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT), places = [];
  while (walker.nextNode()) {
    for (let at = 0; at < walker.currentNode.length; at++) {
      const range = document.createRange();
      range.setStart(walker.currentNode, at);
      range.setEnd(walker.currentNode, at + 1);
      const box = range.getBoundingClientRect();
      places.push([Math.round(box.top), box.left, walker.currentNode.data[at]]);
    }
  }
  return places;
}"""

Colour = list[int]


class Text(NamedTuple):
    """A piece of visible text and its contrast to what is behind it."""

    text: str
    contrast: float
    link: bool
    prose: bool
    ground: tuple[int, ...]


def contrast(one: Colour, other: Colour) -> float:
    """Contrast ratio of two sRGB colours (WCAG 2.2), 1 to 21."""

    def luminance(colour: Colour) -> float:
        parts = [part / 255 for part in colour]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def texts(page: Page) -> list[Text]:
    """Every visible piece of text."""
    return [
        Text(one["text"], contrast(one["ink"], one["ground"]), one["link"], one["prose"], tuple(one["ground"]))
        for one in page.evaluate(TEXTS)
    ]


def ring(page: Page) -> dict[str, Any] | None:
    """What has the focus and how that is shown; None when nothing on the page has it."""
    found: dict[str, Any] | None = page.evaluate(RING)
    return found and found | {"contrast": contrast(found["ink"], found["ground"])}


def outside(page: Page) -> list[str]:
    """What sticks out of the window to the left or right; the page itself if it scrolls sideways."""
    wide: bool = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    parts: list[str] = page.evaluate(OUTSIDE)
    return parts + ([f"page {page.url}"] if wide else [])


def small(page: Page) -> list[str]:
    """Visible links of menus, lists and headlines that are under 24 pixels high or wide (WCAG 2.2, 2.5.8)."""
    found: list[str] = page.evaluate(SMALL)
    return found


def seen_from_left(locator: Locator) -> str:
    """The signs of an element in the order in which they stand on the screen, line by line, from the left."""
    return "".join(sign for _, _, sign in sorted(locator.evaluate(SIGNS), key=lambda place: place[:2]))
