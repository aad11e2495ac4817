import { z } from 'zod';

/**
 * The model's manifest: what the network predicts, on which scale, and how far each prediction can be trusted.
 * Columns, filters, panel and export follow it, so that other weights bring other tasks without a change of code.
 */

const interval = z.object({
  /** Name of the set of photographs the figure was measured on. */
  set: z.string(),
  /** Spearman's rank correlation with people's judgement on photographs left out of training. */
  srcc: z.number().min(-1).max(1),
  /** 95 % interval of `srcc`, bootstrapped over themes. */
  low: z.number().min(-1).max(1),
  high: z.number().min(-1).max(1),
  photos: z.int().positive(),
});

export const reliabilitySchema = z.object({
  /**
   * From the lower end of the interval: strong from 0.5, fair from 0.3, weak from 0.1, else not reliable; nor is what
   * adds nothing for certain to the overall score.
   */
  class: z.enum(['strong', 'fair', 'weak', 'unreliable']),
  /** One entry per set of photographs; the first is the one `class` follows. */
  measured: z.array(interval).min(1),
  /** Partial SRCC on the first set: what the task tells beyond an overall score. */
  beyond: z
    .object({
      /** Whose overall score: that of the people who judged the task, or the network's where they gave none. */
      given: z.enum(['people', 'network']),
      /** False where the interval touches 0: the task is not reliable then. */
      adds: z.boolean(),
      srcc: z.number().min(-1).max(1),
      low: z.number().min(-1).max(1),
      high: z.number().min(-1).max(1),
    })
    .optional(),
  /** Where most labels (-1 to 1) are 0: how often one above 0 scores higher than one of 0. */
  presence: z
    .object({
      auc: z.number().min(0).max(1),
      low: z.number().min(0).max(1),
      high: z.number().min(0).max(1),
      /** Photographs with a label above 0, and with label 0. */
      positive: z.int().nonnegative(),
      zero: z.int().nonnegative(),
      /** Of all labels, 0 to 1. */
      zeroShare: z.number().min(0).max(1),
    })
    .optional(),
  /** A caution to show beside the class, such as "measured on 80-pixel crops". */
  note: z.string().optional(),
});

export const taskSchema = z.object({
  /** snake_case; names the column in the CSV and the key of sorts and filters. */
  id: z.string().regex(/^[a-z][a-z0-9_]*$/),
  label: z.string(),
  kind: z.enum(['overall', 'attribute']),
  /** One plain sentence: what a high value says about the photograph. */
  description: z.string(),
  /** Unit of the raw score, e.g. "standard deviations of the raters' means". */
  unit: z.string(),
  /** raw score = mean of the task's map + bias. */
  bias: z.number(),
  /** Where the score is measured by a formula in place of a learned head: its name. Its map shows what was measured. */
  measure: z.string().optional(),
  /** The shown score is 100 x Phi((raw - mean) / deviation). */
  scale: z.object({ mean: z.number(), deviation: z.number().positive() }),
  reliability: reliabilitySchema,
});

/** raw overall = mean + sum of coefficient x (raw - mean) over the parts + what these do not explain. */
export const contributionsSchema = z.object({
  /** Raw overall score of the average photograph. */
  mean: z.number(),
  /** By task id; `mean` is the task's raw score of the average photograph. */
  parts: z.array(z.object({ task: z.string(), mean: z.number(), coefficient: z.number() })).min(1),
  /** Share of the overall score's variance that the parts leave, on photographs left out of the fit. */
  unexplained: z.number().nonnegative(),
  photos: z.int().positive(),
});

/** A file beside the manifest, and the SHA-256 of its bytes. */
const fileSchema = z.object({ file: z.string(), sha256: z.string().regex(/^[0-9a-f]{64}$/) });

export const manifestSchema = z.object({
  format: z.literal(1),
  name: z.string(),
  /** The ONNX file beside the manifest, and the SHA-256 of its bytes. */
  file: z.string(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** Where the numbers of the network lie, for the ONNX file (external data) and for TensorFlow.js; absent where the ONNX file holds its own. */
  weights: fileSchema.optional(),
  /** The same network for TensorFlow.js, with a weights manifest that names the file of `weights`. */
  graphModel: fileSchema.optional(),
  parameters: z.int().positive(),
  input: z.object({
    /** Graph input: uint8, [photos, height, width, 3], RGB, sRGB; sides are multiples of `multiple`. */
    name: z.string(),
    multiple: z.int().positive(),
    /** Pixels of the input, about. */
    area: z.int().positive(),
  }),
  outputs: z.object({
    /** float32 [photos, tasks] */
    raw: z.string(),
    /** float32 [photos, embedding size] */
    embedding: z.string(),
    /** float32 [photos, tasks, height / 8, width / 8] */
    maps: z.string(),
  }),
  embedding: z.object({ size: z.int().positive() }),
  tasks: z.array(taskSchema).min(1),
  /** How the overall score goes with the reliable attributes; absent where that was not measured. */
  contributions: contributionsSchema.optional(),
  /** What it was trained on, with the terms that come with it. */
  trainedOn: z.array(z.object({ set: z.string(), photos: z.int().positive(), terms: z.string() })),
  /** What 0 to 100 means, in a sentence for the panel. */
  scaleNote: z.string(),
});

export type ModelManifest = z.infer<typeof manifestSchema>;
export type ModelTask = z.infer<typeof taskSchema>;
export type Reliability = z.infer<typeof reliabilitySchema>;
export type Contributions = z.infer<typeof contributionsSchema>;
