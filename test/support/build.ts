import { ensureBuilt } from '../../scripts/build.ts';

/** Before any test: the window that browser mode serves is the one of these sources. */
export default ensureBuilt;
