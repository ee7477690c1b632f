/** A notebook that comes with the app, beside the files it reads; same origin, kept by the service worker. */
export interface Sample {
  file: string;
  title: string;
  description?: string;
}

const folder = 'sample-data/';

async function fetched(path: string): Promise<Response> {
  const response = await fetch(folder + path);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response;
}

export async function loadSamples(): Promise<Sample[]> {
  const index = (await (await fetched('index.json')).json()) as { notebooks: Sample[] };
  return index.notebooks;
}

export const sampleText = async (file: string): Promise<string> => (await fetched(file)).text();

/** A file of the sample by name, or an error where there is none. */
export const sampleFile = async (file: string): Promise<File> =>
  new File([await (await fetched(encodeURIComponent(file))).blob()], file);
