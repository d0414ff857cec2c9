/// <reference lib="dom" />

/** Makes of a legend's entries buttons by which what they stand for is drawn or not. */
export function switchable(legend: Element): void {
  const scope = legend.closest('figure, .pictures');
  for (const entry of legend.querySelectorAll<HTMLElement>('li[data-series]')) {
    const button = document.createElement('button');
    button.type = 'button';
    button.setAttribute('aria-pressed', 'true');
    button.append(...entry.childNodes);
    entry.append(button);
    button.addEventListener('click', () => {
      const isDrawn = button.getAttribute('aria-pressed') !== 'true';
      button.setAttribute('aria-pressed', String(isDrawn));
      for (const part of scope?.querySelectorAll<SVGElement>('[data-series]') ?? [])
        if (part instanceof SVGElement && part.dataset['series'] === entry.dataset['series'])
          part.style.display = isDrawn ? '' : 'none';
    });
  }
}
