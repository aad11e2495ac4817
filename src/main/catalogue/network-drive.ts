import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const networkTypes =
  /^(nfs\d?|cifs|smb\d?|smbfs|afpfs|webdav|davfs2?|ncpfs|afs|fuse\.(sshfs|rclone|davfs2?|smbnetfs|curlftpfs))$/;

/** Whether a folder lies on a network drive, where SQLite's write-ahead log cannot work. False where nothing tells. */
export function isOnNetworkDrive(dir: string): boolean {
  if (process.platform === 'win32') return dir.startsWith('\\\\');
  try {
    return networkTypes.test(typeOfLongestMount(dir, mounts()));
  } catch {
    return false;
  }
}

interface Mount {
  point: string;
  type: string;
}

function mounts(): Mount[] {
  if (process.platform === 'linux') return parseMountInfo(readFileSync('/proc/self/mountinfo', 'utf8'));
  // "//server/share on /Volumes/share (smbfs, nodev, nosuid)"
  return [...execFileSync('/sbin/mount', { encoding: 'utf8' }).matchAll(/ on (.+) \(([\w.]+)/g)].map(
    (match) => ({
      point: match[1] ?? '',
      type: match[2] ?? '',
    }),
  );
}

/** Mount points and types out of Linux's /proc/self/mountinfo (proc(5)): blanks in a path are written \040. */
export function parseMountInfo(text: string): Mount[] {
  return text
    .split('\n')
    .filter((line) => line.includes(' - '))
    .map((line) => {
      const [fields = '', rest = ''] = line.split(' - ');
      const point = (fields.split(' ')[4] ?? '').replace(/\\(\d{3})/g, (_, octal: string) =>
        String.fromCharCode(parseInt(octal, 8)),
      );
      return { point, type: rest.split(' ')[0] ?? '' };
    });
}

export function typeOfLongestMount(dir: string, all: Mount[]): string {
  const inside = all.filter(
    ({ point }) => dir === point || dir.startsWith(point.endsWith('/') ? point : `${point}/`),
  );
  // Of mounts on the same point the last one covers the others.
  return inside.reduce((best, mount) => (mount.point.length >= best.point.length ? mount : best), {
    point: '',
    type: '',
  }).type;
}
