package dev.netc.runtime;

/** A thread's work space for vector kernels; arrays grow and stay. */
final class VectorScratch {
  private static final ThreadLocal<VectorScratch> LOCAL =
      ThreadLocal.withInitial(VectorScratch::new);

  private float[] image = {};
  private float[] operand = {};
  private float[] packed = {};
  private float[] sums = {};
  private float[] lanes = {};
  private float[] results = {};
  private float[] tile = {};
  private int[] places = {};
  private long turns;
  private int[] rows = {};
  private int[] aSteps = {};
  private int[] bSteps = {};

  private VectorScratch() {}

  static VectorScratch local() {
    return LOCAL.get();
  }

  /** For images in phases. What it holds is arbitrary, here and below. */
  float[] image(int length) {
    image = grown(image, length);
    return image;
  }

  /** For an operand that is packed or spread. */
  float[] operand(int length) {
    operand = grown(operand, length);
    return operand;
  }

  /** For weights in panels. */
  float[] packed(int length) {
    packed = grown(packed, length);
    return packed;
  }

  /** For results before they go to their place. */
  float[] sums(int length) {
    sums = grown(sums, length);
    return sums;
  }

  /** For sums that are kept a lane apart, or for what tiles read of an operand. */
  float[] lanes(int length) {
    lanes = grown(lanes, length);
    return lanes;
  }

  /** For a tile of a result. */
  float[] tile(int length) {
    tile = grown(tile, length);
    return tile;
  }

  /** For sums that have been brought together. */
  float[] results(int length) {
    results = grown(results, length);
    return results;
  }

  /** True in every second call with a number; numbers that are the same mod 61 count as one. */
  boolean turns(int number) {
    long bit = 1L << (number % 61);
    turns ^= bit;
    return (turns & bit) != 0;
  }

  /** For positions. */
  int[] places(int length) {
    places = grown(places, length);
    return places;
  }

  /** The numbers i * stride for i below {@code length}. */
  int[] rows(int length, int stride) {
    rows = grown(rows, length);
    return multiples(rows, length, stride);
  }

  /** The numbers i * stride for i below {@code length}. */
  int[] aSteps(int length, int stride) {
    aSteps = grown(aSteps, length);
    return multiples(aSteps, length, stride);
  }

  /** The numbers i * stride for i below {@code length}. */
  int[] bSteps(int length, int stride) {
    bSteps = grown(bSteps, length);
    return multiples(bSteps, length, stride);
  }

  private static int[] multiples(int[] table, int length, int stride) {
    for (int i = 0; i < length; i++) {
      table[i] = i * stride;
    }
    return table;
  }

  private static float[] grown(float[] array, int length) {
    return array.length >= length ? array : new float[length + length / 4];
  }

  private static int[] grown(int[] array, int length) {
    return array.length >= length ? array : new int[length + length / 4];
  }
}
