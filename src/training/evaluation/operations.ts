import { convolutionsOf, type Trunk } from '../trunk/trunk.ts';

/**
 * Multiply-adds of the trunk for one photograph, counted from the shapes of its convolutions.
 *
 * @param width of the input, a multiple of 32, as is `height`
 */
export function multiplyAdds(trunk: Trunk, width: number, height: number): number {
  let area = width * height;
  return convolutionsOf(trunk).reduce((sum, { weight, stride }) => {
    area /= stride ** 2;
    return sum + area * weight.data.length;
  }, 0);
}
