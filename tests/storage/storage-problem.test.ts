import { describe, expect, it } from 'vitest';
import { keeping, reasonNotKept, storageProblem } from '../../src/storage/storage-problem';
import { InputProblem } from '../../src/values/problem';

const full = new DOMException('', 'QuotaExceededError');
const blocked = new DOMException('The operation is insecure.', 'SecurityError');

describe('failures of storage', () => {
  it('tell a full disk from storage that is switched off', () => {
    expect(reasonNotKept(full)).toMatch(/no room left/);
    expect(reasonNotKept(blocked)).toMatch(/private window/);
  });

  it('say what could not be kept, why, and the way out, and carry what the browser said', () => {
    const { problem } = storageProblem(full, 'The notebook “Renewals”');
    expect(problem.reason).toBe('storage');
    expect(problem.message).toMatch(
      /^The notebook “Renewals” could not be kept on this device\. There is no room/,
    );
    expect(problem.hint).toMatch(/save the notebook as a file/);
    expect(problem.detail).toContain('QuotaExceededError');
  });

  it('become problems where storage fails, pass problems on unchanged, and leave success alone', async () => {
    await expect(keeping('It', () => Promise.reject(blocked))).rejects.toBeInstanceOf(InputProblem);
    const known = new InputProblem('orders.csv is gone.');
    await expect(keeping('It', () => Promise.reject(known))).rejects.toBe(known);
    await expect(keeping('It', () => Promise.resolve(3))).resolves.toBe(3);
  });
});
