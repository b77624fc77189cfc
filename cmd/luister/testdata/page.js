// What can be seen of a page that is wrong for people, as a list of sentences.
(() => {
  const wrong = [];
  const name = e => e.tagName.toLowerCase() + (e.id ? '#' + e.id : '') + (e.className && e.className.baseVal === undefined ? '.' + e.className : '');
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) {
    const wide = [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > root.clientWidth + 1 && !e.closest('.scroll, nav'));
    wrong.push(`the page is ${root.scrollWidth} wide, the screen ${root.clientWidth}: ${wide.slice(0, 3).map(name)}`);
  }
  if (!root.lang) wrong.push('no language');
  if (document.querySelectorAll('h1').length !== 1) wrong.push('not one h1');
  if (!document.querySelector('main')) wrong.push('no main');
  let level = 0;
  for (const h of document.querySelectorAll('h1, h2, h3')) {
    const l = +h.tagName[1];
    if (l > level + 1) wrong.push(`heading ${h.textContent.trim().slice(0, 30)} skips a level`);
    level = l;
  }
  for (const e of document.querySelectorAll('input:not([type=hidden]), select, textarea')) if (!e.labels.length) wrong.push(`${name(e)} has no label`);
  for (const e of document.querySelectorAll('a, button')) if (!e.textContent.trim()) wrong.push(`${name(e)} has no text`);
  for (const e of document.querySelectorAll('table')) if (!e.caption || !e.querySelector('th')) wrong.push(`${name(e)} has no caption or no heading`);
  for (const e of document.querySelectorAll('thead th, tbody th')) if (!e.scope) wrong.push(`${name(e)} "${e.textContent.trim().slice(0, 20)}" has no scope`);
  for (const e of document.querySelectorAll('svg[role=img]')) if (!e.getAttribute('aria-label')) wrong.push('a chart without text');
  const ids = [...document.querySelectorAll('[id]')].map(e => e.id);
  for (const id of ids) if (ids.indexOf(id) !== ids.lastIndexOf(id)) wrong.push(`the id ${id} is there twice`);
  for (const e of document.querySelectorAll('a.skip, main a.more, nav a, button, select, input:not([type=hidden], [type=checkbox]), summary')) {
    const r = e.getBoundingClientRect(); // WCAG 2.2 2.5.8: what is aimed at is 24 by 24 at least
    if (r.width && !e.matches('.skip') && (r.height < 23.5 || r.width < 23.5)) wrong.push(`${name(e)} is ${r.width.toFixed(0)} by ${r.height.toFixed(0)}`);
  }
  const navs = [...document.querySelectorAll('nav')].map(e => e.getAttribute('aria-label'));
  if (navs.some(n => !n) || new Set(navs).size < navs.length) wrong.push('a menu without a name of its own');
  if (document.querySelectorAll('main').length > 1 || document.querySelector('[tabindex]:not([tabindex="0"], [tabindex="-1"])')) wrong.push('more than one main, or an order of its own for the Tab key');
  for (const e of document.querySelectorAll('.scroll')) if (e.tabIndex !== 0 || !e.getAttribute('aria-label')) wrong.push(`${name(e)} scrolls without keys or a name`);
  for (const e of document.querySelectorAll('label[for]')) if (!document.getElementById(e.htmlFor)) wrong.push(`the label ${e.textContent} is of nothing`);
  if (!document.title.trim()) wrong.push('no title');
  for (const e of document.querySelectorAll('[aria-labelledby]')) if (!document.getElementById(e.getAttribute('aria-labelledby'))) wrong.push(`${name(e)} is labelled by nothing`);
  for (const e of document.querySelectorAll('script, img, iframe, [style], [onerror], [onclick]')) wrong.push(`${name(e)} does not belong here`);
  // Contrast of text, WCAG 2.2 1.4.3.
  const rgb = c => c.match(/[\d.]+/g).map(Number);
  const light = c => { const [r, g, b] = c.map(v => { v /= 255; return v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; }); return .2126 * r + .7152 * g + .0722 * b; };
  const ground = e => { for (; e; e = e.parentElement) { const c = rgb(getComputedStyle(e).backgroundColor); if (c.length < 4 || c[3] > .9) return c.slice(0, 3); } return [255, 255, 255]; };
  const seen = new Set();
  for (const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT); walk.nextNode();) {
    const e = walk.currentNode.parentElement;
    if (!walk.currentNode.textContent.trim() || !e.getClientRects().length || e.closest('.hidden, .skip, title')) continue;
    const style = getComputedStyle(e), svg = e.closest('svg');
    const [a, b] = [light(rgb(svg ? style.fill : style.color).slice(0, 3)), light(ground(svg ? svg.parentElement : e))];
    const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    const large = parseFloat(style.fontSize) >= 24;
    if (ratio < (large ? 3 : 4.5) && !seen.has(name(e))) { seen.add(name(e)); wrong.push(`contrast of ${name(e)} is ${ratio.toFixed(2)}`); }
  }
  return JSON.stringify(wrong);
})()
