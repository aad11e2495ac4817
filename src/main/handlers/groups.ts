import type { Handlers } from '../../shared/contract.ts';
import type { groupRequests } from '../../shared/groups.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';

/** @param onChanged groups, or the order of the photos, are other ones now */
export function groupHandlers(
  catalogue: Catalogue,
  onChanged: () => void,
): Pick<Handlers, keyof typeof groupRequests> {
  const telling = async <T>(work: Promise<T>): Promise<T> => {
    const result = await work;
    onChanged();
    return result;
  };
  return {
    'groups.of': ({ photo }) => catalogue.group(photo),
    'groups.split': ({ photos }) => telling(catalogue.splitGroup(photos)),
    'groups.merge': ({ photos }) => telling(catalogue.mergeGroups(photos)),
    'groups.free': ({ photos }) => telling(catalogue.freeGroups(photos)),
    'groups.preview': (thresholds) => catalogue.previewGroups(thresholds),

    'cameras.list': () => catalogue.cameraClocks(),
    'cameras.align': ({ photo, reference }) => telling(catalogue.alignClock(photo, reference)),
    'cameras.trust': ({ photo }) => telling(catalogue.trustClock(photo)),
  };
}
