// The one page that is there before anybody is: it needs a house without an administrator.
import { expectAccessible } from '../support/accessibility';
import { expect, test } from '../support/test';

test.use({ claimed: false, as: 'nobody' });

test('making the first administrator, by the link and without it', async ({ page, visit, house }) => {
  await visit(await house.setupLink());
  await expect(page.getByRole('heading', { name: 'Welcome to Ops AI' })).toBeVisible();
  await expectAccessible(page);
  await visit('/setup');
  await expect(page.getByLabel('One-time code')).toBeVisible();
  await expectAccessible(page);
});
