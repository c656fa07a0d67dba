// What somebody is typing stays, whatever moves meanwhile, and what moved is there as soon as it was sent.
import { expect, test } from '../support/test';

interface Job {
  id: string;
  status: string;
}

test('a form that is being filled in is not drawn anew under the hands of whoever fills it in', async ({
  page,
  visit,
  house,
}) => {
  await house.connectAutotask('Northgate PSA');
  const { id } = await house.api<{ id: string }>('POST', '/customers', { name: 'Contosso' });
  await visit(`/app/customer-mappings?open=${id}`);
  const drawer = page.getByRole('dialog', { name: 'Contosso' });
  const name = drawer.getByRole('textbox', { name: 'Name' });
  await name.fill('Contoso');

  // Somebody else has the vendors' records read: each account is told to this page as it is done.
  const job = await house.api<Job>('POST', '/customer-records/discover');
  await expect.poll(async () => (await house.api<Job>('GET', `/jobs/${job.id}`)).status).toBe('done');
  const { items } = await house.api<{ items: { name: string }[] }>('GET', '/customer-records');
  await expect(name).toHaveValue('Contoso');

  await drawer.getByRole('button', { name: 'Rename' }).click();
  await expect.poll(async () => (await house.api<{ name: string }>('GET', `/customers/${id}`)).name).toBe('Contoso');
  await expect(page.getByText(items[0].name).first()).toBeAttached();
});
