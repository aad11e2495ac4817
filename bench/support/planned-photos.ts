import { randomFrom } from '../../src/shared/statistics/random.ts';

/** A photo as a photographer's ten years may hold it; everything follows from its number and the seed. */
export interface PlannedPhoto {
  /** Relative to the root, forward slashes. */
  path: string;
  /** Wall clock, milliseconds since 1970 read as UTC. */
  captured: number;
  camera: string;
  lens: string;
  focalLength: number;
  aperture: number;
  shutter: number;
  iso: number;
  keywords: readonly string[];
  upright: boolean;
  pick: 'none' | 'pick' | 'reject';
  stars: number;
  label: 'none' | 'red' | 'yellow' | 'green' | 'blue' | 'purple';
  /** Standard deviations from the mean, overall first. */
  quality: readonly number[];
  /** Which scene it shows: frames of a burst share theirs. */
  scene: number;
}

const cameras = [
  { camera: 'Canon EOS R6', prefix: 'IMG_', lenses: ['RF24-70mm F2.8 L IS USM', 'RF70-200mm F2.8 L IS USM'] },
  { camera: 'Nikon Z 6_2', prefix: 'DSC_', lenses: ['NIKKOR Z 24-120mm f/4 S', 'NIKKOR Z 85mm f/1.8 S'] },
  { camera: 'Sony ILCE-7M4', prefix: 'DSC0', lenses: ['FE 35mm F1.8', 'FE 24-105mm F4 G OSS'] },
  { camera: 'Fujifilm X-T5', prefix: 'DSCF', lenses: ['XF16-55mmF2.8 R LM WR', 'XF56mmF1.2 R'] },
];
const subjects = [
  'wedding',
  'portrait',
  'harbour',
  'mountains',
  'concert',
  'street',
  'garden',
  'birds',
  'football',
];
const places = ['Lisbon', 'Oslo', 'Kraków', 'Bergen', 'Genova', 'Leipzig', 'Gent', 'Malmö', 'Brno', 'Cork'];
const words = [
  'family',
  'evening',
  'rain',
  'black and white',
  'panorama',
  'client',
  'print',
  'macro',
  'children',
];
const labels = ['red', 'yellow', 'green', 'blue', 'purple'] as const;
const firstShoot = Date.UTC(2015, 0, 3, 9);
const years = 10;
const photosAShoot = 320;

/** @param tasks how many scores a photo has */
export function* plannedPhotos(count: number, tasks: number): Generator<PlannedPhoto> {
  const random = randomFrom(5);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  /** Near enough to a normal deviate: the sum of four uniform ones. */
  const deviate = (): number => (random() + random() + random() + random() - 2) * 1.732;
  const shoots = Math.ceil(count / photosAShoot);
  const counters = cameras.map(() => 1);
  let scene = 0;
  for (let shoot = 0; shoot < shoots; shoot++) {
    let time = firstShoot + (shoot / shoots) * years * 365.25 * 86_400_000;
    const at = Math.floor(random() * cameras.length);
    const { camera, prefix, lenses } = cameras[at] ?? { camera: '', prefix: '', lenses: [''] };
    const subject = pick(subjects);
    const place = pick(places);
    const day = new Date(time).toISOString().slice(0, 10);
    const folder = `${day.slice(0, 4)}/${day} ${place} ${subject}${String(shoot).padStart(4, '0')}`;
    const ofShoot = [subject, place, ...words.filter(() => random() < 0.15)];
    // The latest shoots wait for their cull.
    const culled = shoot < shoots * 0.8;
    const shootQuality = deviate() * 0.5;
    let left = 0;
    let sceneQuality: number[] = [];
    let lens = lenses[0] as string;
    let upright = false;
    for (let i = 0; i < Math.min(photosAShoot, count - shoot * photosAShoot); i++) {
      if (left === 0) {
        left = random() < 0.5 ? 1 : 2 + Math.floor(random() * 9);
        time += 4000 + random() * 120_000;
        scene++;
        sceneQuality = Array.from({ length: tasks }, () => shootQuality + deviate() * 0.7);
        lens = pick(lenses);
        upright = random() < 0.3;
      } else time += 120 + random() * 300;
      left--;
      const quality = sceneQuality.map((mean) => mean + deviate() * 0.3);
      const merit = (quality[0] ?? 0) + deviate() * 0.6;
      const number = counters[at] ?? 0;
      counters[at] = (number + 1) % 10_000;
      yield {
        path: `${folder}/${prefix}${String(number).padStart(4, '0')}.JPG`,
        captured: Math.round(time),
        camera,
        lens,
        focalLength: 24 + Math.floor(random() * 100),
        aperture: pick([1.8, 2.8, 4, 5.6, 8]),
        shutter: 1 / pick([30, 60, 125, 250, 500, 1000, 2000]),
        iso: pick([100, 200, 400, 800, 1600, 3200]),
        keywords: random() < 0.7 ? ofShoot : ofShoot.slice(0, 2),
        upright,
        pick: !culled ? 'none' : merit > 0.8 ? 'pick' : merit < -0.9 ? 'reject' : 'none',
        stars: culled && merit > 0.8 ? Math.min(5, Math.floor(merit * 2.2)) : 0,
        label: culled && random() < 0.06 ? pick(labels) : 'none',
        quality,
        scene,
      };
    }
  }
}
