// Looks at a page as it stands: axe in light and dark at three widths, and that nothing makes it scroll sideways.
import { AxeBuilder } from '@axe-core/playwright';
import { type Page, expect } from '@playwright/test';

const WIDTHS = [320, 768, 1280];
const THEMES = ['light', 'dark'] as const;
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];

/** Fails unless the page, or only a part of it, is accessible in each theme at each width. */
export async function expectAccessible(page: Page, part = 'html'): Promise<void> {
  const found: string[] = [];
  for (const colorScheme of THEMES) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 800 });
      const where = `${colorScheme}, ${width} px`;
      const overflow = await page.evaluate(sideways);
      if (overflow.length > 0) found.push(`${where}: scrolls sideways: ${overflow.join(', ')}`);
      // Rationale: without frames the older mode finds the same and opens no page of its own for each look.
      const axe = new AxeBuilder({ page }).setLegacyMode(true).include(part).options({ resultTypes: ['violations'] });
      // The dark theme changes colours and nothing else.
      const looked = colorScheme === 'light' ? axe.withTags(RULES) : axe.withRules(COLOUR_RULES);
      const { violations } = await looked.analyze();
      for (const violation of violations) {
        const nodes = violation.nodes.slice(0, 3).map((node) => {
          return `${node.target.join(' ')} (${node.failureSummary?.replace(/\s+/g, ' ')})`;
        });
        found.push(`${where}: ${violation.id}: ${nodes.join('; ')}`);
      }
    }
  }
  expect(found, 'faults of accessibility').toEqual([]);
}

/** What reaches over the right edge, if the page scrolls sideways. Runs in the page. */
function sideways(): string[] {
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth <= clientWidth) return [];
  const over = Array.from(document.body.querySelectorAll('*')).filter((element) => {
    return element.getBoundingClientRect().right > clientWidth + 1;
  });
  const names = over.slice(-3).map((element) => `${element.tagName}.${element.className}`);
  return [`${scrollWidth} of ${clientWidth} px`, ...names];
}
